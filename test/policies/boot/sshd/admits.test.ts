import { admits, type Visitor } from "../../../../policies/boot/sshd/admits";
import { authorizedKeysPath } from "../../../../policies/boot/sshd/authorized-keys-file";
import type { SshdFiles } from "../../../../policies/boot/sshd/files";
import { readSshdConfig } from "../../../../policies/boot/sshd/read";
import { settingsFor, type Settings } from "../../../../policies/boot/sshd/settings";
import { ANY } from "../../../../policies/boot/shell/value";

const only = (text: string): SshdFiles => ({
  read: (path) =>
    path === "/etc/ssh/sshd_config"
      ? { state: "known", text }
      : path === "/etc/ssh/opaque"
        ? { state: "unknown", why: "downloaded" }
        : { state: "absent" },
  list: () => [],
});

function settings(text: string, visitor: Visitor, openssh: string | null = "9.2"): Settings {
  const config = readSshdConfig(only(text), { openssh: openssh ?? undefined, distribution: "debian" });
  if (config.state === "fails") throw new Error(config.why);
  return settingsFor(config, visitor);
}

const ubuntu: Visitor = { user: "ubuntu", groups: ["ubuntu", "adm", "sudo"] };
const rsa: Visitor = { ...ubuntu, keyType: "ssh-rsa" };
const ed25519: Visitor = { ...ubuntu, keyType: "ssh-ed25519" };
const root: Visitor = { user: "root", groups: ["root"] };
const noFile: Visitor = { ...ubuntu, exists: () => "no" };

describe("a log-in with a public key", () => {
  test.each<[string, string, string, Visitor?]>([
    ["an empty file", "open", ""],
    ["a user who is named", "open", "AllowUsers admin ubuntu"],
    ["a user whom nobody names", "closed", "AllowUsers admin"],
    ["a user whom a second line names", "open", "AllowUsers admin\nAllowUsers ubuntu"],
    ["a pattern", "open", "AllowUsers ub*"],
    ["a user from some address", "unknown", "AllowUsers ubuntu@10.0.0.0/8"],
    ["another user from some address", "closed", "AllowUsers admin@10.0.0.0/8"],
    ["a user from any address", "open", "AllowUsers ubuntu@*"],
    ["a user whose name is not known", "unknown", `AllowUsers ${ANY}`],
    ["a denied user", "closed", "DenyUsers ubuntu"],
    ["a group", "open", "AllowGroups wheel sudo"],
    ["none of the groups", "closed", "AllowGroups ssh-users"],
    ["groups that are not known", "unknown", "AllowGroups ssh-users", { user: "ubuntu", groups: "unknown" }],
    ["a denied group", "closed", "DenyGroups adm"],
    ["keys off", "closed", "PubkeyAuthentication no"],
    [
      "keys off, but on for the user",
      "open",
      "PubkeyAuthentication no\nMatch User ubuntu\nPubkeyAuthentication yes",
    ],
    ["keys off for another user", "open", "Match User admin\nPubkeyAuthentication no"],
    ["keys off from some address", "unknown", "Match Address 10.0.0.0/8\nPubkeyAuthentication no"],
    [
      "keys off at some address of the host",
      "unknown",
      "Match LocalAddress 10.0.0.1\nPubkeyAuthentication no",
    ],
    ["keys off at any address of the host", "closed", "Match LocalAddress *\nPubkeyAuthentication no"],
    [
      "keys off at all addresses but one that no host has",
      "closed",
      "Match LocalAddress *,!192.0.2.1\nPubkeyAuthentication no",
    ],
    [
      "keys off at all addresses but one that it may have",
      "unknown",
      "Match LocalAddress *,!10.0.0.1\nPubkeyAuthentication no",
    ],
    [
      "keys off at an address that no host has",
      "open",
      "Match LocalAddress 192.0.2.1\nPubkeyAuthentication no",
    ],
    [
      "keys off at a network of addresses that no host has",
      "open",
      "Match LocalAddress 198.51.100.0/24,2001:db8::/32\nPubkeyAuthentication no",
    ],
    ["a wider network", "unknown", "Match LocalAddress 192.0.0.0/8\nPubkeyAuthentication no"],
    [
      "keys on at all addresses but one that no host has",
      "open",
      "PubkeyAuthentication no\nMatch User ubuntu LocalAddress *,!192.0.2.1\nPubkeyAuthentication yes",
    ],
    [
      "a denied group of a name that none can have",
      "open",
      "DenyGroups latchkey:none",
      { user: "ubuntu", groups: "unknown" },
    ],
    [
      "any group, where its groups are not known",
      "open",
      "AllowGroups *",
      { user: "ubuntu", groups: "unknown" },
    ],
    ["keys off for nobody's negation", "closed", "Match User *,!admin\nPubkeyAuthentication no"],
    ["a later line of the other value", "open", "PubkeyAuthentication yes\nPubkeyAuthentication no"],
    [
      "a Match all, which comes before what stands outside",
      "closed",
      "PubkeyAuthentication yes\nMatch all\nPubkeyAuthentication no",
    ],
    ["a password too", "closed", "AuthenticationMethods publickey,password"],
    ["a password or a key", "open", "AuthenticationMethods password publickey"],
    ["two keys", "unknown", "AuthenticationMethods publickey,publickey"],
    ["an RSA key where only Ed25519 is taken", "closed", "PubkeyAcceptedAlgorithms ssh-ed25519", rsa],
    ["an Ed25519 key where only Ed25519 is taken", "open", "PubkeyAcceptedAlgorithms ssh-ed25519", ed25519],
    ["an RSA key where SHA-1 is added", "open", "PubkeyAcceptedAlgorithms +ssh-rsa", rsa],
    ["an RSA key where only SHA-1 is taken", "unknown", "PubkeyAcceptedAlgorithms ssh-rsa", rsa],
    ["root", "open", "", root],
    ["root off", "closed", "PermitRootLogin no", root],
    ["root off for others", "open", "PermitRootLogin no"],
    ["root with a command", "unknown", "PermitRootLogin forced-commands-only", root],
    ["a command that ends at once", "closed", "ForceCommand /bin/false"],
    ["another command", "unknown", "ForceCommand /opt/recorder"],
    ["a missing list of revoked keys", "closed", "RevokedKeys /etc/ssh/revoked", noFile],
    ["a list of revoked keys", "unknown", "RevokedKeys /etc/ssh/revoked"],
    ["no list of revoked keys", "open", "RevokedKeys none", noFile],
    ["a list in a block that is called none", "closed", "Match all\nRevokedKeys none", noFile],
    [
      "an empty list in a block in front of one that is missing",
      "open",
      "RevokedKeys /etc/ssh/revoked\nMatch User ubuntu\nRevokedKeys /dev/null",
      noFile,
    ],
    ["no session", "closed", "MaxSessions 0"],
    ["a directory to be locked in", "unknown", "ChrootDirectory /srv/%u"],
    ["a file that is not known before the line", "unknown", "Include opaque\nPubkeyAuthentication yes"],
  ])("%s: %s", (_why, state, text, visitor = ubuntu) => {
    expect(admits(settings(text, visitor), visitor).state).toBe(state);
  });

  test("a reason names its line", () => {
    expect(admits(settings("\nDenyUsers admin\nDenyUsers ubuntu", ubuntu), ubuntu).reasons).toEqual([
      { what: "DenyUsers names it", certain: true, file: "/etc/ssh/sshd_config", line: 3 },
    ]);
  });
});

