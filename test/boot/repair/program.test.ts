import { describeInLab } from "../lab/requirements";
import { declare, HASH, inRoot, KEY, OWN_KEY, SHELLS } from "./throw-away-root";

const HOME = "/home/alice";
const KEYS = `${HOME}/.ssh/authorized_keys`;
const STATUS = "grep -E '^(repair|failure|result)=' /var/lib/latchkey/status";

/** Boots once in good order: alice is there, with what is declared. */
const settled = `ssh-keygen -A >/dev/null; mkdir -p /run/sshd; ${declare()} repair; `;

interface Case {
  readonly does: string;
  readonly text: string;
  readonly prints: RegExp | string;
  readonly not?: RegExp;
}

const CASES: readonly Case[] = [
  {
    does: "says nothing and changes nothing when all is well",
    text: `${settled} touch /mark; sleep 0.02; repair >/out 2>&1; : >/dev/console; repair
      cat /out /dev/console; grep result /var/lib/latchkey/status
      find /etc /home /usr /var -newer /mark -type f`,
    prints: "result='quiet'\n/var/lib/latchkey/status\n",
  },
  {
    does: "makes an account that is missing, with its home, key and sudo rule",
    text: `ssh-keygen -A >/dev/null; ${declare("sudo='ALL=(ALL) NOPASSWD:ALL'\ngroups='adm nosuchgroup'")} repair
      stat -c '%U %a %n' ${HOME} ${HOME}/.ssh ${KEYS} ${HOME}/.bashrc /etc/sudoers.d/latchkey-alice; id -Gn alice
      su alice -s /bin/sh -c 'sudo -n id -un'`,
    prints: `alice 700 ${HOME}\nalice 700 ${HOME}/.ssh\nalice 600 ${KEYS}\nalice 644 ${HOME}/.bashrc\nroot 440 /etc/sudoers.d/latchkey-alice\nalice adm\nroot\n`,
  },
  {
    does: "gives a deleted account the number that its files still carry",
    text: `${settled} userdel alice; useradd bob; repair; stat -c %U ${HOME}`,
    prints: "alice\n",
  },
  {
    does: "leaves people's own keys, and puts the declared one back above them",
    text: `${settled} echo '${OWN_KEY}' >${KEYS}; repair; cat ${KEYS}`,
    prints: `# begin latchkey: kept as declared, put back at each boot\n${KEY}\n# end latchkey\n${OWN_KEY}\n`,
  },
  {
    does: "takes out a key that is no longer declared, also where it stands outside the block",
    text: `${settled} echo '${KEY}' >>${KEYS}; echo '${OWN_KEY}' >>${KEYS}
      ${declare().replace(KEY, OWN_KEY)} repair; cat ${KEYS}; ${STATUS}`,
    prints:
      /^# begin[^\n]*\n[^\n]*of alice\n# end latchkey\nresult='repaired'\nrepair='keys: \S+ 0 put back, 1 taken out'\n$/,
  },
  {
    does: "does not swallow other keys when the end of its block was lost",
    text: `${settled} sed -i '/^# end/d' ${KEYS}; echo '${OWN_KEY}' >>${KEYS}; repair; repair; cat ${KEYS}`,
    prints: `# begin latchkey: kept as declared, put back at each boot\n${KEY}\n# end latchkey\n${OWN_KEY}\n`,
  },
  {
    does: "puts the plain key before a line that ties it to a command",
    text: `${settled} echo 'command="/bin/false" ${KEY}' >${KEYS}; repair; sed -n 2p ${KEYS}; tail -n 1 ${KEYS} | cut -c1-7`,
    prints: `${KEY}\ncommand\n`,
  },
  {
    does: "locks and expires an account that is no longer declared, and keeps its files",
    text: `${settled} echo '${OWN_KEY}' >>${KEYS}; touch ${HOME}/work
      ${declare().replaceAll("alice", "bob")} repair; cat ${KEYS}; ls ${HOME}; getent shadow alice | cut -d: -f2,8`,
    prints: `${OWN_KEY}\nwork\n!:1\n`,
  },
  {
    does: "takes an account back that is declared again",
    text: `${settled} ${declare().replaceAll("alice", "bob")} repair; ${declare()} repair; getent shadow alice | cut -d: -f8; wc -l <${KEYS}`,
    prints: "\n3\n",
  },
  {
    does: "reads no file through a link in place of authorized_keys",
    text: `${settled} ln -sf /etc/shadow ${KEYS}; before=$(md5sum </etc/shadow); repair
      cat ${KEYS}; [ "$before" = "$(md5sum </etc/shadow)" ]; stat -c '%U %a' /etc/shadow`,
    prints: `# begin latchkey: kept as declared, put back at each boot\n${KEY}\n# end latchkey\nroot 640\n`,
  },
  {
    does: "changes no folder through a link in place of .ssh",
    text: `${settled} rm -r ${HOME}/.ssh; ln -s /etc ${HOME}/.ssh; repair; stat -c '%U %a' /etc; ls /etc/authorized_keys 2>&1 || true; cat ${KEYS} | sed -n 2p`,
    prints: new RegExp(`^root 755\nls: .*\n${KEY.replaceAll("+", "\\+")}\n$`),
  },
  {
    does: "changes no folder through a link in place of the home",
    text: `${settled} mv ${HOME} /old; ln -s /etc ${HOME}; repair; stat -c '%U %a' /etc; stat -c '%F %U' ${HOME}; readlink ${HOME}.latchkey-aside`,
    prints: "root 755\ndirectory alice\n/etc\n",
  },
  {
    does: "follows a link to a home that is the account's own",
    text: `${settled} mkdir /data; mv ${HOME} /data/alice; ln -s /data/alice ${HOME}; chmod 777 /data/alice; repair; stat -c %a /data/alice; readlink ${HOME}`,
    prints: "755\n/data/alice\n",
  },
  {
    does: "sees to a home elsewhere, and to the folders above it",
    text: `${settled} mkdir /data; usermod -m -d /data/alice alice; chmod 700 /data; chmod 777 /data/alice; repair; stat -c %a /data /data/alice`,
    prints: "711\n755\n",
  },
  {
    does: "leaves what lies in the home as it is",
    text: `${settled} touch ${HOME}/theirs; chown 1234 ${HOME}/theirs; chmod 666 ${HOME}/theirs; chown 1234 ${HOME}; repair; stat -c '%u %a' ${HOME}/theirs`,
    prints: "1234 666\n",
  },
  {
    does: "leaves modes alone that keep nobody out",
    text: `${settled} chmod 711 ${HOME}; chmod 755 ${HOME}/.ssh; chmod 644 ${KEYS}; repair; ${STATUS}; stat -c %a ${HOME} ${HOME}/.ssh ${KEYS}`,
    prints: "result='quiet'\n711\n755\n644\n",
  },
  {
    does: "leaves accounts alone that are not declared",
    text: `${settled} useradd -m bob; usermod -L -e 1 -s /usr/sbin/nologin bob; chmod 777 /home/bob; repair; ${STATUS}; stat -c %a /home/bob`,
    prints: "result='quiet'\n777\n",
  },
  {
    does: "gives the recovery user its password back",
    text: `${settled} ${declare(`account='recovery'\nhash='${HASH}'`)} repair; usermod -L recovery; repair
      getent shadow recovery | cut -d: -f2; ${STATUS}; ls -a /home/recovery | grep -c ssh || true`,
    prints: `${HASH}\nresult='repaired'\nrepair='accounts: recovery: password locked or none -> the declared one'\n0\n`,
  },
  {
    does: "reads the hash from a file that came later",
    text: `${settled} ${declare("account='recovery'\nhash_file='/etc/latchkey/hash'")} repair; echo '${HASH}' >/etc/latchkey/hash; repair; getent shadow recovery | cut -d: -f2`,
    prints: `${HASH}\n`,
  },
  {
    does: "prints neither a key nor a hash",
    text: `${settled} ${declare(`account='recovery'\nhash='${HASH}'`)} rm -r ${HOME}; userdel alice; repair 2>&1; usermod -L recovery; repair 2>&1
      cat /dev/console /var/lib/latchkey/status /var/lib/latchkey/log`,
    prints: /declared one/,
    not: /AAAA|saltsalt/,
  },
  {
    does: "evaluates nothing that the configuration says",
    text: `ssh-keygen -A >/dev/null; ${declare("sudo='$(touch /pwned)'\nshell='`touch /pwned`'\ngroups='$(touch /pwned)'\nhome='/home/$(touch /pwned)'\nhash='\\$(touch /pwned)'")} repair >/dev/null 2>&1
      ls /pwned 2>&1 || true; id -un alice`,
    prints: /^ls: .*\nalice\n$/,
  },
  {
    does: "does not use a configuration that others can write",
    text: `${settled} chmod 666 /etc/latchkey/repair.conf; chmod 777 ${HOME}; repair 2>/dev/null || echo "ends with $?"; ${STATUS}; stat -c %a ${HOME}`,
    prints: /^ends with 1\nresult='failed'\nfailure='\S+ others than root can write it; not used'\n777\n$/,
  },
  {
    does: "tells each line of the configuration that it cannot use, and goes on",
    text: `${settled} ${declare("nonsense\ncolour='red'\naccount='../../etc'\naccount='bob'\nkey='no key'")} chmod 777 ${HOME}; repair 2>/dev/null; ${STATUS}; stat -c %a ${HOME}`,
    prints:
      /no setting; passed over'\nfailure='.*unknown setting; passed over'\nfailure='.*no valid account; passed over'\n[^]*755\n$/,
  },
  {
    does: "goes on with the next step where one fails",
    text: `${settled} mount --bind /etc/passwd /etc/passwd; usermod -e 1 alice 2>/dev/null || true; sed -i 's/^alice:\\(.*\\):[^:]*$/alice:\\1:\\/usr\\/sbin\\/nologin/' /etc/passwd 2>/dev/null || { sed 's#:/bin/bash$#:/usr/sbin/nologin#' /etc/passwd >/p; cat /p >/etc/passwd; }
      rm ${KEYS}; repair 2>/dev/null; ${STATUS}; ls /etc/ | grep latchkey-new || echo none left`,
    prints:
      /^result='failed'\nfailure='accounts: alice: shell \S+ could not be changed'\n[^]*repair='keys: \S+ 1 put back[^]*none left/,
  },
  {
    does: "leaves a part alone that is switched off",
    text: `${settled} ${declare("", "off='modes keys'")} chmod 777 ${HOME}; rm ${KEYS}; usermod -e 1 alice; repair; stat -c %a ${HOME}; ls ${HOME}/.ssh; getent shadow alice | cut -d: -f8`,
    prints: "777\n\n",
  },
  {
    does: "puts only the sshd file back that is to blame",
    text: `${settled} sed -i '1i Banner /etc/issue' /etc/ssh/sshd_config; echo 'PubkeyAuthentication no' >/etc/ssh/sshd_config.d/1.conf; repair
      head -n 1 /etc/ssh/sshd_config; ls /etc/ssh/sshd_config.d /var/lib/latchkey/replaced`,
    prints: "Banner /etc/issue\n/etc/ssh/sshd_config.d:\n\n/var/lib/latchkey/replaced:\n1.conf\n",
  },
  {
    does: "takes single lines out of force where no good copy is known",
    text: `ssh-keygen -A >/dev/null; printf 'PubkeyAuthentication no\\nAllowUsers bob\\nPort 2222\\nNonsense\\n' | cat - /etc/ssh/sshd_config >/c; cat /c >/etc/ssh/sshd_config
      ${declare()} repair; head -n 5 /etc/ssh/sshd_config; sshd -t`,
    prints:
      "AllowUsers alice\n#latchkey: PubkeyAuthentication no\nAllowUsers bob\n#latchkey: Port 2222\n#latchkey: Nonsense\n",
  },
  {
    does: "lets in who is declared later, where AllowUsers names the others",
    text: `${settled} sed -i '1i AllowUsers alice' /etc/ssh/sshd_config; repair; ${STATUS}; ${declare(`account='bob'\nkey='${OWN_KEY}'`)} repair; head -n 2 /etc/ssh/sshd_config`,
    prints: "result='quiet'\nAllowUsers bob\nAllowUsers alice\n",
  },
  {
    does: "leaves a rule alone that only narrows where from",
    text: `${settled} printf 'AllowUsers alice@10.0.0.0/8\\nMatch Address *,!10.0.0.0/8\\nX11Forwarding no\\n' >/etc/ssh/sshd_config.d/1.conf; repair; ${STATUS}`,
    prints: "result='quiet'\n",
  },
  {
    does: "marks the mount that failed nofail, and no other line",
    text: `${settled} printf '# disks\\nLABEL=root / ext4 defaults 0 1\\nUUID=1-2 /data\\nproc /proc proc defaults 0 0\\nsrv:/x /srv/x nfs defaults 0 0\\nLABEL=s none swap sw 0 0\\ntmpfs /mnt tmpfs noauto 0 0\\n' >/etc/fstab; repair; cat /etc/fstab`,
    prints:
      "# disks\nLABEL=root / ext4 defaults 0 1\nUUID=1-2 /data auto defaults,nofail,x-systemd.device-timeout=30s\nproc /proc proc defaults 0 0\nsrv:/x /srv/x nfs defaults,nofail 0 0\nLABEL=s none swap sw 0 0\ntmpfs /mnt tmpfs noauto 0 0\n",
  },
  {
    does: "puts the line of the root file system back",
    text: `${settled} echo 'LABEL=root / ext4 defaults 0 1' >/etc/fstab; repair; echo 'proc /proc proc defaults 0 0' >/etc/fstab; repair; cat /etc/fstab`,
    prints: "LABEL=root / ext4 defaults 0 1\nproc /proc proc defaults 0 0\n",
  },
  {
    does: "lets everyone read the status, and only root what it keeps",
    text: `${settled} su nobody -s /bin/sh -c 'head -n 1 /var/lib/latchkey/status; cat /etc/latchkey/repair.conf /var/lib/latchkey/keys/alice 2>&1 | grep -c denied'`,
    prints: "version='1'\n2\n",
  },
];

describeInLab("the repair program, under each shell,", () => {
  it.each(CASES)(
    "$does",
    async ({ text, prints, not }) => {
      const outcomes = await Promise.all(
        SHELLS.map(async (shell) => [shell, await inRoot(shell, text)] as const),
      );
      for (const [shell, { code, stdout, stderr }] of outcomes) {
        expect({ shell, code, stdout, stderr }).toEqual({
          shell,
          code: 0,
          stdout: typeof prints === "string" ? prints : expect.stringMatching(prints),
          stderr: expect.any(String),
        });
        if (not) expect(stdout + stderr).not.toMatch(not);
      }
    },
    60_000,
  );
});
