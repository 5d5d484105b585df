"""Reads back what the predicted machine is made of; run as root inside an instance.

Arguments: the login user. Prints one JSON object: accounts, files, sshd, services, listening.
"""

import base64
import datetime
import json
import os
import re
import stat
import subprocess
import sys

SETTINGS = (
    "port listenaddress pubkeyauthentication passwordauthentication kbdinteractiveauthentication usepam strictmodes"
    " allowusers denyusers allowgroups denygroups authorizedkeysfile authorizedkeyscommand authenticationmethods"
    " permitrootlogin forcecommand chrootdirectory revokedkeys trustedusercakeys maxsessions pubkeyacceptedalgorithms"
).split()
LISTS = ("port", "listenaddress", "allowusers", "denyusers", "allowgroups", "denygroups")
# What the image's own configuration comes to is told only where it differs; so are its own files.
USUAL = {
    "port": ["22"],
    "pubkeyauthentication": "yes",
    "passwordauthentication": "no",
    "kbdinteractiveauthentication": "no",
    "usepam": "yes",
    "strictmodes": "yes",
    "permitrootlogin": "without-password",
    "authorizedkeysfile": ".ssh/authorized_keys .ssh/authorized_keys2",
    "authorizedkeyscommand": "none",
    "authenticationmethods": "any",
    "forcecommand": "none",
    "chrootdirectory": "none",
    "revokedkeys": "none",
    "trustedusercakeys": "none",
    "maxsessions": "10",
    "takesed25519": "yes",
}
USUAL_ADDRESSES = {"[::]", "0.0.0.0"}
USUAL_FILES = {
    "/": "0755 root root",
    "/home": "0755 root root",
    "/root": "0700 root root",
    "/etc/ssh": "0755 root root",
    "/etc/ssh/sshd_config": "0644 root root",
    "/etc/fstab": "0644 root root",
    "/etc/nologin": "absent",
}
KEY = re.compile(r"(?:^|\s)(ssh-(?:rsa|ed25519|dss)|ecdsa-sha2-\S+|sk-\S+)\s+(AAAA[A-Za-z0-9+/]*)")
TODAY = (datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None) - datetime.datetime(1970, 1, 1)).days


def run(*argv):
    try:
        done = subprocess.run(argv, capture_output=True, text=True, timeout=20)
        return done.returncode, done.stdout
    except (OSError, subprocess.TimeoutExpired):
        return 127, ""


def names_in(path):
    """By number; asked of the file itself, since nsswitch.conf may be what a case is about."""
    fields = [line.split(":") for line in lines(path)]
    return {each[2]: each[0] for each in reversed(fields) if len(each) > 3}


def file(path):
    try:
        found = os.stat(path)
    except OSError:
        return "absent"
    owner = names_in("/etc/passwd").get(str(found.st_uid), str(found.st_uid))
    group = names_in("/etc/group").get(str(found.st_gid), str(found.st_gid))
    return "%04o %s %s" % (stat.S_IMODE(found.st_mode), owner, group)


def lines(path):
    try:
        with open(path, encoding="utf8", errors="replace") as opened:
            return opened.read().splitlines()
    except OSError:
        return []


def has_keys(path):
    """Whether a line of the key file lets somebody in, other than to be told which user to take."""
    kept = [line for line in lines(path) if line.strip() and not line.lstrip().startswith("#")]
    return any(is_key(line) and "Please login as" not in line for line in kept)


def is_key(line):
    """Whether a whole key stands in the line: sshd passes over one that was cut short."""
    found = KEY.search(line)
    if found is None:
        return False
    try:
        rest = base64.b64decode(found.group(2) + "==")
    except ValueError:
        return False
    while len(rest) >= 4:
        length = int.from_bytes(rest[:4], "big")
        if len(rest) < 4 + length:
            return False
        rest = rest[4 + length :]
    return rest == b""


def accounts():
    shadow = {fields[0]: fields for fields in (line.split(":") for line in lines("/etc/shadow")) if len(fields) > 7}
    memberships = [fields for fields in (line.split(":") for line in lines("/etc/group")) if len(fields) > 3]
    found = {}
    for line in lines("/etc/passwd"):
        fields = line.split(":")
        if len(fields) < 7 or not fields[2].isdigit():
            continue
        name, uid, home, shell = fields[0], int(fields[2]), fields[5], fields[6]
        if uid != 0 and not 1000 <= uid < 60000:
            continue
        secret = shadow.get(name, [name, "*"] + [""] * 7)
        expiry = secret[7]
        groups = sorted(each[0] for each in memberships if name in each[3].split(","))
        account = {"shell": shell, "home": home, "keys": has_keys(home + "/.ssh/authorized_keys"), "groups": groups}
        if expiry.isdigit() and int(expiry) <= TODAY:
            account["expired"] = True
        if secret[2] == "0":
            account["passwordExpired"] = True
        if not secret[1].startswith(("!", "*")):
            account["password"] = True if secret[1] else "empty"
        found[name] = account
    return found


def sshd(user):
    command = ("/usr/sbin/sshd", "-T", "-C", "user=%s,host=client,addr=172.31.0.1,laddr=172.31.0.10,lport=22" % user)
    code, text = run(*command)
    if code != 0:
        return {"loads": False}
    said = {}
    for line in text.splitlines():
        keyword, _, value = line.partition(" ")
        if keyword in LISTS:
            said.setdefault(keyword, []).append(value)
        elif keyword in SETTINGS:
            said[keyword] = value
    accepted = said.pop("pubkeyacceptedalgorithms", "").split(",")
    said["takesed25519"] = "yes" if "ssh-ed25519" in accepted else "no"
    if {address.rpartition(":")[0] for address in said.get("listenaddress", [])} == USUAL_ADDRESSES:
        said.pop("listenaddress")
    return {"loads": True, **{keyword: value for keyword, value in said.items() if USUAL.get(keyword) != value}}


def service(unit):
    return {
        "active": run("systemctl", "is-active", unit)[1].strip() == "active",
        "enabled": run("systemctl", "is-enabled", unit)[1].strip() == "enabled",
    }


def listening():
    """TCP ports on which sshd (or systemd in its place) waits for connections from outside."""
    ports = set()
    for line in run("ss", "-Hltnp")[1].splitlines():
        fields = line.split()
        address, _, port = fields[3].rpartition(":")
        if "sshd" in line and not address.startswith(("127.", "[::1]")):
            ports.add(int(port))
    return sorted(ports)


login = sys.argv[1]
known = accounts()
units = ("ssh", "ssh.socket") if os.path.isdir("/run/systemd/system") else ()
paths = list(USUAL_FILES)
for name, account in known.items():
    if account["home"] not in ("", "/") and (name != "root" or account["keys"]):
        paths += [account["home"] + below for below in ("", "/.ssh", "/.ssh/authorized_keys")]
files = {path: file(path) for path in dict.fromkeys(paths)}
print(
    json.dumps(
        {
            "accounts": known,
            "files": {path: said for path, said in files.items() if USUAL_FILES.get(path) != said},
            "sshd": sshd(login),
            **({"services": {unit: service(unit) for unit in units}} if units else {}),
            "listening": listening(),
        }
    )
)
