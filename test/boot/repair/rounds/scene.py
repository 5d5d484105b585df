"""The host between two rounds: what root and others have left where bob can get at it, and bob's home in good order."""

import os
import pwd
import shutil
import signal

SECRET = "only root may read this"
ACCOUNTS = ("admin", "alice", "bob", "recovery")


def user(name):
    return pwd.getpwnam(name)


def write(path, text, owner, mode):
    with open(path, "w") as file:
        file.write(text)
    os.chmod(path, mode)
    os.chown(path, owner.pw_uid, owner.pw_gid)


def folder(path, owner, mode):
    if os.path.lexists(path) and (os.path.islink(path) or not os.path.isdir(path)):
        os.unlink(path)
    os.makedirs(path, exist_ok=True)
    os.chmod(path, mode)
    os.chown(path, owner.pw_uid, owner.pw_gid)


def remove(path):
    if os.path.isdir(path) and not os.path.islink(path):
        shutil.rmtree(path, ignore_errors=True)
    elif os.path.lexists(path):
        os.unlink(path)


def end_processes(name):
    """Until there is none left: one that forks is quicker than one look."""
    uid = user(name).pw_uid
    while True:
        found = False
        for pid in filter(str.isdigit, os.listdir("/proc")):
            try:
                if os.stat("/proc/" + pid).st_uid == uid and "Z" not in open("/proc/%s/stat" % pid).read().split(") ")[1][:1]:
                    os.kill(int(pid), signal.SIGKILL)
                    found = True
            except (OSError, IndexError):
                continue
        if not found:
            return


def homes_in_order(homes):
    """Each home under its own name again, wherever bob has moved it; `homes` knows them by their inode."""
    folder("/home", user("root"), 0o755)
    for name in ACCOUNTS:
        home = "/home/" + name
        at = next((entry.path for entry in os.scandir("/home") if entry.inode() == homes.get(name)), None)
        if at != home:
            remove(home) if at is None else aside(home)
            if at is not None:
                os.rename(at, home)
        folder(home, user(name), 0o700)
        homes[name] = os.lstat(home).st_ino
    for entry in list(os.scandir("/home")):
        if entry.name not in ACCOUNTS:
            remove(entry.path)


def aside(path):
    if os.path.lexists(path):
        os.rename(path, "%s.aside" % path)


def set_up(homes):
    """What bob finds at the beginning of a round."""
    homes_in_order(homes)
    root, alice, bob = user("root"), user("alice"), user("bob")
    for entry in list(os.scandir("/home/bob")):
        remove(entry.path)
    folder("/home/bob/.ssh", bob, 0o700)
    write("/home/bob/.ssh/authorized_keys", "# none\n", bob, 0o600)
    write("/home/alice/letter", SECRET, alice, 0o600)
    folder("/home/bob/app", bob, 0o755)
    write("/home/bob/app/.env", SECRET, root, 0o600)
    folder("/home/bob/vault", root, 0o777)
    write("/home/bob/vault/authorized_keys", SECRET, root, 0o600)
    folder("/home/bob/vol", root, 0o700)
    write("/home/bob/vol/authorized_keys", SECRET, root, 0o600)
    folder("/home/backup", root, 0o777)
    write("/home/backup/dump", SECRET, root, 0o600)
    folder("/srv/team", bob, 0o777)
    write("/srv/team/plan", SECRET, alice, 0o600)
    write("/root/secret", SECRET, root, 0o600)
    remove("/etc/kept")
    write("/etc/kept", SECRET, root, 0o600)
    # As on a kernel that lets people link what is not theirs.
    for name in ("second", "third"):
        os.link("/etc/kept" if name == "second" else "/etc/login.defs", "/home/bob/" + name)
