import { decodeUserData } from "@latchkey/policies/decode";
import { accessCloudConfig } from "../../../components/cloud-init/access-cloud-config";
import { accessProblems, type Access } from "../../../components/cloud-init/accounts";
import { fetchRecoveryHash, parameterProblems } from "../../../components/cloud-init/fetch-hash";
import { InputProblemsError } from "../../../components/cloud-init/problem";

const KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJnT0QTtaM9kDhV8dnBHgFBcKG8U1u0Z4Nq1b0q0m9xR ops";

it.each<[string, Access, string]>([
  ["root, which images turn away", { loginUser: "root" }, "loginUser"],
  ["a name that useradd refuses", { loginUser: "ubuntu", users: [{ name: "Ada" }] }, "users[0].name"],
  ["a name that ends in a line break", { loginUser: "ubuntu", users: [{ name: "ada\n" }] }, "users[0].name"],
  [
    "a group of the images, at which cloud-init would stop",
    { loginUser: "ubuntu", users: [{ name: "docker" }] },
    "users[0].name",
  ],
  ["the login user again", { loginUser: "ubuntu", users: [{ name: "ubuntu" }] }, "users[0].name"],
  [
    "cloud-init's word for the login user",
    { loginUser: "ubuntu", users: [{ name: "default" }] },
    "users[0].name",
  ],
  [
    "a group of the account's own name",
    { loginUser: "ubuntu", users: [{ name: "ada", groups: ["ada"] }] },
    "users[0].groups[0]",
  ],
  [
    "a group of the login user's name",
    { loginUser: "ubuntu", users: [{ name: "ada", groups: ["ubuntu"] }] },
    "users[0].groups[0]",
  ],
  [
    "a shell that lets nobody in",
    { loginUser: "ubuntu", users: [{ name: "ada", shell: "/usr/sbin/nologin" }] },
    "users[0].shell",
  ],
  [
    "a shell that is a command line",
    { loginUser: "ubuntu", users: [{ name: "ada", shell: "/bin/sh -c 'x'" }] },
    "users[0].shell",
  ],
  ["a key cut short", { loginUser: "ubuntu", publicKeys: [KEY, "ssh-ed25519 AAAA"] }, "publicKeys[1]"],
  [
    "a hash that is none",
    { loginUser: "ubuntu", recoveryUser: { passwordHash: "secret" } },
    "recoveryUser.passwordHash",
  ],
])("refuses %s", (_what, access, property) => {
  expect(accessProblems(access).map((problem) => problem.property)).toContain(property);
  expect(() => accessCloudConfig(access)).toThrow(InputProblemsError);
});

it("makes accounts with which cloud-init finds nothing to stop at", () => {
  const config = accessCloudConfig({
    loginUser: "ubuntu",
    publicKeys: [KEY],
    users: [
      { name: "ada" },
      { name: "ben", publicKeys: [KEY], groups: ["docker"], sudo: true, shell: "/bin/zsh" },
    ],
    recoveryUser: { name: "console", passwordHash: `$6$abcdefgh$${"a".repeat(86)}` },
  });
  const [part] = decodeUserData({ text: config, encoding: "plain" }).parts;
  expect(part?.config?.toJS()).toEqual({
    merge_how: "list(append)+dict(recurse_array)+str()",
    users: [
      "default",
      { name: "ada", shell: "/bin/bash", lock_passwd: true },
      {
        name: "ben",
        shell: "/bin/zsh",
        lock_passwd: true,
        groups: ["docker"],
        sudo: "ALL=(ALL) NOPASSWD:ALL",
        ssh_authorized_keys: [KEY],
      },
      {
        name: "console",
        shell: "/bin/bash",
        sudo: "ALL=(ALL:ALL) ALL",
        lock_passwd: false,
        hashed_passwd: `$6$abcdefgh$${"a".repeat(86)}`,
      },
    ],
    ssh_authorized_keys: [KEY],
    ssh_pwauth: false,
  });
});

it.each([["/recovery/hash"], ["recovery"]])("has the hash of %s fetched by the role", (parameter) => {
  expect(parameterProblems("passwordParameter", parameter)).toEqual([]);
  expect(fetchRecoveryHash({ parameter }).text).toContain(
    `latchkey-fetch-hash ${parameter} recovery /var/lib/latchkey/recovery-hash\n`,
  );
});

it.each([["$6$salt$hash"], ["arn:aws:ssm:us-east-1:1:parameter/x"], ["a b"], ["$(reboot)"]])(
  "refuses %s as the name of a parameter",
  (parameter) => {
    expect(parameterProblems("passwordParameter", parameter)).toHaveLength(1);
  },
);