describe("settings", () => {
  test("what stands before a file that is not known is sure, what stands behind it is not", () => {
    const found = settings("UsePAM yes\nInclude opaque\nStrictModes no", ubuntu);
    expect(found.usePAM).toMatchObject({ state: "set", value: true, line: 1 });
    expect(found.strictModes).toMatchObject({ state: "unknown", why: "downloaded" });
  });

  test("a Match that cannot be told is no doubt where it says the same", () => {
    expect(
      settings("Match Address 10.0.0.0/8\nPubkeyAuthentication yes", ubuntu).pubkeyAuthentication.state,
    ).toBe("default");
  });

  test("8.2 may listen on port 22 besides the port behind an Include", () => {
    expect(settings("Include opaque\nPort 2222", ubuntu, "8.2").ports.state).toBe("unknown");
    expect(settings("Port 2222", ubuntu, "8.2").ports).toMatchObject({ value: [{ value: 2222 }] });
  });

  test("ports add up, and 22 holds where there is none", () => {
    expect(settings("Port 22\nPort 2222", ubuntu).ports).toMatchObject({
      value: [{ value: 22 }, { value: 2222, line: 2 }],
    });
    expect(settings("", ubuntu).ports).toMatchObject({ state: "default", value: [{ value: 22 }] });
  });

  test("8.4 needs ChallengeResponseAuthentication off, too", () => {
    const off = "KbdInteractiveAuthentication no";
    expect(settings(off, ubuntu, "8.4").kbdInteractiveAuthentication).toMatchObject({ value: true });
    expect(
      settings(`${off}\nChallengeResponseAuthentication no`, ubuntu, "8.4").kbdInteractiveAuthentication,
    ).toMatchObject({ value: false });
    expect(settings(off, ubuntu, "9.2").kbdInteractiveAuthentication).toMatchObject({ value: false });
  });

  test("what releases differ in is not known where the release is not", () => {
    const text = "KbdInteractiveAuthentication no";
    expect(settings(text, ubuntu, null).kbdInteractiveAuthentication.state).toBe("unknown");
    expect(settings(text, ubuntu, null).pubkeyAuthentication.state).toBe("default");
  });

  test.each([
    [".ssh/authorized_keys", "/home/ubuntu/.ssh/authorized_keys"],
    ["%h/.keys", "/home/ubuntu/.keys"],
    ["/etc/ssh/keys/%u%%", "/etc/ssh/keys/ubuntu%"],
    ["/etc/ssh/%U", undefined],
    ["/etc/ssh/%z", undefined],
  ])("AuthorizedKeysFile %s", (written, path) => {
    expect(authorizedKeysPath(written, { user: "ubuntu", home: "/home/ubuntu" })).toBe(path);
  });
});
