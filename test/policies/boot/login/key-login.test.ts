import { blur, opaque, set, type Effect } from "../../../../policies/boot/machine/effect";
import { applyEffects } from "../../../../policies/boot/machine/machine";
import type { UserDataOrigin } from "../../../../policies/boot/machine/prediction";
import { admitsAccount, keyLogin } from "../../../../policies/boot/login/key-login";
import { AL2023, boot, UBUNTU } from "../judge";

const HERE: UserDataOrigin = {
  from: "user-data",
  place: { part: 1, parts: 1, line: 7, column: 1 },
  construct: "test",
};

function decide(effects: readonly Effect[], image = UBUNTU): string {
  const { afterBoot, loginUser } = boot("#!/bin/sh\n", { image });
  return keyLogin(applyEffects(afterBoot, effects), loginUser, image).state;
}

const account = (traits: Parameters<typeof set<"account">>[2]): Effect =>
  set("account", "ubuntu", traits, HERE);
const file = (path: string, traits: Parameters<typeof set<"file">>[2]): Effect =>
  set("file", `/home/ubuntu${path}`, traits, HERE);

describe("a log-in by key", () => {
  it.each([
    ["an untouched image", "open", []],
    ["the account is gone", "closed", [account({ exists: false })]],
    ["the account has expired", "closed", [account({ expired: true })]],
    ["its password has to be changed", "closed", [account({ passwordExpired: true })]],
    ["its password is locked", "open", [account({ password: false })]],
    ["its shell lets nobody in", "closed", [account({ shell: "/usr/sbin/nologin" })]],
    ["its shell is not installed", "closed", [account({ shell: "/usr/bin/fish" })]],
    ["its shell may not be installed", "unknown", [account({ shell: "/usr/bin/ksh" })]],
    ["no key is left", "closed", [account({ keys: false })]],
    ["its home is not known", "unknown", [blur("account", "ubuntu", "why", HERE, ["home"])]],
    ["its home is not there", "closed", [file("", { exists: false })]],
    ["everybody may write to its home", "closed", [file("", { mode: 0o777 })]],
    ["its own group may write", "open", [file("", { mode: 0o775 })]],
    ["another group may write", "closed", [file("", { mode: 0o775, group: "www-data" })]],
    [
      "the key file is root's, and all may read it",
      "open",
      [file("/.ssh/authorized_keys", { owner: "root", group: "root", mode: 0o644 })],
    ],
    [
      "the key file is root's, and only root may",
      "closed",
      [file("/.ssh/authorized_keys", { owner: "root", group: "root", mode: 0o600 })],
    ],
    ["the key folder is somebody else's", "closed", [file("/.ssh", { owner: "app" })]],
    ["the way to the home is barred", "closed", [set("file", "/home", { mode: 0o700 }, HERE)]],
    ["all may write above the home", "open", [set("file", "/home", { mode: 0o777 }, HERE)]],
    ["the server's configuration is not known", "unknown", [blur("sshd", "", "why", HERE)]],
    [
      "the server is off and so is its socket",
      "closed",
      [
        set("service", "sshd", { active: false }, HERE),
        set("service", "ssh.socket", { active: false }, HERE),
      ],
    ],
    [
      "the server is off and its socket on",
      "open",
      [set("service", "sshd", { active: false }, HERE), set("service", "ssh.socket", { active: true }, HERE)],
    ],
    ["the firewall is closed", "closed", [set("firewall", "", { ssh: false }, HERE)]],
    ["something unseen ran", "unknown", [opaque("why", HERE)]],
    [
      "something unseen ran beside what closes it",
      "closed",
      [account({ expired: true }), opaque("why", HERE)],
    ],
    [
      "something else is not known beside what closes it",
      "closed",
      [account({ expired: true }), blur("sshd", "", "why", HERE)],
    ],
  ] as const)("%s: %s", (_, state, effects) => {
    expect(decide(effects)).toBe(state);
  });

  it("is refused on Amazon Linux where any group may write", () => {
    expect(decide([set("file", "/home/ec2-user", { mode: 0o770 }, HERE)], AL2023)).toBe("closed");
  });

  it("needs no key of the account's own where the key comes from elsewhere", () => {
    const machine = applyEffects(boot("#!/bin/sh\n").afterBoot, [
      account({ keys: false }),
      file("", { mode: 0o777 }),
    ]);
    expect(admitsAccount(machine, "ubuntu", UBUNTU).state).toBe("open");
    expect(admitsAccount(applyEffects(machine, [account({ expired: true })]), "ubuntu", UBUNTU).state).toBe(
      "closed",
    );
  });
});
