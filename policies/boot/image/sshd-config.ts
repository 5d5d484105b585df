import type { ImageFamily } from "./families";

/**
 * sshd's configuration as the families' packages ship it: every line that says something, and the commented defaults that
 * scripts edit. Debian's is that of openssh-server 1:9.2p1; the others follow the sources of their packages (openssh.spec
 * of Fedora and Amazon Linux, SUSE's sshd_config), and the prose between the lines is left out of all of them.
 */
export function sshdConfigOf(family: ImageFamily | "unknown"): string | undefined {
  const own = FAMILIES[family];
  if (own === undefined) return undefined;
  return [
    ...(own.includes ? ["Include /etc/ssh/sshd_config.d/*.conf"] : []),
    ...COMMENTED,
    ...own.lines,
    "",
  ].join("\n");
}

interface Shipped {
  readonly includes: boolean;
  readonly lines: readonly string[];
}

// Upstream's own sshd_config: the defaults, commented.
const COMMENTED: readonly string[] = [
  "#Port 22",
  "#AddressFamily any",
  "#ListenAddress 0.0.0.0",
  "#ListenAddress ::",
  "#RekeyLimit default none",
  "#SyslogFacility AUTH",
  "#LogLevel INFO",
  "#LoginGraceTime 2m",
  "#PermitRootLogin prohibit-password",
  "#StrictModes yes",
  "#MaxAuthTries 6",
  "#MaxSessions 10",
  "#PubkeyAuthentication yes",
  "#AuthorizedPrincipalsFile none",
  "#AuthorizedKeysCommand none",
  "#AuthorizedKeysCommandUser nobody",
  "#HostbasedAuthentication no",
  "#IgnoreUserKnownHosts no",
  "#IgnoreRhosts yes",
  "#PermitEmptyPasswords no",
  "#KerberosAuthentication no",
  "#AllowAgentForwarding yes",
  "#AllowTcpForwarding yes",
  "#GatewayPorts no",
  "#PermitTTY yes",
  "#TCPKeepAlive yes",
  "#PermitUserEnvironment no",
  "#Compression delayed",
  "#ClientAliveInterval 0",
  "#ClientAliveCountMax 3",
  "#UseDNS no",
  "#PidFile /var/run/sshd.pid",
  "#MaxStartups 10:30:100",
  "#PermitTunnel no",
  "#ChrootDirectory none",
  "#VersionAddendum none",
  "#Banner none",
];

const DEBIAN: Shipped = {
  includes: true,
  lines: [
    "#AuthorizedKeysFile\t.ssh/authorized_keys .ssh/authorized_keys2",
    "#PasswordAuthentication yes",
    "KbdInteractiveAuthentication no",
    "UsePAM yes",
    "X11Forwarding yes",
    "PrintMotd no",
    "AcceptEnv LANG LC_*",
    "Subsystem\tsftp\t/usr/lib/openssh/sftp-server",
  ],
};

const RED_HAT_LINES: readonly string[] = [
  "AuthorizedKeysFile\t.ssh/authorized_keys",
  "#PasswordAuthentication yes",
  "Subsystem\tsftp\t/usr/libexec/openssh/sftp-server",
];

const FAMILIES: Readonly<Partial<Record<ImageFamily | "unknown", Shipped>>> = {
  debian: DEBIAN,
  ubuntu: DEBIAN,
  al2023: { includes: true, lines: RED_HAT_LINES },
  "amazon-linux-2": {
    includes: false,
    lines: [
      "AuthorizedKeysFile .ssh/authorized_keys",
      "PasswordAuthentication no",
      "ChallengeResponseAuthentication no",
      "UsePAM yes",
      "X11Forwarding yes",
      "Subsystem sftp\t/usr/libexec/openssh/sftp-server",
    ],
  },
  "rhel-like": { includes: true, lines: RED_HAT_LINES },
  suse: { includes: true, lines: ["AuthorizedKeysFile\t.ssh/authorized_keys", "UsePAM yes"] },
};
