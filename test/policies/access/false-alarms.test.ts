import { known } from "../../../policies/facts/fact";
import noWayIn from "../../../policies/rules/no-way-in";
import loginShut from "../../../policies/rules/login-shut";
import { config, findings, images, noKeyPair, script, type Change } from "../../support/subjects";

/** Debian, a key pair, port 22 let in, and nothing else: SSH is the only way there is. */
const debian: Change = { image: images.debian, role: { state: "absent", path: "iamInstanceProfile" } };

// What people do on purpose, and what cannot be seen: neither verdict may block it.
test.each<[string, Change]>([
  [
    "a program that nobody sees may make another account",
    { userData: script("aws s3 cp s3://b/s.sh /tmp/s.sh && bash /tmp/s.sh", "userdel -r admin") },
  ],
  [
    "configuration management makes the accounts",
    { userData: config("users: []", "ansible: {pull: {url: x, playbook_name: y}}") },
  ],
  [
    "an SSH certificate authority",
    {
      userData: script(
        "echo 'TrustedUserCAKeys /etc/ssh/ca.pub' >> /etc/ssh/sshd_config",
        "useradd -m ops",
        "userdel -r admin",
      ),
    },
  ],
  ["a directory of accounts", { userData: script("realm join example.com", "userdel -r admin") }],
  [
    "a password for SSH, and no key",
    { ...noKeyPair, userData: config("ssh_pwauth: true", "password: not-told", "chpasswd: {expire: false}") },
  ],
  [
    "another port for sshd, and only that one let in",
    {
      sshIngress: known("closed", "vpcSecurityGroupIds"),
      userData: script("sed -i 's/^#Port 22/Port 2222/' /etc/ssh/sshd_config", "systemctl restart ssh"),
    },
  ],
])("neither verdict blocks %s", (_, change) => {
  const whole = { ...debian, ...change };
  expect([...findings(noWayIn, whole), ...findings(loginShut, whole)]).toEqual([]);
});

test("the agent's package brings Session Manager to an image without it, or may", () => {
  const change: Change = {
    ...noKeyPair,
    image: images.debian,
    sshIngress: known("closed", "vpcSecurityGroupIds"),
    userData: script(
      "wget -q https://example.com/debian_amd64/amazon-ssm-agent.deb",
      "dpkg -i amazon-ssm-agent.deb",
    ),
  };
  expect(findings(noWayIn, change)).toEqual([]);
});

test("both verdicts still block the same host without any of that", () => {
  const change = { ...debian, userData: script("userdel -r admin") };
  expect(findings(noWayIn, change)).toHaveLength(1);
  expect(findings(loginShut, change)).toHaveLength(1);
});
