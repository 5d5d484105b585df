import type { ImageFamily } from "./families";

/** `/etc/passwd` in the two extremes of what an image may have in it; where both say the same, that is certain. */
export type Extremes = readonly [low: string, high: string];

// Of base-passwd's passwd.master, and what systemd, dbus and openssh-server add on every image: measured on Debian 12 and 13.
const DEBIAN = `daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin
bin:x:2:2:bin:/bin:/usr/sbin/nologin
sys:x:3:3:sys:/dev:/usr/sbin/nologin
sync:x:4:65534:sync:/bin:/bin/sync
games:x:5:60:games:/usr/games:/usr/sbin/nologin
man:x:6:12:man:/var/cache/man:/usr/sbin/nologin
lp:x:7:7:lp:/var/spool/lpd:/usr/sbin/nologin
mail:x:8:8:mail:/var/mail:/usr/sbin/nologin
news:x:9:9:news:/var/spool/news:/usr/sbin/nologin
uucp:x:10:10:uucp:/var/spool/uucp:/usr/sbin/nologin
proxy:x:13:13:proxy:/bin:/usr/sbin/nologin
www-data:x:33:33:www-data:/var/www:/usr/sbin/nologin
backup:x:34:34:backup:/var/backups:/usr/sbin/nologin
list:x:38:38:Mailing List Manager:/var/list:/usr/sbin/nologin
irc:x:39:39:ircd:{/run|/var/run}/ircd:/usr/sbin/nologin
_apt:x:{42|105}:65534::/nonexistent:/usr/sbin/nologin
nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
systemd-network:x:{100|998}:{101|998}:systemd Network Management:{/|/run/systemd}:/usr/sbin/nologin
messagebus:x:{100|997}:{101|997}:{|System Message Bus}:/nonexistent:/usr/sbin/nologin
sshd:x:{100|996}:65534:{|sshd user}:/run/sshd:/usr/sbin/nologin`;

// The package setup's, as CentOS 7 and Amazon Linux 2 have it and as the releases after them; openssh-server's sshd.
const RED_HAT = `bin:x:1:1:bin:/bin:{|/usr}/sbin/nologin
daemon:x:2:2:daemon:/sbin:{|/usr}/sbin/nologin
adm:x:3:4:adm:/var/adm:{|/usr}/sbin/nologin
lp:x:4:7:lp:/var/spool/lpd:{|/usr}/sbin/nologin
sync:x:5:0:sync:/sbin:/bin/sync
shutdown:x:6:0:shutdown:/sbin:/sbin/shutdown
halt:x:7:0:halt:/sbin:/sbin/halt
mail:x:8:12:mail:/var/spool/mail:{|/usr}/sbin/nologin
operator:x:11:0:operator:/root:{|/usr}/sbin/nologin
games:x:12:100:games:/usr/games:{|/usr}/sbin/nologin
ftp:x:14:50:FTP User:/var/ftp:{|/usr}/sbin/nologin
nobody:x:{99:99:Nobody|65534:65534:Kernel Overflow User}:/:{|/usr}/sbin/nologin
sshd:x:74:74:Privilege-separated SSH:{/var/empty|/usr/share/empty.}/sshd:{|/usr}/sbin/nologin`;

const extreme = (line: string, which: 1 | 2): string =>
  line.replace(/\{([^|}]*)\|([^}]*)\}/gu, (_, low: string, high: string) => (which === 1 ? low : high));
const extremesOf = (text: string): readonly Extremes[] =>
  text.split("\n").map((line) => [extreme(line, 1), extreme(line, 2)]);

const [ofDebian, ofRedHat] = [extremesOf(DEBIAN), extremesOf(RED_HAT)];
const FAMILIES: Readonly<Partial<Record<ImageFamily | "unknown", readonly Extremes[]>>> = {
  debian: ofDebian,
  ubuntu: ofDebian,
  "amazon-linux-2": ofRedHat,
  al2023: ofRedHat,
  "rhel-like": ofRedHat,
};

/**
 * The lines of `/etc/passwd` that each release of a family has before anybody adds one, root's aside.
 *
 * @returns `undefined` for a family whose lines are not known.
 */
export const passwdLinesOf = (family: ImageFamily | "unknown"): readonly Extremes[] | undefined =>
  FAMILIES[family];
