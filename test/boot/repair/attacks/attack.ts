/** What an account without any right does to have root's program do it a service. */
export interface Attack {
  /** Names the test: what the account does, or has. */
  readonly does: string;
  /**
   * Shell, run as root: what root or others left on the host, not knowing better. $u is the account, $h its home, $secret
   * a text that only root may read.
   */
  readonly there?: string;
  /** Shell, run by the account in its home before the program starts. */
  readonly trick?: string;
  /** Commands that the account runs beside the program, over and over: arguments of tricks.py. */
  readonly beside?: readonly string[];
  /** Shell, run by the account before each run of the program but the first. */
  readonly again?: string;
  /** What may be other afterwards, as watch.py says it; nothing without a word. */
  readonly may?: RegExp;
  /** It is tried on hosts that really boot, too. */
  readonly booted?: boolean;
}

const HIDDEN = 'printf %s "$secret"';

/** Root's file or folder, where the account can rename it. */
export const RENAMES: readonly Attack[] = [
  {
    does: "renames root's file in a folder of its own to authorized_keys",
    booted: true,
    there: `mkdir $h/app; ${HIDDEN} >$h/app/.env; chmod 600 $h/app/.env; chown $u: $h/app`,
    trick: "mkdir -p .ssh; mv -f app/.env .ssh/authorized_keys",
  },
  {
    does: "renames root's folder in its home to .ssh",
    booted: true,
    there: `mkdir -m 700 $h/vault; ${HIDDEN} >$h/vault/authorized_keys; chmod 600 $h/vault/*`,
    trick: "mv .ssh old; mv vault .ssh",
  },
  {
    does: "renames root's empty folder to .ssh, which others can write",
    there: "mkdir $h/drop; chmod 1777 $h/drop",
    trick: "mv .ssh old; mv drop .ssh",
  },
  {
    does: "links .ssh to root's folder in its home",
    booted: true,
    there: `mkdir -m 700 $h/vol; ${HIDDEN} >$h/vol/authorized_keys; chmod 600 $h/vol/*`,
    trick: "mv .ssh old; ln -s vol .ssh",
  },
  {
    does: "links .ssh to a folder of its own with root's file in it",
    there: `mkdir $h/vol; ${HIDDEN} >$h/vol/authorized_keys; chmod 600 $h/vol/*; chown $u: $h/vol`,
    trick: "mv .ssh old; ln -s vol .ssh",
  },
  {
    does: "links authorized_keys to root's file in its home",
    there: `mkdir $h/app; ${HIDDEN} >$h/app/.env; chmod 600 $h/app/.env`,
    trick: "mkdir -p .ssh; ln -sf ../app/.env .ssh/authorized_keys",
  },
  {
    does: "moves a colleague's file out of a shared folder to authorized_keys",
    booted: true,
    there: `groupadd -f team; usermod -aG team $u; install -d -m 2775 -g team /srv/$u
      ${HIDDEN} >/srv/$u/plan; chown alice:team /srv/$u/plan; chmod 600 /srv/$u/plan`,
    trick: 'mkdir -p .ssh; mv -f "/srv/${HOME##*/}/plan" .ssh/authorized_keys',
  },
  {
    does: "moves a colleague's folder out of a shared one to .ssh",
    there: `groupadd -f team; usermod -aG team $u; install -d -m 2775 -g team /srv/$u; install -d -o alice -m 755 /srv/$u/keys
      ${HIDDEN} >/srv/$u/keys/authorized_keys; chown alice: /srv/$u/keys/*; chmod 600 /srv/$u/keys/*`,
    // A folder keeps its place unless its owner moves it: what holds it is taken.
    trick: 'mv .ssh old; ln -s "/srv/${HOME##*/}/keys" .ssh',
  },
  {
    does: "has a program of root's for authorized_keys",
    there: "mkdir $h/app; cp /bin/true $h/app/tool; chmod 4755 $h/app/tool; chown $u: $h/app",
    trick: "mkdir -p .ssh; mv -f app/tool .ssh/authorized_keys",
  },
  {
    does: "has key files that root keeps for it, and that work",
    booted: true,
    there:
      "mkdir -p $h/.ssh; cp /root/probe.pub $h/.ssh/authorized_keys; chown -R root: $h/.ssh; chmod 755 $h/.ssh; chmod 644 $h/.ssh/*",
  },
  {
    does: "has root's file under a second name as authorized_keys",
    there: `${HIDDEN} >/etc/$u.secret; chmod 600 /etc/$u.secret; mkdir -p $h/.ssh; ln -f /etc/$u.secret $h/.ssh/authorized_keys`,
  },
  {
    does: "has a file of the system under a second name as authorized_keys",
    there: "mkdir -p $h/.ssh; ln -f /etc/login.defs $h/.ssh/authorized_keys",
  },
];

/** While /home was writable by all: `chmod -R 777 /home` is in many a guide. The program ends that before all else. */
const LOOSE = "chmod 777 /home; ";
export const HOME_MENDED = /^'\/home': mode d\S+ -> drwxr-xr-x$/;

