import { unknown } from "../../../policies/facts/fact";
import rule from "../../../policies/rules/host-firewall-closes-ssh";
import { messages, noKeyPair, places, script, type Change } from "../../support/subjects";

test.each<[string, Change, readonly string[]]>([
  ["ufw without a rule for SSH", { userData: script("ufw allow 443/tcp", "ufw --force enable") }, ["3:1"]],
  ["iptables with a policy that drops", { userData: script("iptables -P INPUT DROP") }, ["2:1"]],
  [
    "iptables with a rule about the port",
    { userData: script("iptables -A INPUT -p tcp --dport 22 -j DROP") },
    ["2:1"],
  ],
])("reports %s", (_, change, expected) => {
  expect(places(rule, change)).toEqual(expected);
});

test.each<[string, Change]>([
  ["ufw with a rule for SSH", { userData: script("ufw allow OpenSSH", "ufw --force enable") }],
  [
    "iptables with a rule for port 22 first",
    { userData: script("iptables -A INPUT -p tcp --dport 22 -j ACCEPT", "iptables -P INPUT DROP") },
  ],
  ["ufw with rules alone", { userData: script("ufw deny 8080") }],
  ["an interface taken down: that is another rule's", { userData: script("ip link set ens5 down") }],
  ["a chain that no connection to the host meets", { userData: script("iptables -P FORWARD DROP") }],
  ["a launch without a key", { ...noKeyPair, userData: script("iptables -P INPUT DROP") }],
  ["user data known only at apply", { userData: unknown("userData") }],
])("says nothing of %s", (_, change) => {
  expect(messages(rule, change)).toEqual([]);
});

test("reads well", () => {
  expect(messages(rule, { userData: script("iptables -P INPUT DROP") })).toMatchInlineSnapshot(`
   [
     "user data, line 2 (iptables) closes port 22 in the host's own firewall: nobody gets in by SSH, from the first boot until the next reboot.",
   ]
  `);
});
