import { checkUserData } from "@latchkey/policies/check-user-data";
import { decodeUserData } from "@latchkey/policies/decode";
import { gunzipSync, gzipSync } from "node:zlib";
import { composeUserData, type ComposeOptions } from "../../../components/cloud-init/compose";
import { hashPassword } from "../../../components/cloud-init/password";
import { callersUserData } from "../../support/callers-user-data";
import fc from "../../support/fast-check";
import type { Parts } from "../../../policies/judging/parts";
import { failingOn, failing, withRule } from "../../support/faults";
import loginUserRemoved from "../../../policies/rules/login-user-removed";

const KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJnT0QTtaM9kDhV8dnBHgFBcKG8U1u0Z4Nq1b0q0m9xR ops";
const HASH = hashPassword("three-otters-under-a-bridge", "test");

const options: ComposeOptions = {
  loginUser: "ubuntu",
  family: "ubuntu",
  keyPair: true,
  publicKeys: [KEY],
  users: [{ name: "deploy", publicKeys: [KEY], sudo: true, groups: ["docker"] }],
  recoveryUser: { passwordHash: HASH },
};

const compose = (...userData: readonly string[]) =>
  composeUserData({ ...options, userData: userData.map((text) => ({ text })) });

const partsOf = (base64: string) => decodeUserData({ text: base64, encoding: "base64" }).parts;

/** What the boots of cloud-init make of all cloud-configs together, as far as lists and texts go. */
const composedParts = (...userData: readonly string[]) =>
  partsOf(compose(...userData).userData?.base64 ?? "");

describe("composeUserData", () => {
  it("puts the repair program first, the caller's own next and the accounts last", () => {
    const parts = composedParts("#cloud-config\npackages: [nginx]\n", "#!/bin/sh\necho hello\n");
    expect(parts.map(({ kind, filename }) => [kind, filename])).toEqual([
      ["boothook", "latchkey-repair"],
      ["cloud-config", "part-002"],
      ["script", "part-003"],
      ["cloud-config", "latchkey-accounts"],
    ]);
  });

  it("is within EC2's limit with the whole repair program, with room for the caller", () => {
    expect(compose().userData?.bytes).toBeLessThan(14_600);
  });

  it("is the same for the same input", () => {
    expect(compose("#!/bin/sh\n")).toEqual(compose("#!/bin/sh\n"));
  });

  it("opens the log-in that the pack looks for", () => {
    const { userData } = compose();
    const image = { family: "ubuntu", loginUser: "ubuntu" } as const;
    expect(
      checkUserData({ userData: userData?.base64 ?? "", encoding: "base64", image, keyPair: true }),
    ).toEqual({ findings: [], login: "open" });
  });

  it.each([
    ["a list, which alone would leave no login user", "#cloud-config\nusers:\n  - name: app\n"],
    ["a text", "#cloud-config\nusers: default, app\n"],
    ["a mapping", "#cloud-config\nusers:\n  app: {shell: /bin/sh}\n"],
  ])("keeps the caller's users written as %s, beside ours", (_form, text) => {
    const { problems, userData } = compose(text);
    expect(problems).toEqual([]);
    const [ours] = partsOf(userData?.base64 ?? "").slice(-1);
    const users = (ours?.config?.toJS() as { users: unknown }).users;
    const names = Array.isArray(users)
      ? users.map((user) => (typeof user === "string" ? user : (user as { name: string }).name))
      : Object.keys(users as object);
    expect(names).toEqual(expect.arrayContaining(["default", "deploy", "recovery"]));
    if (text.includes("users: default")) expect(names).toContain("app");
    expect(Array.isArray(users)).toBe(!text.includes("app: {"));
  });

  it.each([
    ["deletes the login user", "#!/bin/sh\n\nuserdel ubuntu\n", "userData[0]", /line 3 \(userdel\)/u],
    ["is indented", "  #!/bin/sh\ntrue\n", "userData[0]", /line 1/u],
    [
      "gives the login user another name",
      "#cloud-config\nuser: alice\n",
      "userData[0]",
      /line 2.*another name/u,
    ],
    [
      "leaves out the modules that make accounts",
      "#cloud-config\ncloud_init_modules: [write_files]\n",
      "userData[0]",
      /leaves out users_groups and ssh/u,
    ],
    [
      "writes users in two forms",
      `#cloud-config-archive\n${JSON.stringify([{ content: "#cloud-config\nusers: [default]\n" }, { content: "#cloud-config\nusers: {app: {}}\n" }])}`,
      "userData",
      /several forms/u,
    ],
    ["is no cloud-config that loads", "#cloud-config\na: [\n", "userData[0]", /line 3|line 2/u],
  ])("refuses what %s", (_what, text, property, reason) => {
    expect(compose(text).problems).toEqual([
      expect.objectContaining({ property, reason: expect.stringMatching(reason) as unknown }),
    ]);
  });

  it("takes password log-in over SSH for others: the recovery user's is kept to the console by the host", () => {
    const passwords = [{ text: "#cloud-config\nssh_pwauth: true\n" }];
    expect(composeUserData({ ...options, userData: passwords }).problems).toEqual([]);
    for (const without of [{ mend: false }, { repair: { sshd: false } }]) {
      expect(composeUserData({ ...options, ...without, userData: passwords }).problems).toEqual([
        expect.objectContaining({ reason: expect.stringMatching(/line 2: password log-in/u) as unknown }),
      ]);
    }
  });

  it("names the one of several user data that shuts the door, by its own lines", () => {
    const mime = [
      "MIME-Version: 1.0",
      'Content-Type: multipart/mixed; boundary="//"',
      "",
      "--//",
      "Content-Type: text/cloud-config",
      "",
      "#cloud-config",
      "packages: [nginx]",
      "--//",
      "Content-Type: text/x-shellscript",
      "",
      "#!/bin/sh",
      "usermod --expiredate 1 ubuntu",
      "--//--",
      "",
    ].join("\n");
    const [problem] = compose("#!/bin/sh\ntrue\n", mime).problems;
    expect(problem).toMatchObject({
      property: "userData[1]",
      reason: expect.stringMatching(/line 2 \(usermod --expiredate\)/u) as unknown,
    });
  });

  it("judges the caller's user data although the accounts are wrong as well", () => {
    const { problems } = composeUserData({
      ...options,
      users: [{ name: "sudo" }],
      userData: [{ text: "#!/bin/sh\nuserdel ubuntu\n" }],
    });
    expect(problems.map(({ property }) => property)).toEqual(["users[0].name", "userData[0]"]);
  });

  it("says how large each part is when all is too large", () => {
    const noise = Array.from({ length: 9000 }, (_, index) => Math.sin(index).toString(36).slice(3, 8)).join(
      "",
    );
    const [problem] = compose(`#!/bin/sh\n: ${noise}\n`).problems;
    expect(problem?.reason).toMatch(
      /^the user data is [\d,]+ bytes compressed, and EC2 takes 16,384; uncompressed: latchkey-repair [\d,]+, userData\[0\] [\d,]+, latchkey-accounts [\d,]+$/u,
    );
  });
});

