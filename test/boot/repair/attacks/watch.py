"""What an account had root do: everything that is not the account's own, before and after.

watch.py take FILE ACCOUNT...      writes down who owns what, with which mode and content
watch.py compare FILE ACCOUNT...   a line for each that is not as it was; nothing when all is
watch.py readable TEXT ACCOUNT     the files in which the account can read the text

A file is known by its inode, so that one which the account itself has renamed is still the same. What the repair program
is there to write is left out, and with WATCH_BOOT=1 what any boot writes.
"""

import hashlib
import json
import os
import pwd
import stat
import sys

OTHERS = ("/proc", "/sys", "/dev", "/run/systemd", "/run/sshd", "/run/lab-sys")
PROGRAMS_OWN = (
    "/var/lib/latchkey",
    "/run/latchkey",
    "/etc/ssh/latchkey",
    "/etc/ssh/sshd_config.d/00-latchkey.conf",
    "/var/log",
)
# Found by rebooting a host on which nothing was done.
A_BOOTS_OWN = (
    "/run",
    "/tmp",
    "/var/tmp",
    "/var/cache",
    "/var/lib/cloud",
    "/var/lib/systemd",
    "/var/lib/dhcp",
    "/var/lib/dhcpcd",
    "/var/lib/private",
    "/etc/hosts",
    "/etc/resolv.conf",
    "/etc/machine-id",
    "/etc/fstab",
    "/etc/latchkey",
    "/etc/systemd/system/latchkey-repair.service",
    "/etc/systemd/system/latchkey-emergency.service",
    "/usr/local/sbin/latchkey-repair",
)
# There is more of it than can be read each time, and whoever changes it leaves the time of the change.
BY_TIME = "/usr"
MOST_READ = 1 << 26

left_out = OTHERS + PROGRAMS_OWN + (A_BOOTS_OWN if os.environ.get("WATCH_BOOT") else ())


def under(path, folders):
    return any(path == folder or path.startswith(folder + "/") for folder in folders)


def walk(folder, without):
    """Every path below a folder with what it is, no link followed."""
    waiting = [folder]
    while waiting:
        try:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    if under(entry.path, without):
                        continue
                    try:
                        facts = entry.stat(follow_symlinks=False)
                    except OSError:
                        continue
                    yield entry.path, facts
                    if stat.S_ISDIR(facts.st_mode):
                        waiting.append(entry.path)
        except OSError:
            continue


def content(path, facts):
    if stat.S_ISLNK(facts.st_mode):
        return os.readlink(path)
    if not stat.S_ISREG(facts.st_mode):
        return str(facts.st_rdev)
    if under(path, (BY_TIME,)) or facts.st_size > MOST_READ:
        return "%d %d" % (facts.st_size, facts.st_ctime_ns)
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def taken(own):
    """By inode: path, owner, group, mode and content. Nothing but the path of what is the accounts' own."""
    found = {}
    for path, facts in walk("/", left_out):
        key = "%s%d" % ("run " if under(path, ("/run",)) else "", facts.st_ino)
        if facts.st_uid in own:
            found[key] = [path, facts.st_uid]
        elif key not in found:
            found[key] = [path, facts.st_uid, facts.st_gid, stat.filemode(facts.st_mode), content(path, facts)]
    return found


def compare(before, after, own):
    for key, was in before.items():
        if len(was) == 2:
            continue
        now = after.get(key)
        if now is None:
            yield "%r is gone" % was[0]
            continue
        if len(now) == 2:
            yield "%r of user %s was given to user %s" % (was[0], was[1], now[1])
            continue
        for name, one, other in zip(("owner", "group", "mode"), was[1:4], now[1:4]):
            if one != other:
                yield "%r: %s %s -> %s" % (was[0], name, one, other)
        if was[4] != now[4]:
            yield "%r: other content" % was[0]
    for key, now in after.items():
        # Only the account itself makes what is its own below a home.
        if key not in before and not (now[1] in own and under(now[0], ("/home", "/tmp"))):
            yield "%r was made, for user %s" % (now[0], now[1])


def readable(text, account):
    user = pwd.getpwnam(account)
    os.initgroups(account, user.pw_gid)
    os.setresgid(user.pw_gid, user.pw_gid, user.pw_gid)
    os.setresuid(user.pw_uid, user.pw_uid, user.pw_uid)
    for path, facts in walk("/", ("/proc", "/sys", "/dev", "/usr", "/run/lab-sys")):
        if not stat.S_ISREG(facts.st_mode):
            continue
        try:
            with open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as file:
                if text.encode() in file.read(1 << 16):
                    yield "%r is readable" % path
        except OSError:
            continue


def main(what, file, *accounts):
    if what == "readable":
        return readable(file, *accounts)
    own = {pwd.getpwnam(account).pw_uid for account in accounts}
    if what == "compare":
        with open(file) as text:
            return compare(json.load(text), taken(own), own)
    found = taken(own)
    with open(file, "w") as text:
        json.dump(found, text)
    return ()


if __name__ == "__main__":
    for line in sorted(main(*sys.argv[1:])):
        print(line)
