import * as fc from "fast-check";
import { command, type Effect, KEY_FILE, oneOf, PEOPLES_KEY, told, word, words } from "./effect";

const HOME = "/home/admin";
const SSH = `${HOME}/.ssh`;
// What sshd's StrictModes walks counts most; beside it are neighbours that look alike.
const path = word(HOME, HOME, SSH, SSH, KEY_FILE, KEY_FILE, "/home", "~admin", "/root", "/srv", "/etc/ssh");
const MODES = "777 770 775 755 750 700 711 666 664 644 640 600 400 000 0755 1777 2775".split(" ");
const SYMBOLS = "g+w o+w a+rwX u+rwx,go-w go-rwx u-r u-x a-w u=rwX,go= g-w,o-w +x".split(" ");

const modes = fc.oneof(
  words(word("chmod"), word(...MODES), path),
  words(word("chmod"), word(...SYMBOLS), path),
  words(
    word("chmod -R"),
    word("777", "700", "755", "600", "u=rwX,go=", "g+w", "a+rX", "o-w", "go-rwx"),
    path,
  ),
  oneOf(`chmod 600 ${SSH}/*`, `chmod -R 777 ${HOME}/app`, `chmod 700 ${HOME} ${SSH}`, `chmod 777 /`),
);

const owners = fc.oneof(
  words(
    word("chown", "chown -R"),
    word(
      "root",
      "root:root",
      "admin",
      "admin:admin",
      "admin:",
      "nobody",
      "www-data:www-data",
      ":users",
      "app",
    ),
    path,
  ),
  oneOf(
    `chgrp users ${HOME}`,
    `chgrp -R sudo ${SSH}`,
    `chown --reference=/root ${SSH}`,
    `chown 1000:1000 ${HOME}`,
  ),
);

const trees = oneOf(
  `mkdir -p ${SSH}`,
  `mkdir -m 777 ${HOME}/app`,
  `mkdir -p ${HOME}/app/storage`,
  `install -d -m 700 -o admin -g admin ${SSH}`,
  `install -m 600 /dev/null ${KEY_FILE}`,
  `rm -rf ${SSH}`,
  `rm -f ${KEY_FILE}`,
  `rm -rf ${HOME}/*`,
  `rm -rf ${HOME}/app /tmp/build`,
  `rmdir ${SSH}`,
  `rm -f /root/.ssh/authorized_keys`,
  `rm -rf ${HOME}/.ssh.bak`,
);

const copies = oneOf(
  `cp -a ${SSH} ${HOME}/.ssh.bak`,
  `mv ${SSH} ${HOME}/.ssh.bak`,
  `mv ${HOME}/.ssh.bak ${SSH}`,
  `cp ${KEY_FILE} /tmp/keys`,
  `mv ${KEY_FILE} ${KEY_FILE}.old`,
  `cp -p ${KEY_FILE}.old ${KEY_FILE}`,
  `cp /dev/null ${KEY_FILE}`,
  `cp -r ${SSH} /srv/`,
  `mv ${HOME} /srv/admin`,
  `cp -a ${HOME} /srv/`,
  `ln -s /srv/admin ${HOME}`,
);

const touches = oneOf(
  `touch ${KEY_FILE}`,
  `touch ${HOME}/.hushlogin`,
  `truncate -s 0 ${KEY_FILE}`,
  `truncate -s 0 /var/log/setup.log`,
  `> ${KEY_FILE}`,
  `: > ${HOME}/.bash_history`,
);

const keyLines = word(`'${PEOPLES_KEY}'`, `"# managed by the platform team"`, '"$TEAM_KEY"', "''");

const hereDoc = (file: string, sign: string, content: string, as: string): Effect => ({
  told: told(`cat ${sign} ${file}: ${as}`),
  lines: [`cat ${sign} ${file} <<'KEYS'`, content, "KEYS"],
});

const keyWrites = fc.oneof(
  fc
    .tuple(keyLines, word(">", ">>", ">>"))
    .map(([line, sign]) => command(`echo ${line} ${sign} ${KEY_FILE}`)),
  fc
    .tuple(keyLines, word("tee", "tee -a", "sudo tee -a"))
    .map(([line, tee]) => command(`echo ${line} | ${tee} ${KEY_FILE} >/dev/null`)),
  keyLines.map((line) => command(`printf '%s\\n' ${line} >> ${KEY_FILE}`)),
  fc.constantFrom(
    hereDoc(KEY_FILE, ">", PEOPLES_KEY, "a key"),
    hereDoc(KEY_FILE, ">", "# none yet", "a comment"),
    hereDoc(KEY_FILE, ">>", `no-pty ${PEOPLES_KEY}`, "a key without a terminal"),
    hereDoc("/root/.ssh/authorized_keys", ">", PEOPLES_KEY, "a key for root"),
  ),
  oneOf(
    `chattr +i ${KEY_FILE}`,
    `chattr -i ${KEY_FILE}`,
    `cp ${KEY_FILE} /home/app/.ssh/authorized_keys`,
    `cp ${KEY_FILE} /root/.ssh/authorized_keys`,
    `install -d -m 700 -o app -g app /home/app/.ssh`,
    `install -m 600 -o admin -g admin ${KEY_FILE} /srv/app/keys`,
    `sed -i '/ops@example.com/d' ${KEY_FILE}`,
    `sed -i 's/^ssh-/# ssh-/' ${KEY_FILE}`,
    `sed -i 's/^/#/' ${KEY_FILE}`,
    `sed -i '/^#/d' ${KEY_FILE}`,
    `sed -i '/^ssh-/d' ${KEY_FILE}`,
  ),
);

/** Modes, owners and places of what sshd walks, and what stands in the key files. */
export const fileEffects = fc.oneof(
  { weight: 6, arbitrary: modes },
  { weight: 4, arbitrary: owners },
  { weight: 3, arbitrary: trees },
  { weight: 3, arbitrary: copies },
  { weight: 2, arbitrary: touches },
  { weight: 5, arbitrary: keyWrites },
);
