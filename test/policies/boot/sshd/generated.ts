import fc from "fast-check";

const FLAGS = ["yes", "no", "YES", "No"];
const WRONG = ["maybe", "true", "1", "yes;"];
const METHODS = [
  "any",
  "publickey",
  "publickey,password",
  "password",
  "publickey,publickey",
  "keyboard-interactive:pam",
];
const USERS = [
  "daemon",
  "games",
  "d*",
  "*",
  "?ames",
  "!daemon",
  "daemon@*",
  "games@10.0.0.1",
  "root@10.0.0.0/8",
];
const KEYS = [
  "ssh-ed25519",
  "rsa-sha2-512,ssh-ed25519",
  "+ssh-rsa",
  "-ssh-ed25519",
  "^ssh-ed25519",
  "rsa-sha2-*",
  "ssh*",
];

/** Values by keyword: what sshd takes and what it does not. Keywords as people write them. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  PubkeyAuthentication: [...FLAGS, ...WRONG],
  PasswordAuthentication: [...FLAGS, ...WRONG],
  KbdInteractiveAuthentication: FLAGS,
  ChallengeResponseAuthentication: FLAGS,
  skeyauthentication: FLAGS,
  DSAAuthentication: FLAGS,
  PermitEmptyPasswords: FLAGS,
  UsePAM: [...FLAGS, ...WRONG],
  StrictModes: FLAGS,
  PermitTTY: FLAGS,
  PermitRootLogin: ["yes", "no", "prohibit-password", "without-password", "forced-commands-only", "never"],
  AllowUsers: [...USERS, "daemon games", "bob root@10.0.0.1/8", '"daemon" games', "nobody,games"],
  DenyUsers: USERS,
  AllowGroups: ["daemon", "games wheel", "*", "d?emon"],
  DenyGroups: ["daemon", "adm sudo", "games"],
  AuthenticationMethods: [
    ...METHODS,
    ...METHODS,
    "publickey password",
    "any publickey",
    "telepathy",
    "publickey,none",
  ],
  AuthorizedKeysFile: [
    ".ssh/authorized_keys",
    "/etc/keys/%u .ssh/authorized_keys",
    "/etc/keys/%u .ssh/authorized_keys .ssh/authorized_keys2",
    "none",
    "%h/.keys",
    '"a b"',
    '""',
  ],
  AuthorizedKeysCommand: ["/bin/keys %u", "none", "keys", "/opt/x"],
  AuthorizedKeysCommandUser: ["nobody", "root", "a b"],
  AuthorizedPrincipalsCommand: ["/bin/principals", "none"],
  AuthorizedPrincipalsCommandUser: ["nobody"],
  AuthorizedPrincipalsFile: ["none", "/etc/ssh/p/%u"],
  TrustedUserCAKeys: ["/etc/ssh/ca.pub", "none"],
  RevokedKeys: ["/etc/ssh/revoked", "none"],
  ForceCommand: ["/bin/false", "internal-sftp -d /x", "none", "echo a # b", '"/bin/x y"'],
  ChrootDirectory: ["/srv/%u", "none", "/a /b"],
  PubkeyAcceptedAlgorithms: [...KEYS, "ssh-nothing", "!ssh-rsa", "+", "ssh-ed25519,"],
  PubkeyAcceptedKeyTypes: KEYS,
  HostKeyAlgorithms: KEYS,
  Ciphers: [
    "aes256-ctr",
    "aes256-gcm@openssh.com,aes128-ctr",
    "+3des-cbc",
    "arcfour",
    "aes*",
    "-aes*",
    "none",
    "",
  ],
  MACs: ["hmac-sha2-256", "hmac-ripemd160", "umac-64@openssh.com,hmac-sha1", "-hmac-*"],
  KexAlgorithms: [
    "curve25519-sha256",
    "sntrup761x25519-sha512@openssh.com",
    "mlkem768x25519-sha256",
    "+diffie-hellman-group1-sha1",
  ],
  Port: ["22", "2222", "0", "65536", "ssh", "-1", "22 23", "+22", "0x16"],
  ListenAddress: [
    "0.0.0.0",
    "::",
    "127.0.0.1:2222",
    "[::1]:22",
    "[::1",
    "10.0.0.1:0",
    "1.2.3.4 rdomain",
    "[::]",
  ],
  AddressFamily: ["inet", "inet6", "any", "ipv4"],
  MaxSessions: ["0", "10", "x", "-1", "99999999999"],
  MaxAuthTries: ["1", "6"],
  MaxStartups: ["10", "10:30:100", "10:30", "0", "100:30:10", "10:30:100x", "a"],
  LoginGraceTime: ["30", "2m", "1h30m", "1x", "-1", "0"],
  ClientAliveInterval: ["60", "1m"],
  ClientAliveCountMax: ["3", "x"],
  RekeyLimit: ["1G 1h", "default none", "8", "500M", "1Q"],
  Subsystem: ["sftp internal-sftp", "sftp /usr/lib/sftp-server -l INFO", "sftp", "other /bin/x"],
  SyslogFacility: ["AUTH", "authpriv", "mail"],
  LogLevel: ["INFO", "debug3", "TRACE"],
  PermitUserEnvironment: ["yes", "LANG,LC_*"],
  PermitTunnel: ["no", "YES", "ethernet"],
  PermitOpen: ["any", "none", "host:80", "host", "[::1]:80 *:*", "a:b"],
  PermitListen: ["8080", "localhost:8080", "x"],
  IPQoS: ["af21 cs1", "0x10", "lowdelay throughput", "256", "a b", "ef ef ef"],
  StreamLocalBindMask: ["0177", "999", "0777", "1000"],
  FingerprintHash: ["sha256", "MD5", "crc"],
  AcceptEnv: ["LANG LC_*", "A=B"],
  SetEnv: ["A=B C=D", "A"],
  Banner: ["/etc/issue.net", "none", '""'],
  HostKey: ["/etc/ssh/ssh_host_rsa_key", "none", "relative"],
  RequiredRSASize: ["2048", "x"],
  ChannelTimeout: ["none", "session:*=5m", "session"],
  UnusedConnectionTimeout: ["none", "5m", "x"],
  PerSourceMaxStartups: ["none", "5", "x"],
  PerSourceNetBlockSize: ["32:128", "33", "24"],
  PubkeyAuthOptions: ["none", "touch-required verify-required", "x"],
  IgnoreRhosts: ["yes", "shosts-only", "x"],
  Compression: ["yes", "delayed", "zlib"],
  GatewayPorts: ["clientspecified", "x"],
  AllowTcpForwarding: ["local", "all", "x"],
  VersionAddendum: ["hello # x", "none"],
  LogVerbose: ["kex.c:*", "none", "none x"],
  DebianBanner: ["no", "x"],
  GSSAPIAuthentication: FLAGS,
  KerberosAuthentication: FLAGS,
  Protocol: ["2", "2,1", "x y z"],
  UsePrivilegeSeparation: ["sandbox"],
  RSAAuthentication: ["yes"],
  IgnoreUnknown: ["*"],
  RDomain: ["none"],
  PubkeyAuthentification: ["yes"],
  PAMServiceName: ["sshd"],
  PerSourcePenalties: [
    "no",
    "crash:1 no",
    "no crash:1",
    "crash:1m max:5s",
    "crash:1.5",
    "overflow:deny-all",
    "max-sources4:x",
  ],
  PerSourcePenaltyExemptList: ["10.0.0.0/8,192.168.0.1", "10.0.0.1/8", "none", "10.0.0.0/8 x"],
};

const CONDITIONS = [
  "all",
  "User daemon",
  "User daemon,games",
  "User *,!daemon",
  "user=games",
  "Group games",
  "Group *,!daemon",
  "Address 1.2.3.0/24",
  "Address 10.0.0.0/8,1.2.3.4",
  "Address 1.2.3.4/8",
  "Address *,!1.2.3.4",
  "Address ::/0",
  "Address 1.2.3.*",
  "LocalAddress 5.6.7.8",
  "LocalAddress 5.6.7.0/24,!5.6.7.8",
  "LocalAddress *,!192.0.2.1",
  "User daemon,games LocalAddress *,!192.0.2.1",
  "User games LocalAddress *,!5.6.7.8",
  "LocalAddress 192.0.2.1",
  "Host *",
  "Host example.org",
  "LocalPort 22",
  "LocalPort 23",
  "LocalPort x",
  "User daemon Address 1.2.3.4",
  "User daemon all",
  "all # comment",
  'User "daemon"',
  "User",
  "Exec /bin/true",
  "invalid-user",
  "RDomain x",
];

const keywords = Object.keys(VALUES);
const plain = fc
  .constantFrom(...keywords)
  .chain((keyword) => fc.constantFrom(...(VALUES[keyword] ?? [""])).map((value) => ({ keyword, value })));

/** How people write a line: case, separator, indentation, comments, line ends. */
const written = fc
  .tuple(
    plain,
    fc.constantFrom("", "", "", "  ", "\t"),
    fc.constantFrom(" ", " ", " ", "  ", "\t", "=", " = ", "=="),
    fc.constantFrom("", "", "", "", "", " ", "\r", " # why", "#", ' "', " 'x'", "\f"),
    fc.constantFrom("as is", "as is", "small", "large"),
  )
  .map(([{ keyword, value }, indent, separator, end, size]) => {
    const name =
      size === "small" ? keyword.toLowerCase() : size === "large" ? keyword.toUpperCase() : keyword;
    return `${indent}${name}${separator}${value}${end}`;
  });

