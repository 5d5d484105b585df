"""What an account does beside a program that runs as root, over and over, until it is ended.

tricks.py swap A B        exchanges two names
tricks.py link NAME TO    a link that comes and goes
tricks.py over FOLDER TO  a link in place of whatever is made in the folder, at once
tricks.py file NAME       an empty file that comes and goes
tricks.py watch TEXT OUT  reads and stops whatever runs in the account's name, and notes where the text is seen
"""

import ctypes
import os
import signal
import sys
import time

AT_FDCWD = -100
RENAME_EXCHANGE = 2
IN_CREATE = 0x100
# Long enough for others to run on the same processor.
PAUSE_SECONDS = 0.0001
LOOK_SECONDS = 0.002
# The program is to end on its own long before: nobody is left to end this one where a test run is killed.
LIFE_SECONDS = 120
libc = ctypes.CDLL(None, use_errno=True)


def swap(one, other):
    libc.renameat2(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE)
    time.sleep(PAUSE_SECONDS)


def link(name, to):
    os.symlink(to, name)
    time.sleep(PAUSE_SECONDS)
    os.unlink(name)


def over(folder, to):
    """Woken by the kernel: on a busy machine that is quicker than to look all the time."""
    beside = os.path.join(folder, "mine.%d" % os.getpid())
    events = libc.inotify_init()
    try:
        libc.inotify_add_watch(events, os.fsencode(folder), IN_CREATE)
        os.symlink(to, beside)
        while True:
            # struct inotify_event: 16 bytes, the last four of which are the length of the name after them.
            event = os.read(events, 1 << 12)
            name = event[16 : 16 + int.from_bytes(event[12:16], sys.byteorder)].rstrip(b"\0")
            if name and not name.startswith(b"mine."):
                break
        made = os.path.join(os.fsencode(folder), name)
        os.rename(beside, made)
        time.sleep(PAUSE_SECONDS)
        os.unlink(made)
    finally:
        os.close(events)


def file(name):
    os.close(os.open(name, os.O_CREAT | os.O_WRONLY, 0o666))
    time.sleep(PAUSE_SECONDS)
    os.unlink(name)


def watch(text, out):
    me = os.getuid()
    spared = {os.getpid(), os.getppid()}
    for pid in os.listdir("/proc"):
        if not pid.isdigit() or int(pid) in spared:
            continue
        try:
            if os.stat("/proc/%s" % pid).st_uid != me:
                continue
            if "tricks.py" in open("/proc/%s/cmdline" % pid).read():
                continue
            os.kill(int(pid), signal.SIGSTOP)
            seen = [open("/proc/%s/%s" % (pid, name)).read() for name in ("cmdline", "environ")]
            for number in os.listdir("/proc/%s/fd" % pid):
                held = "/proc/%s/fd/%s" % (pid, number)
                seen.append(os.readlink(held))
                if os.path.isfile(held):
                    seen.append(open(held, errors="replace").read(1 << 16))
            if any(text in each for each in seen):
                open(out, "a").write("seen\n")
        except (OSError, ValueError):
            continue
    time.sleep(LOOK_SECONDS)


def main(what, *args):
    end = time.monotonic() + LIFE_SECONDS
    while time.monotonic() < end:
        try:
            {"swap": swap, "link": link, "over": over, "file": file, "watch": watch}[what](*args)
        except OSError:
            # The place is taken, or not the account's any more.
            time.sleep(PAUSE_SECONDS)


main(*sys.argv[1:])