export const LOOSE_HOMES: readonly Attack[] = [
  {
    does: "renames root's folder in /home, which all could write, to its home",
    booted: true,
    there: `${LOOSE}mkdir -m 700 /home/$u.backup; ${HIDDEN} >/home/$u.backup/dump; chmod 600 /home/$u.backup/*`,
    trick: 'cd ..; mv "$HOME" "$HOME.old"; mv "$HOME.backup" "$HOME"',
  },
  {
    does: "renames a colleague's home to its own",
    booted: true,
    there: `${LOOSE}useradd -m $u-2; ${HIDDEN} >/home/$u-2/letter; chown $u-2: /home/$u-2/letter; chmod 600 /home/$u-2/letter; chmod 700 /home/$u-2`,
    trick: 'cd ..; mv "$HOME" "$HOME.old"; mv "$HOME-2" "$HOME"',
  },
  {
    does: "puts a link to root's home in place of its own",
    there: `${LOOSE}${HIDDEN} >/root/$u.secret; chmod 600 /root/$u.secret`,
    trick: 'cd ..; mv "$HOME" "$HOME.old"; ln -s /root "$HOME"',
  },
  {
    does: "puts a link to a folder of the system in place of its own home",
    there: LOOSE,
    trick: 'cd ..; mv "$HOME" "$HOME.old"; ln -s /etc "$HOME"',
  },
  {
    does: "puts a link to a folder of its own, with root's files in it, in place of its home",
    booted: true,
    there: `${LOOSE}mkdir -p /srv/$u.data/.ssh; ${HIDDEN} >/srv/$u.data/.ssh/authorized_keys; chmod 600 /srv/$u.data/.ssh/*; chown $u: /srv/$u.data /srv/$u.data/.ssh`,
    trick: 'cd ..; mv "$HOME" "$HOME.old"; ln -s "/srv/${HOME##*/}.data" "$HOME"',
  },
  {
    does: "puts a file, and then nothing, in place of its home",
    there: LOOSE,
    trick: 'cd ..; mv "$HOME" "$HOME.old"; : >"$HOME"',
  },
].map((attack) => ({ ...attack, may: HOME_MENDED }));

/** Links and names that come and go while the program runs. */
export const LOOPS: readonly Attack[] = [
  {
    does: "lets a link to /etc/nologin come and go under the name of a new file",
    trick: "mkdir -p .ssh; chmod 700 .ssh; : >.ssh/authorized_keys",
    beside: ["link .ssh/.latchkey-new /etc/nologin", "link .latchkey-new /etc/nologin"],
    again: ": >.ssh/authorized_keys",
  },
  {
    does: "puts a link to a name in /etc in place of a new file as soon as there is one",
    booted: true,
    trick: "mkdir -p .ssh; chmod 700 .ssh; : >.ssh/authorized_keys",
    beside: ["over .ssh /etc/made"],
    again: ": >.ssh/authorized_keys",
  },
  {
    does: "exchanges authorized_keys for a link to root's file",
    there: `${HIDDEN} >/etc/$u.secret; chmod 600 /etc/$u.secret`,
    trick:
      'mkdir -p .ssh; chmod 777 .ssh; : >.ssh/authorized_keys; chmod 666 .ssh/authorized_keys; ln -s "/etc/${HOME##*/}.secret" .ssh/x',
    beside: ["swap .ssh/authorized_keys .ssh/x"],
  },
  {
    does: "exchanges authorized_keys for root's file in its home",
    booted: true,
    there: `mkdir $h/app; ${HIDDEN} >$h/app/.env; chmod 600 $h/app/.env; chown $u: $h/app`,
    trick: "mkdir -p .ssh; : >.ssh/authorized_keys; chmod 666 .ssh/authorized_keys",
    beside: ["swap .ssh/authorized_keys app/.env"],
  },
  {
    does: "exchanges .ssh for a link to a folder of the system",
    trick: "mkdir -p .ssh; chmod 777 .ssh; ln -s /etc/ssh x",
    beside: ["swap .ssh x"],
  },
  {
    does: "exchanges .ssh for root's folder",
    booted: true,
    there: `mkdir -m 777 $h/vault; ${HIDDEN} >$h/vault/authorized_keys; chmod 600 $h/vault/*`,
    trick: "mkdir -p .ssh; chmod 777 .ssh",
    beside: ["swap .ssh vault"],
  },
  {
    does: "exchanges its home for a link to root's while /home was writable",
    there: `${LOOSE}${HIDDEN} >/root/$u.secret; chmod 600 /root/$u.secret`,
    trick: 'chmod 777 .; ln -s /root "$HOME.x"',
    beside: ['swap "$HOME" "$HOME.x"'],
    may: HOME_MENDED,
  },
  {
    does: "exchanges its home for root's folder while /home was writable",
    there: `${LOOSE}mkdir -m 777 /home/$u.backup; ${HIDDEN} >/home/$u.backup/dump; chmod 600 /home/$u.backup/*`,
    trick: "chmod 777 .",
    beside: ['swap "$HOME" "$HOME.backup"'],
    may: HOME_MENDED,
  },
  {
    does: "lets its home come and go as a link to /etc while /home was writable, and the real one is gone",
    there: LOOSE,
    trick: 'mv "$HOME" "$HOME.old"',
    beside: ['link "$HOME" /etc', 'link "$HOME" /root'],
    may: HOME_MENDED,
  },
  {
    does: "reads and stops all that runs in its name",
    trick:
      "chmod 777 . .ssh 2>/dev/null; mkdir -p .ssh; : >.ssh/authorized_keys; chmod 666 .ssh/authorized_keys",
    beside: ['watch "$held" "$HOME/seen"', 'watch "$held" "$HOME/seen"'],
  },
];

