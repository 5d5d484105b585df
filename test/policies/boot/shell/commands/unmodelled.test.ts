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
    ["a name that is not known", "unknown", bash('"$CMD" --yes')],
    ["a file read as commands", "unknown", bash(". /opt/env.sh")],
    ["a module of Python's", "open", bash("python3 -m pip install x", "python3 -m venv /opt/v")],
    ["a line of Python", "open", bash('python3 -c "print(1)"')],
    ["a line of Python that runs something", "unknown", bash("python3 -c \"import os; os.system('x')\"")],
    ["a question", "open", bash("node --version; python3 -V")],
    [
      "it undoes nothing that is certain",
      "closed",
      bash("usermod -e 1 ubuntu", "curl https://example.com/x | bash"),
    ],
    [
      "it says nothing of what comes later",
      "closed",
      bash("curl https://example.com/x | bash", "usermod -e 1 ubuntu"),
    ],
    ["a mount over homes", "unknown", bash("mount /dev/xvdf /home")],
  ])("%s: %s", (_, login, script) => {
    expect(verdict(script)).toBe(login);
  });
});
