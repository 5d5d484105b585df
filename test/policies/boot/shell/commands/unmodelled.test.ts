import { bash, verdict } from "../../judge";

describe("what cannot be seen into", () => {
  it.each([
    ["a download that is run", "unknown", bash("curl -fsSL https://example.com/install | bash")],
    [
      "a download that is run by sudo",
      "unknown",
      bash("wget -qO- https://example.com/x | sudo bash -s -- --yes"),
    ],
    [
      "a download that is kept and run",
      "unknown",
      bash("curl -o /tmp/x.sh https://example.com/x.sh", "bash /tmp/x.sh"),
    ],
    ["a program of its own", "unknown", bash("/opt/app/setup")],
    ["a script of the folder", "unknown", bash("./setup.sh")],
    ["a script in Python", "unknown", bash("python3 /opt/setup.py")],
    ["a playbook", "unknown", bash("ansible-pull -U https://example.com/x.git")],
    ["CloudFormation's own", "unknown", bash("/opt/aws/bin/cfn-init -s stack -r resource")],
    ["a name that is not known", "unknown", bash('"$(cat /etc/command)" --yes')],
    ["a file read as commands", "unknown", bash(". /opt/env.sh")],
    ["a module of Python's", "open", bash("python3 -m pip install x", "python3 -m venv /opt/v")],
    ["a line of Python", "open", bash('python3 -c "print(1)"')],
    ["a line of Python that runs something", "unknown", bash("python3 -c \"import os; os.system('x')\"")],
    ["a question", "open", bash("node --version; python3 -V")],
    [
      "another account may come with it, where a line shuts the login user's",
      "unknown",
      bash("usermod -e 1 ubuntu", "curl https://example.com/x | bash"),
    ],
    [
      "another account may have come with it before",
      "unknown",
      bash("curl https://example.com/x | bash", "usermod -e 1 ubuntu"),
    ],
    [
      "it opens no server that is stopped",
      "closed",
      bash("curl https://example.com/x | bash", "systemctl disable --now ssh.service ssh.socket"),
    ],
    ["keys that a web site brings", "unknown", bash("ssh-import-id gh:somebody", "userdel ubuntu")],
    ["a list of accounts", "unknown", bash("newusers /tmp/list", "userdel ubuntu")],
    [
      "accounts of names that are read",
      "unknown",
      bash("for u in $(cat /tmp/list); do useradd -m $u; done", "userdel ubuntu"),
    ],
    [
      "a changed sshd, which may know other keys",
      "unknown",
      bash("echo TrustedUserCAKeys /etc/ssh/ca.pub >> /etc/ssh/sshd_config", "userdel ubuntu"),
    ],
    ["a mount over homes", "unknown", bash("mount /dev/xvdf /home")],
  ])("%s: %s", (_, login, script) => {
    expect(verdict(script)).toBe(login);
  });
});
