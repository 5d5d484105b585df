import { AL2023, bash, verdict } from "../../judge";

describe("services and packages on Amazon Linux", () => {
  it.each([
    ["stops sshd", "closed", bash("systemctl stop sshd")],
    ["stops and starts it", "open", bash("systemctl stop sshd", "systemctl start sshd")],
    ["restarts it", "open", bash("systemctl restart sshd")],
    ["reloads it", "open", bash("systemctl reload sshd; service sshd reload")],
    ["disables it", "closed later", bash("systemctl disable sshd")],
    ["disables it at once", "closed", bash("systemctl disable --now sshd.service")],
    ["masks it", "closed", bash("systemctl mask --now sshd")],
    [
      "masks it and tries to start it",
      "closed",
      bash("systemctl mask --now sshd", "systemctl enable --now sshd"),
    ],
    [
      "masks it for a while",
      "open",
      bash("systemctl mask sshd", "systemctl unmask sshd", "systemctl enable --now sshd"),
    ],
    ["unmasks it and leaves it", "unknown", bash("systemctl mask sshd", "systemctl unmask sshd")],
    [
      "disables another unit",
      "open",
      bash("systemctl disable --now firewalld sshd-keygen@rsa sshd-vsock.socket"),
    ],
    ["a unit that is not known", "unknown", bash('systemctl stop "$(cat /run/unit)"')],
    ["asks about it", "open", bash("systemctl is-active sshd || systemctl status sshd")],
    ["the old way", "closed", bash("service sshd stop", "chkconfig sshd off")],
    ["the old way, from the reboot on", "closed later", bash("chkconfig sshd off")],
    ["removes the server", "closed", bash("yum remove -y openssh-server")],
    [
      "removes and installs it",
      "open",
      bash("dnf remove -y openssh-server", "dnf install -y openssh-server"),
    ],
    ["removes the client", "open", bash("yum remove -y openssh-clients")],
    ["an option that looks like a removal", "open", bash("yum -e 0 -y install openssh-server")],
    ["removes by rpm", "closed", bash("rpm -e openssh-server")],
    ["asks rpm", "open", bash("rpm -q openssh-server")],
    ["closes the firewall", "closed", bash("iptables -A INPUT -p tcp --dport 22 -j DROP")],
    ["looks at it", "open", bash("iptables -L -n; ufw status")],
    ["without the rights", "open", bash("sudo -u nobody systemctl stop sshd")],
  ])("%s: %s", (_, login, script) => {
    expect(verdict(script, { image: AL2023 })).toBe(login);
  });
});
