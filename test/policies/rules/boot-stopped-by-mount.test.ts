import { unknown } from "../../../policies/facts/fact";
import rule from "../../../policies/rules/boot-stopped-by-mount";
import { config, findings, images, messages, places, script, type Change } from "../../support/subjects";

const append = (line: string): string => `echo '${line}' >> /etc/fstab`;
const MISSING = append("/opt/image.img /home ext4 loop 0 0");
const DEVICE = append("/dev/nvme1n1 /data ext4 defaults 0 2");

test.each<[string, Change, readonly string[]]>([
  ["a device that may not be there", { userData: script("mkdir -p /data", DEVICE) }, ["3:45"]],
  [
    "an entry of mounts with options of its own",
    { userData: config("mounts:", '  - [/dev/nvme1n1, /data, ext4, "defaults", "0", "2"]') },
    ["3:5"],
  ],
  ["a file that is not there", { userData: script(MISSING) }, ["2:43"]],
])("reports %s", (_, change, expected) => {
  expect(places(rule, change)).toEqual(expected);
});

test.each<[string, Change]>([
  ["nofail", { userData: script(DEVICE.replace("defaults", "defaults,nofail")) }],
  ["noauto", { userData: script(DEVICE.replace("defaults", "noauto")) }],
  ["swap", { userData: script(append("/dev/nvme1n1 none swap sw 0 0")) }],
  ["a file system that needs no device", { userData: script(append("tmpfs /scratch tmpfs size=1g 0 0")) }],
  ["a short entry of mounts", { userData: config("mounts:", "  - [/dev/nvme1n1, /data, ext4]") }],
  ["a comment", { userData: script(append("# /dev/nvme1n1 /data ext4 defaults 0 2")) }],
  ["an fstab that is not known", { userData: script("curl -so /etc/fstab https://setup.example/fstab") }],
  ["an image that reads no cloud-init", { image: images.bottlerocket, userData: script(DEVICE) }],
  ["user data known only at apply", { userData: unknown("userData") }],
])("says nothing of %s", (_, change) => {
  expect(messages(rule, change)).toEqual([]);
});

test("weighs less where what is to be mounted may be there", () => {
  const severities = (line: string) =>
    findings(rule, { userData: script(line) }).map(({ severity }) => severity);
  expect(severities(DEVICE)).toEqual(["medium"]);
  expect(severities(MISSING)).toEqual([undefined]);
});

test("reads well", () => {
  expect(messages(rule, { userData: script(DEVICE) })).toMatchInlineSnapshot(`
   [
     "user data, line 2 (append to a file): a file system without nofail may stop a later boot: if what is to be mounted is not there, the host waits for it and then stops in emergency mode, where nobody gets in, from the next reboot on.",
   ]
  `);
  expect(messages(rule, { userData: script(MISSING) })).toMatchInlineSnapshot(`
   [
     "user data, line 2 (append to a file): what is to be mounted is not there, and without nofail the boot stops in emergency mode, from the next reboot on.",
   ]
  `);
});
