import { declare, HASH, KEY, OWN_KEY } from "../throw-away-root";
import { FIRST, SETTLED, STATUS, underEachShell } from "./under-each-shell";

const DROP_IN = "/etc/ssh/sshd_config.d/00-latchkey.conf";
const OWNERS = "/etc/ssh/sshd_config.d/10-owner.conf";
const owner = (...lines: readonly string[]): string =>
  `cat >${OWNERS} <<'LINES'\n${lines.join("\n")}\nLINES\n`;
/** What sshd holds for an account, by the keywords in question. */
const holds = (account: string, ...keywords: readonly string[]): string =>
  `sshd -T -C user=${account},host=c,addr=203.0.113.9,laddr=10.0.0.5,lport=22 | grep -E '^(${keywords.join("|")}) ' | sort; `;
const keepOpen = declare("", "keep_open='yes'");
const untouched = `md5sum <${OWNERS} | cmp - /sum && echo as it was; `;
const sum = `md5sum <${OWNERS} >/sum; `;

underEachShell("the repair program, of sshd", [
  {
    does: "pins what opens it to each account with keys, and keeps passwords of the console off the network",
    text: `${FIRST}${declare(`account='recovery'\nconsole='yes'\nhash='${HASH}'\naccount='bob'`)} repair; cat ${DROP_IN}; stat -c '%U %a' ${DROP_IN}; sshd -t`,
    prints: `# Written by latchkey-repair at each boot
Match User alice LocalAddress *,!192.0.2.1
  AuthorizedKeysFile=/etc/ssh/latchkey/keys/%u .ssh/authorized_keys .ssh/authorized_keys2
  PubkeyAuthentication yes
  MaxSessions 10
  MaxAuthTries 6
  AllowUsers alice
  AllowGroups *
  DenyUsers latchkey:none
  DenyGroups latchkey:none
Match User recovery
  PasswordAuthentication no
  KbdInteractiveAuthentication no
  DenyUsers recovery
root 644
`,
  },
  {
    does: "opens to the account what the owner's files shut, and leaves the files and the others as they are",
    text: `${SETTLED} ${owner("PubkeyAuthentication no", "AllowUsers git", "DenyUsers alice mallory", "AllowGroups nobodies", "DenyGroups alice", "MaxSessions 0", "MaxAuthTries 0", "AuthorizedKeysFile /etc/ssh/central/%u", "PubkeyAcceptedAlgorithms rsa-sha2-512")}${sum}repair; ${untouched}
      ${holds("alice", "pubkeyauthentication", "allowusers", "denyusers", "allowgroups", "denygroups", "maxsessions", "maxauthtries", "authorizedkeysfile", "pubkeyacceptedalgorithms")}
      ${holds("git", "pubkeyauthentication", "allowusers", "denyusers", "authorizedkeysfile")} ${STATUS}`,
    prints: `as it was
allowgroups *
allowusers alice
authorizedkeysfile /etc/ssh/latchkey/keys/%u /etc/ssh/central/%u
denygroups latchkey:none
denyusers latchkey:none
maxauthtries 6
maxsessions 10
pubkeyacceptedalgorithms rsa-sha2-512,ssh-ed25519
pubkeyauthentication yes
allowusers git
authorizedkeysfile /etc/ssh/central/%u
denyusers alice
denyusers mallory
pubkeyauthentication no
result='repaired'
repair='pins: ${DROP_IN}: not as it should be -> written'
`,
  },
  {
    does: "keeps the owner's own limits",
    text: `${SETTLED} ${owner("MaxSessions 3", "MaxAuthTries 2")} repair; ${holds("alice", "maxsessions", "maxauthtries")}`,
    prints: "maxauthtries 2\nmaxsessions 3\n",
  },
  {
    does: "leaves second factors and jails alone, and tells them with their line",
    text: `${SETTLED} ${owner("AuthenticationMethods publickey,password", "Match User alice", "ForceCommand internal-sftp", "ChrootDirectory /srv")}${sum}repair; ${untouched} ${STATUS}; ${holds("alice", "authenticationmethods", "forcecommand", "chrootdirectory")}`,
    prints: `as it was
result='quiet'
note='pins: AuthenticationMethods (${OWNERS} line 1) asks more than a key of alice; left, it may be meant'
note='pins: ForceCommand (${OWNERS} line 3) decides what runs for alice; left, it may be meant'
authenticationmethods publickey,password
chrootdirectory /srv
forcecommand internal-sftp
`,
  },
  {
    does: "says that what nobody gets through keeps the account out",
    text: `${SETTLED} ${owner("AuthenticationMethods password", "ForceCommand /bin/false", "ChrootDirectory /srv", "RevokedKeys /etc/ssh/revoked")} repair; ${STATUS}`,
    prints: `result='failed'
failure='pins: AuthenticationMethods (${OWNERS} line 1) keeps alice out; left, it may be meant'
failure='pins: RevokedKeys (${OWNERS} line 4) keeps alice out; left, it may be meant'
failure='pins: ForceCommand (${OWNERS} line 2) keeps alice out; left, it may be meant'
failure='pins: ChrootDirectory (${OWNERS} line 3) keeps alice out; left, it may be meant'
`,
  },
  {
    does: "lets the key alone open where that is said, for the declared accounts alone",
    text: `${SETTLED} ${keepOpen} ${owner("AuthenticationMethods publickey,password", "ForceCommand /bin/false", "ChrootDirectory /srv", "PermitTTY no", "RevokedKeys /etc/ssh/revoked")}${sum}repair; ${untouched}
      ${holds("alice", "authenticationmethods", "forcecommand", "chrootdirectory", "permittty", "revokedkeys")} ${holds("git", "authenticationmethods", "forcecommand", "revokedkeys")} ${STATUS} | head -n 1`,
    prints: `as it was
authenticationmethods publickey publickey,password
chrootdirectory none
forcecommand none
permittty yes
revokedkeys /dev/null
authenticationmethods publickey,password
forcecommand /bin/false
revokedkeys /etc/ssh/revoked
result='repaired'
`,
  },
  {
    does: "keeps a list of revoked keys that can be read",
    text: `${SETTLED} ${keepOpen} touch /etc/ssh/revoked; ${owner("RevokedKeys /etc/ssh/revoked")} repair; ${holds("alice", "revokedkeys")}`,
    prints: "revokedkeys /etc/ssh/revoked\n",
  },
  {
    does: "keeps a rule that only narrows where from",
    text: `${SETTLED} ${owner("AllowUsers git alice@10.0.0.0/8", "DenyUsers *@192.168.7.7", "Match Address *,!10.0.0.0/8", "PubkeyAuthentication no", "MaxSessions 1")} ip link add d0 type veth peer name d1; ip addr add 10.0.0.5/8 dev d0; ip link set d0 up
      repair; ${STATUS} | head -n 1; ${holds("alice", "pubkeyauthentication", "allowusers", "denyusers", "maxsessions")}`,
    prints:
      "result='repaired'\nallowusers alice@10.0.0.0/8\ndenyusers *@192.168.7.7\nmaxsessions 1\npubkeyauthentication no\n",
  },
  {
    does: "tells with its line what another block for the account still shuts",
    text: `${SETTLED} ${owner("Match User alice", "DenyUsers alice")} repair; ${STATUS} | grep failure`,
    prints: `failure='pins: DenyUsers (${OWNERS} line 2) keeps alice out; left, it may be meant'\n`,
  },
  {
    does: "listens where a client can reach it, and where the owner has it",
    text: `${SETTLED} ${owner("Port 2222")} repair; sshd -T | grep -E '^port'; ${owner("ListenAddress 127.0.0.1:2222")} repair; sshd -T | grep ^listen
      ${owner("Port 2222")} ${declare("", "ports='2222'")} repair; sshd -T | grep -E '^port'; rm ${OWNERS}; ${declare()} repair; grep -cE 'Port|Listen' ${DROP_IN} || true`,
    prints:
      "port 22\nport 2222\nlistenaddress 0.0.0.0:22\nlistenaddress [::]:22\nlistenaddress 127.0.0.1:2222\nport 2222\n0\n",
  },
  {
    does: "leaves sshd able to start where the owner asks a second factor above the drop-ins later on",
    text: `${FIRST}${keepOpen} repair; sed -i '1i KbdInteractiveAuthentication yes\\nAuthenticationMethods publickey,keyboard-interactive' /etc/ssh/sshd_config; sshd -t; repair; ${holds("alice", "authenticationmethods")}`,
    prints: "authenticationmethods publickey publickey,keyboard-interactive\n",
  },
  {
    does: "makes no two files of one whose name has a blank",
    text: `${SETTLED} ${owner('AuthorizedKeysFile "/etc/ssh/my keys/%u"')} repair 2>/dev/null; grep -c AuthorizedKeysFile ${DROP_IN} || true; ${STATUS} | grep blank`,
    prints:
      "0\nfailure='pins: AuthorizedKeysFile has a name with a blank: the declared keys are not pinned'\n",
  },
  {
    does: "asks for no address of a family that the owner has switched off",
    text: `${SETTLED} ${owner("AddressFamily inet", "ListenAddress 127.0.0.1")} repair; sshd -t; sed '/^Match/,$d' ${DROP_IN}; ${STATUS} | head -n 1`,
    prints: /^#.*\nListenAddress 0\.0\.0\.0:22\nresult='repaired'\n$/,
  },
  {
    does: "gives way where a pin of the last boot no longer goes with what the owner says",
    text: `${SETTLED} ${owner("ListenAddress 127.0.0.1")} repair; ${owner("AddressFamily inet", "ListenAddress 0.0.0.0")} ${sum} repair; ${untouched} sshd -t; sed '/^Match/,$d' ${DROP_IN}`,
    prints: /^as it was\n#.*\n$/,
  },
  {
    does: "adds what the host key signs where the list has only what another kind of key signs",
    text: `${FIRST}rm /etc/ssh/ssh_host_*; ssh-keygen -q -t ed25519 -N '' -f /etc/ssh/ssh_host_ed25519_key; ${declare()} ${owner("HostKey /etc/ssh/ssh_host_ed25519_key", "HostKeyAlgorithms rsa-sha2-256")} repair; sed '/^Match/,$d' ${DROP_IN}`,
    prints: /^#.*\nHostKeyAlgorithms rsa-sha2-256,ssh-ed25519\n$/,
  },
  {
    does: "leaves what is narrowed by address narrowed, whatever its name has been",
    text: `${SETTLED} ${owner("PubkeyAcceptedAlgorithms rsa-sha2-512", "Match Address *,!127.0.0.1", "PubkeyAcceptedAlgorithms ssh-ed25519")} repair; grep -c Accepted ${DROP_IN} || true`,
    prints: "0\n",
  },
  {
    does: "takes no file for a host key that a user can exchange, through however many links",
    text: `${SETTLED} useradd -m bob; install -d -o bob /home/bob/k; ln -s /etc/passwd /home/bob/k/one; ln -s /home/bob/k/one /etc/ssh/two
      ${owner("HostKey /home/bob/k/one", "HostKey /etc/ssh/two", "HostKey /etc/ssh/ssh_host_rsa_key")} chmod 666 /etc/passwd; repair; stat -c %a /etc/passwd; ls /etc/ssh/two /home/bob/k`,
    prints: "666\n/etc/ssh/two\n\n/home/bob/k:\none\n",
  },
  {
    does: "adds what clients speak where the lists have nothing of it, and takes it back when they have",
    text: `${SETTLED} ${owner("Ciphers 3des-cbc", "KexAlgorithms diffie-hellman-group1-sha1", "HostKeyAlgorithms ssh-dss", "LoginGraceTime 1")} repair; sed '/^Match/,$d' ${DROP_IN}; repair; ${STATUS}
      ${owner("Ciphers aes128-ctr")} repair; sed '/^Match/,$d' ${DROP_IN}; rm ${OWNERS}; repair; sed '/^Match/,$d' ${DROP_IN}`,
    prints:
      /^#.*\nLoginGraceTime 120\nCiphers 3des-cbc,aes128-gcm@openssh.com\nKexAlgorithms .*group1-sha1,.*\nHostKeyAlgorithms ssh-dss,.*\nresult='quiet'\n#.*\n#.*\n$/,
  },
  {
    does: "puts the text back that last loaded, and keeps the one that was found",
    text: `${SETTLED} sed -i '1i Banner /etc/issue' /etc/ssh/sshd_config; ${owner("MaxSessions 5", "PasswordAuthentication no")} repair; ${owner("PasswordAuthentication nno", "MaxSessions 4")} repair
      cat ${OWNERS} /var/lib/latchkey/replaced/10-owner.conf; head -n 1 /etc/ssh/sshd_config; sshd -t`,
    prints:
      "MaxSessions 5\nPasswordAuthentication no\nPasswordAuthentication nno\nMaxSessions 4\nBanner /etc/issue\n",
  },
  {
    does: "takes the one line out of force of a file that never loaded, and opens nothing by it",
    text: `${FIRST}${owner("MaxSessions 5", "PermitTunnel no", "Hardening yes", "PasswordAuthentication nno", "X11Forwarding no")}${declare()} repair; cat ${OWNERS}; sshd -t; cat /var/lib/latchkey/replaced/10-owner.conf | wc -l`,
    prints:
      "MaxSessions 5\nPermitTunnel no\n#latchkey: Hardening yes\n#latchkey: PasswordAuthentication nno\npasswordauthentication no\nX11Forwarding no\n5\n",
  },
  {
    does: "takes a block with the Match line that is wrong, so that it is not about everybody",
    text: `${FIRST}${owner("Match Usr git", "ForceCommand /bin/false", "Match User git", "X11Forwarding no")}${declare()} repair; cat ${OWNERS}; sshd -t`,
    prints:
      "#latchkey: Match Usr git\n#latchkey: ForceCommand /bin/false\nMatch User git\nX11Forwarding no\n",
  },
  {
    does: "finds the file that is to blame where sshd names no line",
    text: `${SETTLED} ${owner("AuthenticationMethods publickey", "PubkeyAuthentication no")} repair; ls ${OWNERS} 2>&1 | grep -c 'No such' ; ls /var/lib/latchkey/replaced; sshd -t`,
    prints: "1\n10-owner.conf\n",
  },
  {
    does: "brings its pins in where the main file includes none",
    text: `${SETTLED} printf 'PubkeyAuthentication no\\nMatch User git\\nX11Forwarding no\\n' >/etc/ssh/sshd_config; repair; head -n 2 /etc/ssh/sshd_config; ${holds("alice", "pubkeyauthentication", "authorizedkeysfile")} repair; ${STATUS}`,
    prints: `Include ${DROP_IN}\nPubkeyAuthentication no\nauthorizedkeysfile /etc/ssh/latchkey/keys/%u .ssh/authorized_keys .ssh/authorized_keys2\npubkeyauthentication yes\nresult='quiet'\n`,
  },
  {
    // A wrapper turns the keyword away as a release before 8.2 does.
    does: "writes its blocks into the main file before its first Match, or to its end, where sshd knows no Include",
    text: `${FIRST} mv /usr/sbin/sshd /usr/sbin/sshd.real; cat >/usr/sbin/sshd <<'OLD'
#!/bin/sh
file=/etc/ssh/sshd_config
for word in "$@"; do [ "\${previous-}" != -f ] || file=$word; previous=$word; done
if grep -qi '^include' "$file"; then echo "$file: line 1: Bad configuration option: Include" >&2; exit 255; fi
exec /usr/sbin/sshd.real "$@"
OLD
      chmod 755 /usr/sbin/sshd; printf 'UsePAM yes\\nMaxSessions 0\\nMaxStartups 10:30:100\\n' >/etc/ssh/sshd_config; rm -r /etc/ssh/sshd_config.d
      ${declare()} repair; sed -n '1,6p;$p' /etc/ssh/sshd_config; ${holds("alice", "maxsessions")} echo 'PermitTunnel no' >>/etc/ssh/sshd_config; repair; tail -n 1 /etc/ssh/sshd_config; ${STATUS} | head -n 1
      repair; ${STATUS}; printf 'Match User git\\n  MaxSessions 3\\n' >>/etc/ssh/sshd_config; repair; tail -n 3 /etc/ssh/sshd_config; repair; ${STATUS}`,
    prints:
      /^UsePAM yes\nMaxSessions 0\nMaxStartups 10:30:100\n# begin latchkey.*\n# Written.*\nMatch User alice.*\n# end latchkey\nmaxsessions 10\n# end latchkey\nresult='repaired'\nresult='quiet'\n# end latchkey\nMatch User git\n  MaxSessions 3\nresult='quiet'\n$/,
  },
  {
    does: "drops a pin that this sshd does not know",
    text: `${SETTLED} ${keepOpen} repair; grep -ci refuseconnection ${DROP_IN} || true; sshd -t; ${STATUS} | tail -n 1`,
    prints: /^0\n.*written'\n$/,
  },
  {
    does: "leaves its own drop-in to what is switched on",
    text: `${SETTLED} ${declare("", "off='sshd'")} repair; cat ${DROP_IN} | tail -n +2; ${declare("", "off='sshd keys'")} repair; ls ${DROP_IN} 2>&1 | grep -c 'No such'`,
    prints:
      "Match User alice LocalAddress *,!192.0.2.1\n  AuthorizedKeysFile=/etc/ssh/latchkey/keys/%u .ssh/authorized_keys .ssh/authorized_keys2\n1\n",
  },
  {
    does: "lets root in where it is declared",
    text: `${FIRST}${declare(`account='root'\nkey='${OWN_KEY}'`)} ${owner("PermitRootLogin no")} repair; ${holds("root", "permitrootlogin")} cat /etc/ssh/latchkey/keys/*`,
    prints: `permitrootlogin without-password\n${KEY}\n${OWN_KEY}\n`,
  },
]);
