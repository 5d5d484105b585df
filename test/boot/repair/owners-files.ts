/** What the owner of a host has written for sshd, and what it may mean for the accounts of the test. */
export interface OwnersFiles {
  readonly name: string;
  /** Shell, run as root: writes them. Admin and carol are declared; dave and frank are not. */
  readonly shell: string;
  /** Who gets in by a key of the account's own while the program has never run. */
  readonly meant: readonly Name[];
  /** Who gets in afterwards: admin and carol by the declared key, dave and frank by their own. */
  readonly open: readonly Name[];
  /** The same with `keepOpen`, where it differs. */
  readonly keptOpen?: readonly Name[];
  /** Where that is set which keeps a declared account out; told without `keepOpen`. */
  readonly told?: { readonly file: string; readonly keyword: string };
  /** Settings that are in force for every account afterwards, as `sshd -T` says them. */
  readonly inForce?: readonly string[];
}

export const NAMES = ["admin", "carol", "dave", "frank"] as const;
export type Name = (typeof NAMES)[number];

const dropIn = (name: string, text: string): string =>
  `cat >/etc/ssh/sshd_config.d/${name} <<'OWNER'\n${text}OWNER\n`;
const atEnd = (text: string): string => `cat >>/etc/ssh/sshd_config <<'OWNER'\n${text}OWNER\n`;

export const SEVEN = `ClientAliveInterval 77
LoginGraceTime 47
X11Forwarding no
AllowAgentForwarding no
MaxStartups 13:30:60
PrintLastLog no
ClientAliveCountMax 7
`;
const SEVEN_IN_FORCE = SEVEN.toLowerCase().trim().split("\n");

export const OWNERS_FILES: readonly OwnersFiles[] = [
  {
    name: "a jail of a group",
    shell: `groupadd sftponly; usermod -aG sftponly carol; usermod -aG sftponly frank; install -d /srv/jail
${dropIn("10-sftp.conf", "Match Group sftponly\n  ChrootDirectory /srv/jail\n  ForceCommand internal-sftp\n")}`,
    meant: ["admin", "dave"],
    open: ["admin", "dave"],
    keptOpen: ["admin", "carol", "dave"],
    told: {
      file: "/etc/ssh/sshd_config.d/10-sftp.conf",
      keyword: "ForceCommand|ChrootDirectory",
    },
  },
  {
    name: "a second factor for all",
    shell: dropIn(
      "10-mfa.conf",
      "KbdInteractiveAuthentication yes\nAuthenticationMethods publickey,keyboard-interactive\n",
    ),
    meant: [],
    open: [],
    keptOpen: ["admin", "carol"],
    told: {
      file: "/etc/ssh/sshd_config.d/10-mfa.conf",
      keyword: "AuthenticationMethods",
    },
  },
  {
    name: "a second factor for one account, at the end of the main file",
    shell: atEnd("Match User admin\n  AuthenticationMethods publickey,password\n"),
    meant: ["carol", "dave", "frank"],
    open: ["carol", "dave", "frank"],
    keptOpen: ["admin", "carol", "dave", "frank"],
    told: { file: "/etc/ssh/sshd_config", keyword: "AuthenticationMethods" },
  },
  {
    name: "a command in place of every shell",
    shell: `printf '#!/bin/sh\\necho menu\\n' >/usr/local/bin/menu; chmod 755 /usr/local/bin/menu
${dropIn("20-menu.conf", "ForceCommand /usr/local/bin/menu\n")}`,
    meant: [],
    open: [],
    keptOpen: ["admin", "carol"],
    told: { file: "/etc/ssh/sshd_config.d/20-menu.conf", keyword: "ForceCommand" },
  },
  {
    name: "a list of revoked keys that is missing",
    shell: dropIn("10-revoked.conf", "RevokedKeys /etc/ssh/revoked_keys\n"),
    meant: [],
    open: [],
    keptOpen: ["admin", "carol"],
    told: {
      file: "/etc/ssh/sshd_config.d/10-revoked.conf",
      keyword: "RevokedKeys",
    },
  },
  {
    name: "a list of revoked keys that is there",
    shell: `: >/etc/ssh/revoked_keys; ${dropIn("10-revoked.conf", "RevokedKeys /etc/ssh/revoked_keys\n")}`,
    meant: ["admin", "carol", "dave", "frank"],
    open: ["admin", "carol", "dave", "frank"],
    inForce: ["revokedkeys /etc/ssh/revoked_keys"],
  },
  {
    name: "AllowUsers without the declared accounts, among other settings",
    shell: dropIn("10-who.conf", `${SEVEN}AllowUsers dave erin\n`),
    meant: ["dave"],
    open: ["admin", "carol", "dave"],
    inForce: SEVEN_IN_FORCE,
  },
  {
    name: "AllowUsers with one of the declared accounts",
    shell: atEnd("AllowUsers carol dave\n"),
    meant: ["carol", "dave"],
    open: ["admin", "carol", "dave"],
  },
  {
    name: "AllowGroups without theirs",
    shell: `groupadd staffers; usermod -aG staffers dave; ${dropIn("10-who.conf", "AllowGroups staffers\n")}`,
    meant: ["dave"],
    open: ["admin", "carol", "dave"],
  },
  {
    name: "DenyUsers and DenyGroups with them and others",
    shell: `groupadd staffers; usermod -aG staffers carol
${dropIn("10-who.conf", "DenyUsers admin frank\nDenyGroups staffers\n")}`,
    meant: ["dave"],
    open: ["admin", "carol", "dave"],
  },
  {
    name: "AllowUsers in a Match block for all",
    shell: atEnd("Match all\n  AllowUsers dave\n"),
    meant: ["dave"],
    open: ["admin", "carol", "dave"],
  },
  {
    name: "keys of a folder of the owner's only",
    shell: `mkdir /etc/ssh/authorized_keys; cp /root/own.pub /etc/ssh/authorized_keys/dave
${dropIn("10-central.conf", "AuthorizedKeysFile /etc/ssh/authorized_keys/%u\n")}`,
    meant: ["dave"],
    open: ["admin", "carol", "dave"],
  },
  {
    name: "public keys for one account only",
    shell: atEnd("PubkeyAuthentication no\nMatch User dave\n  PubkeyAuthentication yes\n"),
    meant: ["dave"],
    open: ["admin", "carol", "dave"],
  },
  {
    name: "seven good settings and one that shuts",
    shell: dropIn("10-hardening.conf", `${SEVEN}PubkeyAuthentication no\n`),
    meant: [],
    open: ["admin", "carol"],
    inForce: SEVEN_IN_FORCE,
  },
  {
    name: "settings for a declared account that shut nothing",
    shell: atEnd("Match User admin\n  X11Forwarding no\n  AllowTcpForwarding no\n  Banner none\n"),
    meant: ["admin", "carol", "dave", "frank"],
    open: ["admin", "carol", "dave", "frank"],
  },
  {
    name: "drop-ins with blanks and more in their names",
    shell: `cd /etc/ssh/sshd_config.d; echo keep >/my.conf; echo keep >/10
printf 'AllowUsers dave\\n' >'10 my.conf'; printf 'LoginGraceTime 47\\n' >"$(printf 'a\\nb.conf')"; printf 'X11Forwarding no\\n' >-x.conf
printf 'MaxStartups 13:30:60\\n' >'$(touch pwned)"it'\\''s.conf'; cd /`,
    meant: ["dave"],
    open: ["admin", "carol", "dave"],
    inForce: ["logingracetime 47", "x11forwarding no", "maxstartups 13:30:60"],
  },
];
