import type { AccessSubject } from "./subject";
import { cannotTell, fails, HOLDS, wayOf, type Condition, type Way } from "./way";

/** Offline repair: the instance can be stopped, its root volume or user data changed, and started again. */
export function offlineRepair(subject: AccessSubject): Way {
  return wayOf([rootCondition(subject), stopCondition(subject)]);
}

function rootCondition({ image }: AccessSubject): Condition {
  const { rootDevice } = image;
  if (rootDevice.state !== "known") return cannotTell("whether the image's root is on EBS");
  return rootDevice.value === "ebs" ? HOLDS : fails("its root is on instance store, so it cannot be stopped");
}

function stopCondition({ launch }: AccessSubject): Condition {
  // A stopped member fails its health check and is replaced; scale-in protection does not change that.
  if (launch.kind === "group") return fails("its Auto Scaling group replaces a member that is stopped");
  const { oneTimeSpot } = launch;
  if (oneTimeSpot.state === "unknown") return cannotTell(oneTimeSpot.why);
  return oneTimeSpot.state === "known" && oneTimeSpot.value
    ? fails("a one-time spot instance cannot be stopped")
    : HOLDS;
}
