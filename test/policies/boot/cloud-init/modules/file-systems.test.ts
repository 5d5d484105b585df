import { known } from "../../../../../policies/facts/fact";
import { AL2023, boot, causes, DEBIAN, UBUNTU, verdict } from "../../judge";
import { trait } from "../../../../../policies/boot/machine/machine";

const config = (...lines: readonly string[]): string => `#cloud-config\n${lines.join("\n")}\n`;
const mounts = (entry: string): string => config("mounts:", `  - ${entry}`);

describe("mounts", () => {
  it.each([
    ["a short entry, which gets nofail", "open", mounts("[/dev/xvdf, /data]")],
    ["options of its own without nofail", "unknown", mounts("[/dev/xvdf, /data, ext4, defaults]")],
    ["options of its own with nofail", "open", mounts('[/dev/xvdf, /data, ext4, "defaults,nofail"]')],
    [
      "defaults of its own",
      "unknown",
      config("mount_default_fields: [~, ~, auto, defaults, '0', '2']", "mounts:", "  - [xvdf, /data]"),
    ],
    ["memory elsewhere", "open", mounts('[tmpfs, /var/cache/app, tmpfs, "size=32m"]')],
    ["memory over the homes, which are made on it", "closed later", mounts("[tmpfs, /home, tmpfs]")],
    ["swap", "open", mounts("[/swapfile, none, swap, sw]")],
    ["an entry that is taken out", "open", mounts("[swap, null]")],
  ])("%s: %s", (_, login, text) => {
    expect(verdict(text)).toBe(login);
  });

  it("names the entry, once", () => {
    expect(causes(mounts("[/dev/xvdf, /data, ext4, defaults]"))).toEqual(["3: mounts"]);
  });
});

describe("write_files with an owner that is not there yet", () => {
  const text = (image: string): string =>
    config(
      "write_files:",
      `  - path: /home/${image}/.ssh/authorized_keys`,
      `    owner: ${image}`,
      '    permissions: "0600"',
      "    content: ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFuIiMf5Y/aDOzlmbnbiMJO88AfPL/bb2vRZXKtb0nP3 a",
    );

  it.each([
    ["leaves the file behind as root's where cloud-init is older", "closed", "ec2-user", AL2023],
    ["leaves nothing where it is newer", "open", "ubuntu", UBUNTU],
    ["cannot be told where releases differ", "unknown", "admin", DEBIAN],
  ])("%s: %s", (_, login, user, image) => {
    expect(verdict(text(user), { image })).toBe(login);
  });

  it("may find an owner that a package brings, in the final stage", () => {
    const entry = ["write_files:", "  - path: /opt/env", "    owner: app", "    defer: true"];
    const later = ["  - path: /etc/nologin", "    defer: true"];
    expect(verdict(config("packages: [app]", ...entry, ...later))).toBe("unknown");
    expect(verdict(config("packages: []", ...entry, ...later))).toBe("open");
  });

  it.each([
    ["an owner that nobody is called", "open", "app"],
    ["an owner that some images have", "unknown", "polkitd"],
    ["an owner that every image has", "closed", "daemon"],
  ])("writes the entries behind it after %s: %s", (_, login, owner) => {
    const both = ["write_files:", "  - path: /opt/env", `    owner: ${owner}`, "  - path: /etc/nologin"];
    expect(verdict(config(...both))).toBe(login);
  });
});

describe("what cloud-init makes of a removed key file", () => {
  it.each([
    ["makes it anew, with nothing in it", true, "#!/bin/bash\nrm -rf /home/admin/.ssh\n"],
    ["goes through no link", false, "#!/bin/bash\nln -sf /srv/k /home/admin/.ssh/authorized_keys\n"],
  ])("%s", (_, exists, text) => {
    const { afterBoot } = boot(text, { image: DEBIAN, keyPair: known(true, "keyName") });
    const file = trait(afterBoot, "file", "/home/admin/.ssh/authorized_keys", "exists");
    expect(file).toMatchObject({ certain: true, value: exists });
    expect(trait(afterBoot, "account", "admin", "keys")).toMatchObject({ certain: true, value: false });
  });
});

it("runs what cloud-init-per is to run once before there are homes, and not again", () => {
  expect(verdict(config("bootcmd:", "  - [cloud-init-per, once, modes, chmod, '777', /home/ubuntu]"))).toBe(
    "open",
  );
  expect(verdict(config("bootcmd:", "  - [cloud-init-per, always, modes, chmod, '777', /home/ubuntu]"))).toBe(
    "closed later",
  );
});
