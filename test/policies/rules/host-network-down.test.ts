import { unknown } from "../../../policies/facts/fact";
import rule from "../../../policies/rules/host-network-down";
import { messages, noKeyPair, places, script, type Change } from "../../support/subjects";

test.each<[string, Change, readonly string[]]>([
  ["the first interface down by ip(8)", { userData: script("ip link set dev ens5 down") }, ["2:1"]],
  ["the first interface down by ifconfig(8)", { userData: script("ifconfig eth0 down") }, ["2:1"]],
])("reports %s", (_, change, expected) => {
  expect(places(rule, change)).toEqual(expected);
});

test.each<[string, Change]>([
  ["an interface that comes up again", { userData: script("ip link set ens5 down", "ip link set ens5 up") }],
  ["another interface", { userData: script("ip link set docker0 down") }],
  ["a firewall that closes the port: that is another rule's", { userData: script("iptables -P INPUT DROP") }],
  ["a launch without a key", { ...noKeyPair, userData: script("ip link set ens5 down") }],
  ["user data known only at apply", { userData: unknown("userData") }],
])("says nothing of %s", (_, change) => {
  expect(messages(rule, change)).toEqual([]);
});

test("reads well", () => {
  expect(messages(rule, { userData: script("ip link set ens5 down") })).toMatchInlineSnapshot(`
   [
     "user data, line 2 (ip link set) takes down the host's network, so nobody gets in by SSH, from the first boot until the next reboot.",
   ]
  `);
});
