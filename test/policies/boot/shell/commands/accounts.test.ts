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
    ["gives a shell that may not be installed", "unknown", bash("chsh -s /usr/bin/zsh ubuntu")],
    ["moves the home", "unknown", bash("usermod -d /data/ubuntu ubuntu")],
    ["moves the home with its files", "unknown", bash("usermod -m -d /data/ubuntu ubuntu")],
    ["renames the account", "unknown", bash("usermod -l admin ubuntu")],
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
