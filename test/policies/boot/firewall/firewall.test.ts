import { bash, boot, DEBIAN, verdict } from "../judge";
import { hostLogin } from "../../../../policies/boot/login/host-login";

const SSH = "iptables -A INPUT -p tcp --dport 22 -j ACCEPT";
const DROP = "iptables -P INPUT DROP";

describe("the host's own firewall", () => {
  it.each([
    ["lets nothing in", "closed", [DROP]],
    ["lets port 22 in first", "open", [SSH, DROP]],
    [
      "lets it in among others",
      "open",
      ["iptables -A INPUT -p tcp -m multiport --dports 22,80 -j ACCEPT", DROP],
    ],
    [
      "lets connections in that are there already",
      "closed",
      ["iptables -A INPUT -m state --state ESTABLISHED -j ACCEPT", DROP],
    ],
    ["lets the host itself in", "closed", ["iptables -A INPUT -i lo -j ACCEPT", DROP]],
    ["lets some in", "unknown", ["iptables -A INPUT -s 10.0.0.0/8 -j ACCEPT", DROP]],
    ["drops before it lets in", "closed", ["iptables -A INPUT -p tcp --dport 22 -j DROP", SSH]],
    [
      "lets in before it drops",
      "open",
      ["iptables -A INPUT -j DROP", "iptables -I INPUT -p tcp --dport 22 -j ACCEPT"],
    ],
    ["drops UDP", "open", ["iptables -A INPUT -p udp -j DROP"]],
    ["is emptied", "open", ["iptables -A INPUT -j DROP", "iptables -F"]],
    [
      "is about forwarding",
      "open",
      ["iptables -P FORWARD DROP", "iptables -t nat -A POSTROUTING -j MASQUERADE"],
    ],
    ["takes a rule away", "unknown", ["iptables -A INPUT -j DROP", "iptables -D INPUT 1"]],
    ["ufw without port 22", "closed", ["ufw --force enable"]],
    ["ufw with it", "open", ["ufw allow OpenSSH", "ufw --force enable"]],
    ["ufw with a limit", "open", ["ufw limit 22/tcp", "ufw --force enable"]],
    ["ufw with another port", "closed", ["ufw allow 80,443/tcp", "ufw --force enable"]],
    ["ufw for some", "unknown", ["ufw allow from 10.0.0.0/8 to any port 22", "ufw --force enable"]],
    ["ufw that is not on", "open", ["ufw default deny incoming"]],
    ["a rule set that is not read", "unknown", ["nft -f /opt/rules"]],
    ["an interface that goes down", "closed", ["ip link set eth0 down"]],
    ["an interface that comes up again", "open", ["ip link set eth0 down", "ip link set dev eth0 up"]],
    ["another interface", "open", ["ip link set docker0 down"]],
  ] as const)("%s: %s", (_, login, lines) => {
    expect(verdict(bash(...lines), { image: DEBIAN })).toBe(login);
  });

  it.each([
    ["rules that nobody saved are gone", "open", [DROP]],
    ["rules that were saved stay", "closed", [DROP, "netfilter-persistent save"]],
    ["ufw stays", "closed", ["ufw --force enable"]],
    ["the interface is up", "open", ["ip link set eth0 down"]],
  ] as const)("at the next boot %s", (_, login, lines) => {
    const booted = boot(bash(...lines), { image: DEBIAN });
    expect(hostLogin({ ...booted, afterBoot: booted.afterReboot }, DEBIAN).state).toBe(login);
  });
});