/** What makes a program wait, or work, for ever. */
export const STOPS: readonly Attack[] = [
  {
    does: "has an authorized_keys of 20 GiB",
    booted: true,
    trick: "mkdir -p .ssh; truncate -s 20G .ssh/authorized_keys",
  },
  {
    does: "has an authorized_keys of a million lines",
    booted: true,
    trick:
      "mkdir -p .ssh; yes 'no key at all, but some sixty characters that have to be read' | head -n 1000000 >.ssh/authorized_keys",
  },
  {
    does: "has a FIFO for authorized_keys",
    trick: "mkdir -p .ssh; rm -f .ssh/authorized_keys; mkfifo .ssh/authorized_keys",
  },
  { does: "has a FIFO for .ssh", booted: true, trick: "mv .ssh old; mkfifo .ssh" },
  {
    does: "has a socket for authorized_keys",
    trick: `mkdir -p .ssh; rm -f .ssh/authorized_keys
      python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind(".ssh/authorized_keys")'`,
  },
  {
    does: "has a socket for .ssh",
    trick: `mv .ssh old; python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind(".ssh")'`,
  },
  {
    does: "has a device without an end for authorized_keys",
    there:
      "mkdir -p $h/.ssh; rm -f $h/.ssh/authorized_keys; mknod -m 666 $h/.ssh/authorized_keys c 1 5; chown $u: $h/.ssh $h/.ssh/*",
  },
  {
    does: "links authorized_keys to what has no end",
    trick: "mkdir -p .ssh; ln -sf /dev/zero .ssh/authorized_keys",
  },
  {
    does: "links authorized_keys to a FIFO in its home",
    trick: "mkdir -p .ssh; mkfifo pipe; ln -sf ../pipe .ssh/authorized_keys",
  },
  { does: "has a link to itself for .ssh", trick: "mv .ssh old; ln -s .ssh .ssh" },
  {
    does: "has a FIFO for its home",
    there: LOOSE,
    trick: 'cd ..; mv "$HOME" "$HOME.old"; mkfifo "$HOME"',
    may: HOME_MENDED,
  },
  {
    does: "has folders in folders, two thousand deep, and ten thousand files",
    trick: `mkdir -p .ssh; python3 -c '
import os
for number in range(10000): open(".ssh/%d" % number, "w").close()
for depth in range(2000): os.mkdir("deep"); os.chdir("deep")'`,
  },
  {
    does: "has modes that let nobody in",
    trick: "mkdir -p .ssh; : >.ssh/authorized_keys; chmod 000 .ssh/authorized_keys .ssh .",
  },
  {
    does: "has a lease on its authorized_keys, which the next reader waits for",
    trick: `mkdir -p .ssh; : >.ssh/authorized_keys
      setsid python3 -c '
import fcntl, signal, time
signal.signal(signal.SIGIO, signal.SIG_IGN)
file = open(".ssh/authorized_keys", "w")
fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_WRLCK)
time.sleep(90)' </dev/null >/dev/null 2>&1 & sleep 0.3`,
  },
];

const TOLD = "repair='all is forged'";

/** Names that say something else to a shell, a terminal or a reader of the status. */
export const NAMES: readonly Attack[] = [
  {
    does: "links .ssh to a name with line breaks that read as lines of the status",
    booted: true,
    trick: `mv .ssh old; ln -s "$(printf 'x\\nresult=\\047forged\\047\\n${TOLD.replaceAll("'", "\\047")}\\n')" .ssh`,
  },
  {
    does: "links authorized_keys to a name with escape sequences",
    trick: `mkdir -p .ssh; ln -sf "$(printf '\\033]0;forged\\007\\033[2J\\r\\342\\200\\256x')" .ssh/authorized_keys`,
  },
  {
    does: "has files in its home that read as options, quotes and commands",
    trick: `mkdir -p .ssh; cd .ssh; touch -- -R -rf '--reference=etc' "it's" '"' '$(touch pwned)' '\`id\`' '*' '; id' "$(printf 'a\\nb')" 'a b'`,
  },
  {
    does: "has other names beside its home that read as options, lines and commands",
    there: LOOSE,
    trick: `cd ..; mkdir -- -R '$(touch pwned)' "$(printf 'x\\n${TOLD.replaceAll("'", "\\047")}')" "$(printf '\\033[2J')"`,
    may: HOME_MENDED,
  },
];
