import { known } from "../../../policies/facts/fact";
import { images, judgedLaunch, notKnownYet, shut, type Change } from "../../support/subjects";

test.each<[string, Change]>([
  ["an EBS root", {}],
  ["a persistent spot request", { kind: "spot-request", oneTimeSpot: known(false, "spotType") }],
  ["stop protection: that can be taken off", { stopProtection: known(true, "disableApiStop") }],
  ["every live way closed", shut],
  [
    "a group that leaves a stopped member alone",
    { kind: "group", replacesStopped: known(false, "suspendedProcesses") },
  ],
])("open with %s", (_, change) => {
  expect(judgedLaunch(change).ways["offline-repair"]).toEqual({ state: "open", reasons: [] });
});

test.each<[string, Change, string]>([
  ["an instance-store root", { image: images.instanceStore }, "its root is on instance store"],
  ["a member of an Auto Scaling group", { kind: "group" }, "replaces a member that is stopped"],
  [
    "a member of a group whose image nobody knows",
    { kind: "group", image: images.unknown },
    "replaces a member that is stopped",
  ],
  [
    "one-time spot",
    { kind: "spot-request", oneTimeSpot: known(true, "spotType") },
    "a one-time spot instance cannot be stopped",
  ],
  ["a node of EMR", { kind: "cluster" }, "EMR"],
])("closed with %s", (_, change, reason) => {
  const way = judgedLaunch(change).ways["offline-repair"];
  expect(way.state).toBe("closed");
  expect(way.reasons.map(({ what }) => what).join()).toContain(reason);
});

test.each<[string, Change]>([
  ["an image that nobody knows", { image: images.unknown }],
  ["a fleet, which may replace it", { kind: "fleet", oneTimeSpot: known(false, "type") }],
  [
    "a group whose processes are known only at apply",
    { kind: "group", replacesStopped: notKnownYet("suspendedProcesses") },
  ],
  ["a spot type known only at apply", { oneTimeSpot: notKnownYet("spotType") }],
])("unknown with %s", (_, change) => {
  expect(judgedLaunch(change).ways["offline-repair"].state).toBe("unknown");
});

test("a look-up tells the root device of an image", () => {
  const image = (rootDeviceType: "ebs" | "instance-store"): Change => ({
    image: images.unknown,
    lookUps: {
      image: (id) => known({ name: "own", ownerId: "111122223333", rootDeviceType, platform: "linux" }, id),
    },
  });
  expect(judgedLaunch(image("ebs")).ways["offline-repair"].state).toBe("open");
  expect(judgedLaunch(image("instance-store")).ways["offline-repair"].state).toBe("closed");
});
