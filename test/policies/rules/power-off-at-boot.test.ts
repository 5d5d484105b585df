import { known, unknown } from "../../../policies/facts/fact";
import rule from "../../../policies/rules/power-off-at-boot";
import { config, images, messages, places, script, type Change } from "../../support/subjects";

test.each<[string, Change, readonly string[]]>([
  ["power off", { userData: config("power_state:", "  delay: now", "  mode: poweroff") }, ["4:3"]],
  ["halt", { userData: config("power_state: {mode: halt}") }, ["2:15"]],
  ["a condition that is true", { userData: config("power_state: {mode: halt, condition: true}") }, ["2:15"]],
  ["a script", { userData: script("./build", "poweroff") }, ["3:1"]],
  ["a script that announces it", { userData: script("shutdown -h +1") }, ["2:1"]],
  ["runcmd", { userData: config("runcmd:", "  - [systemctl, poweroff]") }, ["3:5"]],
  ["bootcmd, at every boot", { userData: config("bootcmd:", "  - shutdown -h now") }, ["3:5"]],
])("reports %s", (_, change, expected) => {
  expect(places(rule, change)).toEqual(expected);
});

test.each<[string, Change]>([
  ["a script that starts it again", { userData: script("reboot") }],
  ["a script that takes it back", { userData: script("shutdown -h +5", "shutdown -c") }],
  ["hours that are left until then", { userData: script("shutdown -h +120") }],
  ["a command that only may be run", { userData: script('[ "$DONE" = yes ] && poweroff') }],
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

test("tells a power-off at every boot", () => {
  expect(messages(rule, { userData: config("bootcmd: [poweroff]") })).toEqual([
    expect.stringContaining("powers the instance off at every boot: nobody gets in, however often"),
  ]);
});

test("says that the instance is deleted where its own shutdown does that", () => {
  const change = {
    shutdownBehavior: known("terminate", "instanceInitiatedShutdownBehavior"),
    userData: config("power_state: {mode: poweroff}"),
  };
  expect(messages(rule, change)).toEqual([expect.stringContaining("it is deleted then")]);
});
