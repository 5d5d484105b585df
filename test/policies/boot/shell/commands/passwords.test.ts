import { bash, verdict } from "../../judge";

describe("passwd, chpasswd, chage", () => {
  it.each([
    ["locks the password only", "open", bash("passwd -l ubuntu")],
    ["lets the password expire", "closed", bash("passwd -e ubuntu")],
    ["lets it expire, spelt out", "closed", bash("passwd --expire ubuntu")],
    ["asks for a new one", "closed", bash("chage -d 0 ubuntu")],
    ["asks for a new one by date", "closed", bash("chage --lastday 1970-01-01 ubuntu")],
    ["asks, and takes it back", "open", bash("chage -d 0 ubuntu", "chage -d 20000 ubuntu")],
    ["expires the account", "closed", bash("chage -E 0 ubuntu")],
    ["expires it on no day", "open", bash("chage -E -1 ubuntu")],
    ["sets a maximum age", "open", bash("chage -M 90 ubuntu")],
    ["sets a maximum age of no day", "unknown", bash("chage -M 0 ubuntu")],
    ["lists", "open", bash("chage -l ubuntu")],
    ["sets a password", "open", bash("echo 'ubuntu:secret' | chpasswd")],
    [
      "sets a password after it expired",
      "open",
      bash("chage -d 0 ubuntu", "echo 'ubuntu:secret' | chpasswd"),
    ],
    [
      "sets one from a heredoc, then expires it",
      "closed",
      bash("chpasswd <<EOF", "ubuntu:secret", "EOF", "passwd -e ubuntu"),
    ],
    ["sets a password of a name not known", "unknown", bash('echo "$(cat /etc/login):x" | chpasswd')],
    [
      "reads passwords from a file that was fetched",
      "unknown",
      bash("curl -o /root/passwords https://example.com/passwords", "chpasswd < /root/passwords"),
    ],
    [
      "reads them from a file that no image has, and so is not run",
      "open",
      bash("chpasswd < /root/passwords"),
    ],
    ["sets one by standard input", "open", bash("echo secret | passwd --stdin ubuntu")],
    ["of another account", "open", bash("chage -d 0 backup")],
    ["without the rights", "open", bash("sudo -u ubuntu chage -d 0 ubuntu")],
  ])("%s: %s", (_, login, script) => {
    expect(verdict(script)).toBe(login);
  });
});