const simple = plain.map(({ keyword, value }) => `${keyword} ${value}`);
const match = fc.constantFrom(...CONDITIONS).map((condition) => `Match ${condition}`);
const include = fc.constantFrom(
  "Include @DIR@/d/*.conf",
  "Include @DIR@/d/1.conf",
  "Include @DIR@/d/[23].conf",
  "Include @DIR@/missing",
  'Include "@DIR@/d/1.conf" @DIR@/d/?.conf',
  "Include",
);
const noise = fc.constantFrom("", "# a comment", "   ", "#PasswordAuthentication no", "\t# x", '"', "Match");

const line = (settings: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 12, arbitrary: settings },
    { weight: 3, arbitrary: match },
    { weight: 2, arbitrary: include },
    { weight: 1, arbitrary: noise },
  );
const text = (settings: fc.Arbitrary<string>, most: number): fc.Arbitrary<string> =>
  fc.array(line(settings), { maxLength: most }).map((lines) => lines.join("\n"));

const files = (settings: fc.Arbitrary<string>): fc.Arbitrary<ReadonlyMap<string, string>> =>
  fc.record({ main: text(settings, 9), one: text(settings, 3), two: text(settings, 3) }).map(
    ({ main, one, two }) =>
      new Map([
        ["sshd_config", main],
        ["d/1.conf", one],
        ["d/2.conf", two],
        ["d/3.txt", "x"],
      ]),
  );

