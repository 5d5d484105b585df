"""What bob does in a round, in a process of his own: each takes a generator of random numbers."""

import ctypes
import os
import socket
import time

libc = ctypes.CDLL(None, use_errno=True)
KEYS = ".ssh/authorized_keys"
PLACES = (".ssh", KEYS)
TARGETS = ("vol", "vault", "app", "/etc", "/etc/ssh", "/root", "/root/secret", "/etc/shadow", "/etc/nologin", "/etc/made",
           "/dev/zero", "/proc/self/environ", "../third", "second", ".ssh", "x\nresult='forged'\n", "\x1b[2J\x07", "-rf", "'")
MODES = (0o000, 0o200, 0o500, 0o600, 0o644, 0o666, 0o700, 0o755, 0o770, 0o777, 0o1777, 0o2777, 0o4777)
NAMES = ("-R", "-rf", "--reference=x", "a b", "a\nb", "\x1b]0;x\x07", "'", '"', "$(touch pwned)", "`id`", "*", "; id", "\xff",
         "x\nrepair='forged'\nstep='service done'\n", ".latchkey-new", "authorized_keys.latchkey-new", "x" * 255)
PAUSE_SECONDS = 0.0002


def quietly(call, *args):
    try:
        return call(*args)
    except OSError:
        return None


def away(name, rng):
    quietly(os.rename, name, "%s.%d" % (os.path.basename(name), rng.randrange(9)))
    quietly(os.unlink, name)


def rename_roots(rng):
    what, to = rng.choice((("app/.env", KEYS), ("vault", ".ssh"), ("second", KEYS), ("third", KEYS), ("/srv/team/plan", KEYS),
                           ("vault/authorized_keys", KEYS)))
    away(to, rng)
    quietly(os.rename, what, to)


def link(rng):
    name = rng.choice(PLACES)
    away(name, rng)
    quietly(os.symlink, rng.choice(TARGETS), name)


def fifo(rng):
    name = rng.choice(PLACES)
    away(name, rng)
    quietly(os.mkfifo, name)


def plug(rng):
    name = rng.choice(PLACES)
    away(name, rng)
    with socket.socket(socket.AF_UNIX) as one:
        quietly(one.bind, name)


def huge(rng):
    def make():
        with open(KEYS, "a") as file:
            file.truncate(rng.choice((1 << 20, 1 << 30, 20 << 30)))
    quietly(make)


def long_text(rng):
    def make():
        with open(KEYS, "w") as file:
            file.write("ssh-ed25519 no key at all\n" * rng.choice((1, 1000, 100_000)))
    quietly(make)


def modes(rng):
    for name in (".", ".ssh", KEYS):
        if rng.random() < 0.6:
            quietly(os.chmod, name, rng.choice(MODES))


def names(rng):
    for _ in range(5):
        place = rng.choice((".", ".ssh"))
        name = os.path.join(place, rng.choice(NAMES))
        quietly(rng.choice((os.mkdir, lambda path: open(path, "w").close(), lambda path: os.symlink("/etc/made", path))), name)


def hard_link(rng):
    away(KEYS, rng)
    quietly(lambda: open("mine", "w").close())
    quietly(os.link, "mine", KEYS)


def deep(rng):
    here = os.open(".", os.O_RDONLY)
    for _ in range(rng.choice((50, 500))):
        quietly(os.mkdir, "deep")
        quietly(os.chdir, "deep")
    os.fchdir(here)
    os.close(here)


def nothing_left(rng):
    away(rng.choice(PLACES), rng)


def home_away(rng):
    """Only while /home is writable for all."""
    what = rng.choice(("link", "file", "fifo", "backup", "alice", "gone", "names"))
    if what == "names":
        for name in rng.sample(NAMES, 4):
            quietly(os.mkdir, os.path.join("/home", name))
        return
    quietly(os.rename, "/home/bob", "/home/bob.was")
    if what == "link":
        quietly(os.symlink, rng.choice(("/etc", "/root", "/srv/team", "/home/alice", "bob", "-rf")), "/home/bob")
    elif what == "file":
        quietly(lambda: open("/home/bob", "w").close())
    elif what == "fifo":
        quietly(os.mkfifo, "/home/bob")
    elif what in ("backup", "alice"):
        quietly(os.rename, "/home/" + what, "/home/bob")


AT_HOME = (rename_roots, rename_roots, link, link, fifo, plug, huge, long_text, modes, modes, names, hard_link, deep, nothing_left)
PAIRS = ((".ssh", "x"), (".ssh", "vault"), (".ssh", "vol"), (KEYS, "app/.env"), (KEYS, "y"), ("app", "vault"), (KEYS, "second"))
PAIRS_OF_HOMES = (("/home/bob", "/home/bob.x"), ("/home/bob", "/home/backup"), ("/home/bob", "/home/alice"),
                  ("/home/alice", "/home/backup"))


def swap(rng, loose_home, seconds):
    """Exchanges two names as long as it runs (renameat2, RENAME_EXCHANGE)."""
    one, other = rng.choice(PAIRS_OF_HOMES if loose_home and rng.random() < 0.6 else PAIRS)
    if not os.path.lexists(other):
        quietly(os.symlink, rng.choice(TARGETS), other)
    one, other = os.fsencode(one), os.fsencode(other)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        libc.renameat2(-100, one, -100, other, 2)
        time.sleep(PAUSE_SECONDS)


def chosen(rng, loose_home):
    return [rng.choice(AT_HOME) for _ in range(rng.randrange(1, 4))] + [home_away] * loose_home
