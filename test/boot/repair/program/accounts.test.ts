import { declare, HASH } from "../throw-away-root";
import { FIRST, SETTLED, STATUS, underEachShell } from "./under-each-shell";

const HOME = "/home/alice";
const recovery = declare(`account='recovery'\nconsole='yes'\nhash='${HASH}'`);

underEachShell("the repair program, of accounts", [
  {
    does: "makes one that is missing, with its home, key and sudo rule",
    text: `${FIRST}${declare("sudo='ALL=(ALL) NOPASSWD:ALL'\ngroups='adm nosuchgroup'")} repair
      stat -c '%U %a %n' ${HOME} ${HOME}/.bashrc /etc/ssh/latchkey/keys/alice /etc/sudoers.d/latchkey-alice; id -Gn alice
      su alice -s /bin/sh -c 'sudo -n id -un'`,
    prints: `alice 700 ${HOME}\nalice 644 ${HOME}/.bashrc\nroot 644 /etc/ssh/latchkey/keys/alice\nroot 440 /etc/sudoers.d/latchkey-alice\nalice adm\nroot\n`,
  },
  {
    does: "adds a line to a file of passwords that does not end with one",
    text: `${SETTLED} useradd -p '$6$abc' bob; sed -i '/^alice:/d' /etc/shadow; printf %s "$(cat /etc/shadow)" >/shadow; cat /shadow >/etc/shadow; repair; getent shadow bob alice | cut -d: -f1,2`,
    prints: "bob:$6$abc\nalice:*\n",
  },
  {
    does: "gives a deleted one the number that its home still carries",
    text: `${SETTLED} repair; userdel alice; useradd bob; repair; stat -c %U ${HOME}`,
    prints: "alice\n",
  },
  {
    does: "gives a deleted one no number of a folder that was moved to where its home stood",
    text: `${SETTLED} repair; userdel alice; useradd -m -u 1500 carol; mv ${HOME} /old; mv /home/carol ${HOME}; userdel carol
      repair; [ "$(id -u alice)" != "$(stat -c %u ${HOME})" ] && stat -c %u ${HOME}`,
    prints: "1500\n",
  },
  {
    does: "locks and expires one that is no longer declared, and keeps its files",
    text: `${SETTLED} touch ${HOME}/work; ${declare().replaceAll("alice", "bob")} repair
      ls ${HOME} /etc/ssh/latchkey/keys; getent shadow alice | cut -d: -f2,8`,
    prints: `/etc/ssh/latchkey/keys:\nbob\n\n${HOME}:\nwork\n!:1\n`,
  },
  {
    does: "takes one back that is declared again",
    text: `${SETTLED} ${declare().replaceAll("alice", "bob")} repair; ${declare()} repair; getent shadow alice | cut -d: -f8; ls /etc/ssh/latchkey/keys`,
    prints: "\nalice\n",
  },
  {
    does: "leaves those alone that are not declared",
    text: `${SETTLED} repair; useradd -m bob; usermod -L -e 1 -s /usr/sbin/nologin bob; chmod 777 /home/bob; repair; ${STATUS}; stat -c %a /home/bob; getent shadow bob | cut -d: -f8`,
    prints: "result='quiet'\n777\n1\n",
  },
  {
    does: "gives the recovery user its password back",
    text: `${SETTLED} ${recovery} repair; usermod -L recovery; repair
      getent shadow recovery | cut -d: -f2; ${STATUS}; ls -a /home/recovery | grep -c ssh || true`,
    prints: `${HASH}\nresult='repaired'\nrepair='accounts: recovery: password locked or none -> the declared one'\n0\n`,
  },
  {
    does: "reads the hash from a file that came later",
    text: `${SETTLED} ${declare("account='recovery'\nconsole='yes'\nhash_file='/etc/latchkey/hash'")} repair; echo '${HASH}' >/etc/latchkey/hash; repair; getent shadow recovery | cut -d: -f2`,
    prints: `${HASH}\n`,
  },
  {
    does: "reads no hash from where another can write",
    text: `${SETTLED} ${declare("account='recovery'\nconsole='yes'\nhash_file='/home/alice/hash'")} echo '${HASH}' >/home/alice/hash; repair; getent shadow recovery | cut -d: -f2`,
    prints: "!\n",
  },
  {
    does: "prints neither a key nor a hash",
    text: `${SETTLED} ${recovery} rm -r ${HOME}; userdel alice; rm /etc/ssh/latchkey/keys/alice; repair 2>&1; usermod -L recovery; repair 2>&1
      cat /dev/console /var/lib/latchkey/status /var/lib/latchkey/log`,
    prints: /declared one/,
    not: /AAAA|saltsalt/,
  },
  {
    does: "evaluates nothing that the configuration says",
    text: `${FIRST}${declare("sudo='$(touch /pwned)'\nshell='`touch /pwned`'\ngroups='$(touch /pwned)'\nhash='\\$(touch /pwned)'")} repair >/dev/null 2>&1
      ls /pwned 2>&1 || true; id -un alice`,
    prints: /^ls: .*\nalice\n$/,
  },
  {
    does: "does not use a configuration that others can write",
    text: `${SETTLED} chmod 666 /etc/latchkey/repair.conf; chmod 777 ${HOME}; repair 2>/dev/null || echo "ends with $?"; ${STATUS}; stat -c %a ${HOME}`,
    prints: /^ends with 1\nresult='failed'\nfailure='\S+ missing, or others can write it; not used'\n777\n$/,
  },
  {
    does: "tells each line of the configuration that it cannot use, and goes on",
    text: `${SETTLED} ${declare("nonsense\ncolour='red'\naccount='../../etc'\naccount='bob'\nkey='no key'")} chmod 777 ${HOME}; repair 2>/dev/null; ${STATUS}; stat -c %a ${HOME}`,
    prints:
      /line 4 makes no sense; passed over'\nfailure='.*line 5 makes no sense; passed over'\nfailure='.*line 6 makes no sense; passed over'\n[^]*700\n$/,
  },
  {
    does: "sees to the others where one field cannot be written",
    text: `${SETTLED} mount --bind /etc/passwd /etc/passwd; sed 's#:/bin/bash$#:/usr/sbin/nologin#' /etc/passwd >/p; cat /p >/etc/passwd
      rm /etc/ssh/latchkey/keys/alice; repair 2>/dev/null; ${STATUS} | grep -v '^note'; ls /etc/ | grep latchkey-new || echo none left`,
    prints: /^result='failed'\nfailure='accounts: alice: shell \S+ -> \S+ failed'\n[^]*none left/,
  },
  {
    does: "lets everyone read the status, and only root what it keeps",
    text: `${SETTLED} su nobody -s /bin/sh -c 'head -n 1 /var/lib/latchkey/status; cat /etc/latchkey/repair.conf /var/lib/latchkey/good/etc/ssh/sshd_config 2>&1 | grep -c denied'`,
    prints: "version='1'\n2\n",
  },
]);
