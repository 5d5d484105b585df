"""Rounds of the repair program on a host that runs, beside what bob does meanwhile.

rounds.py SEED FIRST END     prints a line of JSON for each round that went wrong, and one for all of them
"""

import json
import os
import random
import signal
import subprocess
import sys
import time

import scene
import tricks_of_bob
import watch

PROGRAM = "/usr/local/sbin/latchkey-repair"
STATUS = "/var/lib/latchkey/status"
HOMES = "/var/log/homes.json"
MOST_SECONDS = 30
LOOKED_AT = ("/boot", "/etc", "/home", "/opt", "/root", "/srv", "/tmp", "/var")
LEFT_OUT = watch.PROGRAMS_OWN + ("/var/lib/dpkg", "/var/lib/apt", "/var/cache", "/var/lib/systemd", "/var/tmp", "/var/lib/cloud")
digests = {}


def taken(own):
    """As watch.taken, without what nobody could reach, and reading again only what was changed since."""
    found = {}
    for top in LOOKED_AT + ("/",):
        listed = watch.walk(top, LEFT_OUT) if top != "/" else ((path, os.lstat(path)) for path in tops())
        for path, facts in listed:
            key = str(facts.st_ino)
            if facts.st_uid in own:
                found[key] = [path, facts.st_uid]
            elif key not in found:
                state = (facts.st_ino, facts.st_ctime_ns, facts.st_size)
                if state not in digests:
                    digests[state] = watch.content(path, facts)
                found[key] = [path, facts.st_uid, facts.st_gid, watch.stat.filemode(facts.st_mode), digests[state]]
    return found


def tops():
    return [os.path.join("/", name) for name in os.listdir("/") if name not in ("proc", "sys", "dev", "run")]


def as_bob(work):
    """A process of bob's own; its end is not waited for."""
    child = os.fork()
    if child:
        return child
    try:
        bob = scene.user("bob")
        signal.alarm(60)
        os.setsid()
        os.initgroups("bob", bob.pw_gid)
        os.setresgid(bob.pw_gid, bob.pw_gid, bob.pw_gid)
        os.setresuid(bob.pw_uid, bob.pw_uid, bob.pw_uid)
        os.chdir("/home/bob")
        work()
    finally:
        os._exit(0)


def run_program(by_unit):
    begun = time.monotonic()
    argv = [PROGRAM]
    if by_unit:
        subprocess.run(["systemctl", "reset-failed", "latchkey-repair"], stderr=subprocess.DEVNULL)
        argv = ["systemctl", "start", "latchkey-repair"]
    program = subprocess.Popen(argv, cwd="/", stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        program.wait(MOST_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(program.pid, signal.SIGKILL)
        program.wait()
    return time.monotonic() - begun


def read(path):
    try:
        with open(path) as file:
            return file.read()
    except OSError:
        return ""


def allowed(line, loose_home):
    """Root's part of what bob did to /home: it is mended, and an account whose home is gone gets a new one."""
    return loose_home and (line.startswith("'/home': mode") or line.startswith(("'/home/alice", "'/home/admin")) and "was made" in line)


def one_round(seed, number, homes):
    rng = random.Random("%s/%s" % (seed, number))
    loose_home = rng.random() < 0.3
    # What bob has done stays for some rounds.
    if number == 0 or loose_home or homes.get("loose") or rng.random() < 0.5:
        scene.set_up(homes)
    homes["loose"] = loose_home
    if loose_home:
        os.chmod("/home", 0o777)
    own = {scene.user("bob").pw_uid}
    tricks = tricks_of_bob.chosen(rng, loose_home)
    os.waitpid(as_bob(lambda: [trick(rng) for trick in tricks]), 0)
    before = taken(own)
    if os.path.lexists(STATUS):
        os.unlink(STATUS)
    others = [as_bob(lambda each=each: tricks_of_bob.swap(random.Random(each), loose_home, MOST_SECONDS))
              for each in (rng.random() for _ in range(rng.randrange(3)))]
    seconds = run_program(by_unit=number % 10 == 9)
    scene.end_processes("bob")
    for child in others:
        os.waitpid(child, 0)
    changed = [line for line in watch.compare(before, taken(own), own) if not allowed(line, loose_home)]
    return {"round": number, "changed": changed, "status": read(STATUS), "seconds": seconds,
            "did": [trick.__name__ for trick in tricks] + ["swap"] * len(others) + ["in an open /home"] * loose_home}


def main(seed, first, end):
    homes = json.loads(read(HOMES) or "{}")
    for number in range(int(first), int(end)):
        print(json.dumps(one_round(seed, number, homes)), flush=True)
    with open(HOMES, "w") as file:
        json.dump(homes, file)


main(*sys.argv[1:])