// Whatever it is, both sides keep their effect.
it("any caller's user data that shuts nothing keeps its text, and ours keeps its effect", () => {
  fc.assert(
    fc.property(callersUserData(false), ({ texts }) => {
      const { problems, userData } = compose(...texts);
      expect(problems).toEqual([]);
      const base64 = userData?.base64 ?? "";
      const own = texts.flatMap((text) => decodeUserData({ text, encoding: "plain" }).parts);
      const parts = partsOf(base64);
      expect(parts.slice(1, -1).map(({ kind, source }) => [kind, source.text])).toEqual(
        own.map(({ kind, source }) => [kind, source.text]),
      );
      const image = { family: "ubuntu", loginUser: "ubuntu" } as const;
      expect(checkUserData({ userData: base64, encoding: "base64", image, keyPair: true }).login).toBe(
        "open",
      );
    }),
    { numRuns: 30 },
  );
});

it("compresses to what gunzip reads, and no worse than zlib by a tenth", () => {
  const { userData } = compose();
  const raw = Buffer.from(userData?.base64 ?? "", "base64");
  expect(userData?.gzipped).toBe(true);
  expect(raw.length).toBeLessThan(gzipSync(gunzipSync(raw), { level: 9 }).length * 1.1);
});

describe("a host that could not be judged", () => {
  const text = "#!/bin/sh\necho mrkzqsecret\n";
  const bug = (): Error => new TypeError("mrkzqsecret");
  const rest: ComposeOptions = { loginUser: "ubuntu", family: "ubuntu", keyPair: true };

  it.each<[string, Parts, ComposeOptions]>([
    ["for a bug in what follows its user data", failingOn("", bug), options],
    ["for a bug in a rule", withRule(failing(loginUserRemoved, bug)), options],
    ["with a key pair alone", withRule(failing(loginUserRemoved, bug)), rest],
    [
      "for a bug in a rule whose findings are meant",
      withRule(failing(loginUserRemoved, bug)),
      { ...options, acceptedRules: ["login-user-removed"] },
    ],
  ])("%s is not made, and nothing of the user data is told", (_, parts, given) => {
    const composed = composeUserData({ ...given, userData: [{ text }] }, (check) =>
      // The components know the pack as it is built, whose types are others to the compiler.
      checkUserData(check, parts as never),
    );
    expect(composed.userData).toBeUndefined();
    expect(composed.problems).toEqual([
      expect.objectContaining({
        property: "userData",
        reason: expect.stringContaining("it could not be judged, for a bug of Latchkey's") as string,
      }),
    ]);
    expect(JSON.stringify(composed)).not.toContain("mrkzqsecret");
  });

  it("is not made either where reading it throws", () => {
    const userData = [{ text: undefined as unknown as string }];
    expect(composeUserData({ ...options, userData }).problems).toHaveLength(1);
    const thrown = (): never => {
      throw bug();
    };
    const { problems } = composeUserData(options, thrown);
    expect(problems).toHaveLength(1);
    expect(JSON.stringify(problems)).not.toContain("mrkzqsecret");
  });
});
