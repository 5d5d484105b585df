import { absent, known } from "../../../policies/facts/fact";
import rule from "../../../policies/rules/serial-console-off";
import { images, messages, notKnownYet, type Change } from "../../support/subjects";

const undeclared: Change = { account: { serialConsole: absent("serialConsoleAccess") } };
const live = (on: boolean): Change => ({
  ...undeclared,
  lookUps: { serialConsole: () => known(on, "serial console access") },
});

test.each<[string, Change]>([
  ["a setting that nobody makes", undeclared],
  ["a setting that the stack switches off", { account: { serialConsole: known(false, "enabled") } }],
  ["a setting stated off", { ...undeclared, settings: { serialConsole: false } }],
  ["a setting that AWS tells off", live(false)],
  [
    "types of which one has a console",
    { ...undeclared, instanceTypes: known(["t2.micro", "t3.micro"], "instanceType") },
  ],
])("reports %s", (_, change) => {
  expect(messages(rule, change)).toHaveLength(1);
});

test.each<[string, Change]>([
  ["a setting in the stack", {}],
  ["a setting stated on", { ...undeclared, settings: { serialConsole: true } }],
  ["a setting that AWS tells on", live(true)],
  ["a setting known only at apply", { account: { serialConsole: notKnownYet("enabled") } }],
  [
    "a type without a console, which gains nothing from it",
    { ...undeclared, instanceTypes: known(["t2.micro"], "instanceType") },
  ],
  ["a type known only at apply", { ...undeclared, instanceTypes: notKnownYet("instanceType") }],
  ["a template alone", { ...undeclared, kind: "template" }],
  ["a configuration alone", { ...undeclared, kind: "configuration" }],
  ["a node of ECS", { ...undeclared, image: images.ecs }],
  ["Bottlerocket", { ...undeclared, image: images.bottlerocket }],
])("says nothing of %s", (_, change) => {
  expect(messages(rule, change)).toEqual([]);
});

test("is told once per account and region, since it holds for all launches there", () => {
  expect(rule.once).toBe("region");
});

test("reads well", () => {
  expect(messages(rule, undeclared)).toMatchInlineSnapshot(`
   [
     "Nobody switches serial console access on in this account and region (AWS's default is off).
   Other ways in: ssh open, instance-connect open, session-manager open.",
   ]
  `);
  expect(messages(rule, live(false))).toMatchInlineSnapshot(`
   [
     "Serial console access is off in this account and region.
   Other ways in: ssh open, instance-connect open, session-manager open.",
   ]
  `);
});
