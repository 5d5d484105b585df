import { KEY, bash, verdict } from "../../judge";

describe("useradd, usermod, userdel", () => {
  it.each([
    ["expires the account", "closed", bash("usermod -e 1 ubuntu")],
    ["expires it with a date", "closed", bash("usermod --expiredate 2001-01-01 ubuntu")],
    ["expires it by a shortened option", "closed", bash("usermod --expire=1 ubuntu")],
    ["takes the expiry back", "open", bash("usermod -e 1 ubuntu", "usermod -e '' ubuntu")],
    ["sets a date to come", "open", bash("usermod -e 2099-01-01 ubuntu")],
    ["sets a date in words", "unknown", bash('usermod -e "tomorrow" ubuntu')],
    ["expires another account", "open", bash("usermod -e 1 backup")],
    ["locks the password only", "open", bash("usermod -L ubuntu")],
    ["gives a shell that lets nobody in", "closed", bash("usermod -s /usr/sbin/nologin ubuntu")],
    [
      "gives a shell that lets nobody in, and takes it back",
      "open",
      bash("usermod -s /bin/false ubuntu", "usermod -s /bin/bash ubuntu"),
    ],
    ["gives a shell that is not installed", "closed", bash("chsh -s /usr/bin/zsh ubuntu")],
    ["gives a shell that may not be installed", "unknown", bash("chsh -s /usr/bin/tcsh ubuntu")],
    ["moves the home", "closed", bash("usermod -d /data/ubuntu ubuntu")],
    ["names the home that it has", "open", bash("usermod -d /home/ubuntu/ ubuntu")],
    ["moves the home with its files", "open", bash("usermod -m -d /srv/ubuntu ubuntu")],
    ["moves the home to where no folder is", "unknown", bash("usermod -m -d /data/ubuntu ubuntu")],
    [
      "moves the home to one that is there already",
      "closed",
      bash("mkdir -p /srv/ubuntu", "usermod -m -d /srv/ubuntu ubuntu"),
    ],
    [
      "moves the home after the keys",
      "open",
      bash(
        "mkdir -p /data/ubuntu",
        "cp -a /home/ubuntu/.ssh /data/ubuntu/",
        "chown -R ubuntu: /data/ubuntu",
        "usermod -d /data/ubuntu ubuntu",
      ),
    ],
    ["renames the account", "open", bash("usermod -l ops ubuntu")],
    [
      "renames it to one that is there",
      "closed",
      bash("useradd ops", "usermod -l ops ubuntu", "userdel ubuntu"),
    ],
    ["renames it, and deletes that one", "closed", bash("usermod -l ops ubuntu", "userdel ops")],
    ["renames it, and deletes the former name", "open", bash("usermod -l ops ubuntu", "userdel ubuntu")],
    [
      "makes an account whose group is there already",
      "closed",
      bash(
        "groupadd ops",
        "useradd -m ops",
        "cp -r /home/ubuntu/.ssh /home/ops/",
        "chown -R ops:ops /home/ops/.ssh",
        "userdel ubuntu",
      ),
    ],
    [
      "makes an account with that group",
      "open",
      bash(
        "groupadd ops",
        "useradd -m -g ops ops",
        "cp -r /home/ubuntu/.ssh /home/ops/",
        "chown -R ops:ops /home/ops/.ssh",
        "userdel ubuntu",
      ),
    ],
    [
      "makes an account without a home",
      "closed",
      bash("useradd ops", "mkdir /home/ops/.ssh", "userdel ubuntu"),
    ],
    [
      "gives root a key",
      "open",
      bash("mkdir -p /root/.ssh", `echo "${KEY}" >> /root/.ssh/authorized_keys`, "userdel ubuntu"),
    ],
    ["deletes the account", "closed", bash("userdel ubuntu")],
    ["deletes it with its home", "closed", bash("userdel -r ubuntu")],
    ["deletes it the Debian way", "closed", bash("deluser --remove-home ubuntu")],
    ["deletes another account", "open", bash("userdel -r alice")],
    ["removes the user from a group", "open", bash("deluser ubuntu docker")],
    ["names a deleted account in a comment field", "open", bash("useradd -c 'was userdel ubuntu' alice")],
    ["deletes as somebody who may not", "open", bash("su ubuntu -c 'userdel ubuntu'")],
    ["deletes by root's rights again", "closed", bash("su ubuntu -c 'sudo userdel ubuntu'")],
    [
      "moves the keys to another user first",
      "open",
      bash(
        "useradd -m -s /bin/bash ops",
        "cp -r /home/ubuntu/.ssh /home/ops/",
        "chown -R ops:ops /home/ops/.ssh",
        "userdel -r ubuntu",
      ),
    ],
    [
      "copies the key file alone",
      "open",
      bash(
        "useradd -m ops",
        "mkdir -m 700 /home/ops/.ssh",
        "cp /home/ubuntu/.ssh/authorized_keys /home/ops/.ssh/",
        "chown -R ops: /home/ops/.ssh",
        "userdel ubuntu",
      ),
    ],
    [
      "copies the keys and leaves them to root",
      "closed",
      bash("useradd -m ops", "cp -r /home/ubuntu/.ssh /home/ops/", "userdel ubuntu"),
    ],
    [
      "installs the key folder for another user",
      "open",
      bash(
        "useradd -m ops",
        "install -d -m 700 -o ops -g ops /home/ops/.ssh",
        "install -m 600 -o ops -g ops /home/ubuntu/.ssh/authorized_keys /home/ops/.ssh/authorized_keys",
        "userdel ubuntu",
      ),
    ],
    [
      "makes another user by adduser",
      "open",
      bash(
        'adduser --disabled-password --gecos "" ops',
        "mkdir -p /home/ops/.ssh",
        `echo "${KEY}" > /home/ops/.ssh/authorized_keys`,
        "chown -R ops:ops /home/ops/.ssh",
        "userdel ubuntu",
      ),
    ],
    ["asks for all accounts with a star", "open", bash("usermod -e 1 '*'")],
  ])("%s: %s", (_, login, script) => {
    expect(verdict(script)).toBe(login);
  });
});