/** Lines of every keyword, written in every way: most such files are refused. */
export const anyConfiguration = files(fc.oneof(simple, written));

/** One or two lines of which every reason to refuse can be seen alone. */
export const shortConfiguration = fc
  .array(fc.oneof({ weight: 4, arbitrary: written }, { weight: 1, arbitrary: match }), {
    minLength: 1,
    maxLength: 2,
  })
  .map((lines) => new Map([["sshd_config", lines.join("\n")]]));

/** Lines that sshd takes, so that many configurations load and differ in their values. */
const good = fc
  .constantFrom(
    ...Object.entries({
      PubkeyAuthentication: FLAGS,
      PasswordAuthentication: FLAGS,
      KbdInteractiveAuthentication: FLAGS,
      PermitRootLogin: ["yes", "no", "prohibit-password", "forced-commands-only"],
      AllowUsers: USERS,
      DenyUsers: USERS,
      AllowGroups: ["daemon", "games wheel", "*"],
      DenyGroups: ["daemon", "adm sudo"],
      AuthorizedKeysFile: [".ssh/authorized_keys", "/etc/keys/%u .ssh/authorized_keys", "none", "%h/.keys"],
      AuthorizedPrincipalsFile: ["none", "/etc/ssh/p/%u"],
      AuthorizedPrincipalsCommandUser: ["nobody"],
      AuthorizedKeysCommandUser: ["nobody", "root"],
      AuthorizedKeysCommand: ["/bin/a", "/bin/b %u", "none"],
      TrustedUserCAKeys: ["/etc/ssh/ca.pub", "none"],
      RevokedKeys: ["/etc/ssh/revoked", "none", "/dev/null"],
      ForceCommand: ["/bin/false", "internal-sftp", "none", "echo a # b"],
      ChrootDirectory: ["/srv/%u", "none"],
      PubkeyAcceptedAlgorithms: KEYS,
      MaxSessions: ["0", "10"],
      MaxAuthTries: ["1", "6"],
      PermitTTY: FLAGS,
      PermitEmptyPasswords: FLAGS,
      RequiredRSASize: ["2048", "3072"],
      AuthenticationMethods: ["publickey", "publickey,password publickey", "any"],
    }),
  )
  .chain(([keyword, values]) => fc.constantFrom(...values).map((value) => `${keyword} ${value}`));
const goodGlobal = fc.constantFrom(
  "Port 22",
  "Port 2222",
  "UsePAM yes",
  "UsePAM no",
  "StrictModes no",
  "StrictModes yes",
  "AddressFamily any",
  "MaxStartups 5",
  "MaxStartups 10:30:60",
  "HostKey /etc/ssh/ssh_host_ed25519_key",
  "AddressFamily inet",
  "ListenAddress 0.0.0.0",
  "Include @DIR@/d/1.conf",
  "Include @DIR@/d/*.conf",
);
const goodMatch = fc
  .constantFrom(
    ...CONDITIONS.filter((each) => !/\/8$|^User$|Exec|invalid|RDomain|LocalPort x|daemon all/u.test(each)),
  )
  .map((condition) => `Match ${condition}`);
const goodInclude = fc.constantFrom(
  "Include @DIR@/d/*.conf",
  "Include @DIR@/d/1.conf",
  "Include @DIR@/missing",
);
const goodText = (most: number): fc.Arbitrary<string> =>
  fc
    .record({
      globals: fc.array(fc.oneof(goodGlobal, good), { maxLength: 5 }),
      rest: fc.array(
        fc.oneof(
          { weight: 6, arbitrary: good },
          { weight: 3, arbitrary: goodMatch },
          { weight: 1, arbitrary: goodInclude },
        ),
        { maxLength: most },
      ),
    })
    .map(({ globals, rest }) => [...globals, ...rest].join("\n"));
const snippet = fc
  .array(fc.oneof({ weight: 4, arbitrary: good }, { weight: 1, arbitrary: goodMatch }), { maxLength: 4 })
  .map((lines) => lines.join("\n"));

export const loadingConfiguration = fc.record({ main: goodText(10), one: snippet, two: snippet }).map(
  ({ main, one, two }): ReadonlyMap<string, string> =>
    new Map([
      ["sshd_config", main],
      ["d/1.conf", one],
      ["d/2.conf", two],
    ]),
);
