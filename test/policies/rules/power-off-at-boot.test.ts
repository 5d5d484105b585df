import { unknown } from "../../../policies/facts/fact";
import rule from "../../../policies/rules/power-off-at-boot";
import { config, images, messages, places, script, type Change } from "../../support/subjects";

test.each<[string, Change, readonly string[]]>([
  ["power off", { userData: config("power_state:", "  delay: now", "  mode: poweroff") }, ["4:3"]],
  ["halt", { userData: config("power_state: {mode: halt}") }, ["2:15"]],
  ["a condition that is true", { userData: config("power_state: {mode: halt, condition: true}") }, ["2:15"]],
])("reports %s", (_, change, expected) => {
  expect(places(rule, change)).toEqual(expected);
});

test.each<[string, Change]>([
  ["a reboot", { userData: config("power_state: {mode: reboot}") }],
  ["a condition that is false", { userData: config("power_state: {mode: poweroff, condition: false}") }],
  [
    "a condition that a command decides",
    { userData: config('power_state: {mode: poweroff, condition: "test -f /x"}') },
  ],
  ["a message alone", { userData: config("power_state: {message: bye}") }],
  ["a script of that name", { userData: script("echo power_state: poweroff") }],
  [
    "an image that reads no cloud-init",
    { image: images.bottlerocket, userData: config("power_state: {mode: halt}") },
  ],
  ["user data known only at apply", { userData: unknown("userData") }],
])("says nothing of %s", (_, change) => {
  expect(messages(rule, change)).toEqual([]);
});

test("reads well", () => {
  expect(messages(rule, { userData: config("power_state: {mode: poweroff}") })).toMatchInlineSnapshot(`
   [
     "user data, line 2 (power_state) powers the instance off once its first boot is through: nobody gets in until it is started again, and an instance whose shutdown behaviour is \`terminate\` is gone.",
   ]
  `);
});
