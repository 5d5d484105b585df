/** A way to shut a host, and whether people get in by key afterwards. */
export interface Cause {
  /** Row of the requirements' groups, as the guide shows it. */
  readonly group: "files" | "account" | "sshd" | "service" | "system" | "user data";
  readonly name: string;
  /** Shell, run as root on the host with the login user in $u and its home in $h; sshd is restarted after it. */
  readonly shut?: string;
  /** A part of the user data that comes with the first boot, in place of `shut`. */
  readonly userData?: string;
  /** Whether a boot heals it. */
  readonly healed: boolean;
  /** What the host would answer without the component: at once, and after a reboot. Undefined: shut both times. */
  readonly open?: { readonly before: boolean; readonly rebooted: boolean };
  /** Under systemd: for units and fstab, and of the others a good part, since real hosts have it. */
  readonly systemd?: true;
  readonly image?: "bookworm-upstream-modes" | "trixie";
  /** With the component told that a key alone must open. */
  readonly keepOpen?: true;
  readonly diskSize?: string;
}

const config = (line: string) => `sed -i '1i ${line}' /etc/ssh/sshd_config`;

/** Every cause that the guide names, one host each. */
const WRITTEN: readonly Cause[] = [
  { group: "files", name: "home writable by all (0777)", shut: "chmod 777 $h", healed: true },
  {
    group: "files",
    name: "home writable by its group (0775), sshd as upstream makes it",
    shut: "chmod 775 $h",
    image: "bookworm-upstream-modes",
    healed: true,
  },
  {
    group: "files",
    name: "`/home` closed to others (0700)",
    shut: "chmod 700 /home",
    systemd: true,
    open: { before: false, rebooted: true },
    healed: true,
  },
  { group: "files", name: "home of another owner", shut: "chown 1234:1234 $h", healed: true },
  { group: "files", name: "home missing", shut: "rm -rf $h", healed: true },
  {
    group: "files",
    name: "home a link to a folder of the system",
    shut: "mv $h /old-home; ln -s /srv $h",
    healed: true,
  },
  { group: "files", name: "`.ssh` writable by all (0777)", shut: "chmod 777 $h/.ssh", healed: true },
  {
    group: "files",
    name: "`.ssh` without the right to enter (0600)",
    shut: "chmod 600 $h/.ssh",
    healed: true,
  },
  { group: "files", name: "`.ssh` of another owner", shut: "chown 1234:1234 $h/.ssh", healed: true },
  { group: "files", name: "`.ssh` missing", shut: "rm -rf $h/.ssh", healed: true },
  {
    group: "files",
    name: "`.ssh` a link out of the home",
    shut: "mkdir -m 777 /keys; rm -rf $h/.ssh; ln -s /keys $h/.ssh",
    healed: true,
  },
  { group: "files", name: "`.ssh` a file", shut: "rm -rf $h/.ssh; touch $h/.ssh", healed: true },
  {
    group: "files",
    name: "`authorized_keys` writable by all (0666)",
    shut: "chmod 666 $h/.ssh/authorized_keys",
    healed: true,
  },
  {
    group: "files",
    name: "`authorized_keys` of root (0600)",
    shut: "chown root:root $h/.ssh/authorized_keys",
    healed: true,
  },
  { group: "files", name: "`authorized_keys` missing", shut: "rm $h/.ssh/authorized_keys", healed: true },
  { group: "files", name: "`authorized_keys` empty", shut: ": >$h/.ssh/authorized_keys", healed: true },
  {
    group: "files",
    name: "`authorized_keys` with other keys only",
    shut: "ssh-keygen -q -t ed25519 -N '' -f /root/other && cat /root/other.pub >$h/.ssh/authorized_keys",
    healed: true,
  },
  {
    group: "files",
    name: "`authorized_keys` immutable, and empty",
    shut: ": >$h/.ssh/authorized_keys; chattr +i $h/.ssh/authorized_keys $h/.ssh",
    healed: true,
  },
  { group: "account", name: "deleted", shut: "userdel $u", healed: true },
  { group: "account", name: "deleted with its home", shut: "userdel -rf $u 2>/dev/null", healed: true },
  {
    group: "account",
    name: "locked, with `UsePAM no`",
    shut: `usermod -L $u; ${config("UsePAM no")}`,
    healed: true,
  },
  { group: "account", name: "expired", shut: "usermod -e 1 $u", healed: true },
  {
    group: "account",
    name: "expired, and `/etc/shadow` immutable",
    shut: "usermod -e 1 $u; chattr +i /etc/shadow",
    healed: true,
  },
  { group: "account", name: "password expired", shut: "chage -d 0 $u", healed: true },
  { group: "account", name: "shell `nologin`", shut: "usermod -s /usr/sbin/nologin $u", healed: true },
  { group: "account", name: "shell missing", shut: "usermod -s /bin/zsh $u", healed: true },
  {
    group: "account",
    name: "`/etc/nologin`",
    shut: "touch /etc/nologin",
    systemd: true,
    healed: true,
  },
  {
    group: "sshd",
    name: "`AllowUsers` without the account",
    shut: config("AllowUsers somebody"),
    healed: true,
  },
  {
    group: "sshd",
    name: "`AllowGroups` without its groups",
    shut: config("AllowGroups nobodies"),
    healed: true,
  },
  {
    group: "sshd",
    name: "`DenyUsers` with the account",
    shut: `${config("DenyUsers X")}; sed -i "1s/X/$u/" /etc/ssh/sshd_config`,
    healed: true,
  },
  { group: "sshd", name: "`PubkeyAuthentication no`", shut: config("PubkeyAuthentication no"), healed: true },
  {
    group: "sshd",
    name: "`PubkeyAuthentication no` in a drop-in",
    shut: "echo PubkeyAuthentication no >/etc/ssh/sshd_config.d/10-hardening.conf",
    healed: true,
  },
  {
    group: "sshd",
    name: "`AuthenticationMethods password`",
    shut: `${config("AuthenticationMethods password")}; ${config("PasswordAuthentication yes")}`,
    healed: false,
  },
  {
    group: "sshd",
    name: "`AuthenticationMethods password`, with `keepOpen`",
    shut: `${config("AuthenticationMethods password")}; ${config("PasswordAuthentication yes")}`,
    keepOpen: true,
    healed: true,
  },
  {
    group: "sshd",
    name: "`AuthorizedKeysFile` moved",
    shut: config("AuthorizedKeysFile /etc/ssh/keys/%u"),
    healed: true,
  },
  {
    group: "sshd",
    name: "`PubkeyAcceptedAlgorithms` without the key's",
    shut: config("PubkeyAcceptedAlgorithms rsa-sha2-512"),
    healed: true,
  },
  {
    group: "sshd",
    name: "`RevokedKeys` with no such file",
    shut: config("RevokedKeys /etc/ssh/revoked"),
    healed: false,
  },
  {
    group: "sshd",
    name: "`RevokedKeys` with no such file, with `keepOpen`",
    shut: config("RevokedKeys /etc/ssh/revoked"),
    keepOpen: true,
    healed: true,
  },
  { group: "sshd", name: "`Port 2222`", shut: config("Port 2222"), healed: true },
  { group: "sshd", name: "`ListenAddress 127.0.0.1`", shut: config("ListenAddress 127.0.0.1"), healed: true },
  { group: "sshd", name: "`MaxSessions 0`", shut: config("MaxSessions 0"), healed: true },
  {
    group: "sshd",
    name: "`ForceCommand /bin/false`",
    shut: config("ForceCommand /bin/false"),
    healed: false,
  },
  {
    group: "sshd",
    name: "`ForceCommand /bin/false`, with `keepOpen`",
    shut: config("ForceCommand /bin/false"),
    keepOpen: true,
    healed: true,
  },
  {
    group: "sshd",
    name: "`ChrootDirectory` without a system in it",
    shut: config("ChrootDirectory /srv"),
    healed: false,
  },
  {
    group: "sshd",
    name: "`ChrootDirectory` without a system in it, with `keepOpen`",
    shut: config("ChrootDirectory /srv"),
    keepOpen: true,
    healed: true,
  },
  {
    group: "sshd",
    name: "a second factor: `AuthenticationMethods publickey,keyboard-interactive`",
    shut: `${config("AuthenticationMethods publickey,keyboard-interactive")}; ${config("KbdInteractiveAuthentication yes")}`,
    healed: false,
  },
  {
    group: "sshd",
    name: "a second factor: `AuthenticationMethods publickey,keyboard-interactive`, with `keepOpen`",
    shut: `${config("AuthenticationMethods publickey,keyboard-interactive")}; ${config("KbdInteractiveAuthentication yes")}`,
    keepOpen: true,
    healed: true,
  },
  { group: "sshd", name: "`MaxAuthTries 0`", shut: config("MaxAuthTries 0"), healed: true },
  { group: "sshd", name: "`Ciphers` that nobody speaks", shut: config("Ciphers 3des-cbc"), healed: true },
  {
    group: "sshd",
    name: "error in `sshd_config`",
    shut: "echo PubkeyAuthentication maybe >>/etc/ssh/sshd_config",
    healed: true,
  },
  {
    group: "sshd",
    name: "unknown keyword in a drop-in",
    shut: "echo Hardening yes >/etc/ssh/sshd_config.d/10-hardening.conf",
    healed: true,
  },
  {
    group: "sshd",
    name: "global setting after a `Match`",
    shut: "printf 'Match User git\\nPort 22\\n' >>/etc/ssh/sshd_config",
    healed: true,
  },
  { group: "sshd", name: "`sshd_config` missing", shut: "rm /etc/ssh/sshd_config", healed: true },
  { group: "sshd", name: "host keys missing", shut: "rm /etc/ssh/ssh_host_*", healed: true },
  {
    group: "sshd",
    name: "host keys readable by all (0644)",
    shut: "chmod 644 /etc/ssh/ssh_host_*_key",
    healed: true,
  },
  {
    group: "sshd",
    name: "host keys destroyed",
    shut: "for k in /etc/ssh/ssh_host_*_key; do echo x >$k; done",
    healed: true,
  },
  {
    group: "service",
    name: "`/etc/ssh/sshd_not_to_be_run`",
    shut: "touch /etc/ssh/sshd_not_to_be_run",
    healed: true,
  },
  {
    group: "service",
    name: "sshd disabled",
    shut: "systemctl disable ssh",
    systemd: true,
    open: { before: true, rebooted: false },
    healed: true,
  },
  {
    group: "service",
    name: "sshd masked",
    shut: "systemctl disable ssh; systemctl mask ssh",
    systemd: true,
    open: { before: true, rebooted: false },
    healed: true,
  },
  {
    group: "system",
    name: "`pam_deny` in the stack of sshd",
    shut: "sed -i '1i account required pam_deny.so' /etc/pam.d/sshd",
    healed: true,
  },
  {
    group: "system",
    name: "`pam_access` that turns everybody away",
    shut: "sed -i '1i account required pam_access.so' /etc/pam.d/sshd; echo '-:ALL:ALL' >>/etc/security/access.conf",
    healed: true,
  },
  {
    group: "system",
    name: "`/etc/hosts.deny` with `ALL: ALL`",
    shut: "echo 'ALL: ALL' >/etc/hosts.deny",
    healed: true,
  },
  {
    group: "system",
    name: "disk full, and the keys gone",
    shut: "rm $h/.ssh/authorized_keys; ! dd if=/dev/zero of=/var/fill bs=64k; ! dd if=/dev/zero of=/var/rest bs=1k",
    diskSize: "300m",
    systemd: true,
    healed: true,
  },
  {
    group: "system",
    name: "`/etc/fstab`: a mount over `/home` that fails",
    shut: "echo 'overlay /home overlay lowerdir=/missing,upperdir=/missing2,workdir=/missing3 0 0' >>/etc/fstab",
    systemd: true,
    open: { before: true, rebooted: false },
    healed: true,
  },
  {
    group: "user data",
    name: "an entry of `users` that stops cloud-init's users",
    userData: "#cloud-config\nusers:\n  - {name: alice, groups: 7}\n  - default\n",
    healed: true,
  },
  {
    group: "system",
    name: "sshd's program missing",
    shut: "mv /usr/sbin/sshd /usr/sbin/sshd.gone",
    open: { before: true, rebooted: false },
    healed: false,
  },
];

/** A third of the plain causes each: stages by hand, systemd, and systemd with the newer cloud-init and OpenSSH. */
const TURNS: readonly Pick<Cause, "systemd" | "image">[] = [
  {},
  { systemd: true },
  { systemd: true, image: "trixie" },
];

/** Every cause that the guide names, with where it is tried. */
export const CAUSES: readonly Cause[] = WRITTEN.map((cause, index) =>
  ["files", "account", "sshd"].includes(cause.group) && cause.image === undefined
    ? { ...TURNS[index % TURNS.length], ...cause }
    : cause,
);
