import * as fc from "fast-check";
import { command, type Effect, oneOf, PEOPLES_KEY, word, words } from "./effect";

const DATES = ["1970-01-02", "2020-01-31", "2099-12-31", "1", "''"];
const SHELLS = ["/bin/false", "/usr/sbin/nologin", "/bin/bash", "/bin/sh", "/usr/bin/zsh", "/bin/true"];
const who = word("admin", "admin", "admin", "app", "root");

const expiry = fc.oneof(
  words(word("usermod"), word("-e", "--expiredate"), word(...DATES), who),
  words(word("chage"), word("-E", "--expiredate"), word("0", "-1", "1", "2020-01-31", "2099-12-31"), who),
);

const ageing = oneOf(
  "chage -M 90 admin",
  "chage -m 1 -M 60 -W 7 admin",
  "chage -I 30 admin",
  "chage -d 0 admin",
  "chage -d 0 root",
  "chage --lastday 2020-01-01 --maxdays 30 admin",
  "passwd -e admin",
  "passwd --expire admin",
);

const passwords = oneOf(
  "passwd -l admin",
  "passwd -d admin",
  "passwd -l root",
  "usermod -L admin",
  "usermod --lock --expiredate 1 admin",
  "usermod -U admin",
  "passwd -u admin",
  "echo 'admin:three otters' | chpasswd",
  "echo 'root:three otters' | chpasswd && passwd -u root",
);

const shells = fc.oneof(
  words(word("usermod"), word("-s", "--shell"), word(...SHELLS), who),
  words(word("chsh -s"), word("/usr/sbin/nologin", "/bin/bash", "/bin/sh"), who),
);

const homes = oneOf(
  "usermod -d /srv/admin admin",
  "usermod -m -d /srv/admin admin",
  "usermod -d /home/app admin",
  "usermod --home /home/admin admin",
);

const groups = oneOf(
  "usermod -aG adm,sudo admin",
  "usermod -G users admin",
  "gpasswd -d admin sudo",
  "gpasswd -a admin users",
  "gpasswd -a app admin",
  "usermod -g users admin",
  "groupadd -f operators",
  "groupadd operators",
  "addgroup --system operators",
  "groupdel operators",
  "groupmod -n operators users",
  "gpasswd -M admin,app sudo",
  "gpasswd -M admin operators",
  "usermod -aG operators admin",
  "usermod -aG docker admin",
  "deluser admin sudo",
);

const removals = oneOf(
  "userdel admin",
  "userdel -r admin",
  "userdel -rf admin",
  "userdel -r app",
  "deluser admin",
  "deluser --remove-home app",
  "usermod -l operator1 admin",
);

const otherUser: Effect = {
  told: "another user with a key",
  lines: [
    "useradd -m -s /bin/bash ops",
    "install -d -m 700 -o ops -g ops /home/ops/.ssh",
    `echo '${PEOPLES_KEY}' > /home/ops/.ssh/authorized_keys`,
    "chown ops: /home/ops/.ssh/authorized_keys",
  ],
};

const newcomers = fc.oneof(
  oneOf("useradd -m app", "useradd -r -s /usr/sbin/nologin app", "useradd -m -G admin app", "useradd admin"),
  fc.constant(otherUser),
  fc.constant(command("getent passwd app >/dev/null || useradd -m -s /bin/bash app")),
);

/** Accounts as shadow's tools and Debian's adduser change them. */
export const accountEffects = fc.oneof(
  { weight: 4, arbitrary: expiry },
  { weight: 2, arbitrary: ageing },
  { weight: 2, arbitrary: passwords },
  { weight: 4, arbitrary: shells },
  { weight: 2, arbitrary: homes },
  { weight: 2, arbitrary: groups },
  { weight: 2, arbitrary: removals },
  { weight: 3, arbitrary: newcomers },
);
