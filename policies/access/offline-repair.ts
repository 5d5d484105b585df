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
  const { oneTimeSpot, replacesStopped } = launch;
  switch (launch.kind) {
    case "group":
      // A stopped member fails its health check and is replaced; scale-in protection does not change that.
      if (replacesStopped.state === "unknown") return cannotTell(replacesStopped.why);
      if (replacesStopped.state === "absent" || replacesStopped.value)
        return fails("its Auto Scaling group replaces a member that is stopped");
      break;
    case "cluster":
      return fails("EMR takes a node that is stopped for lost");
    case "fleet":
      if (oneTimeSpot.state !== "known" || !oneTimeSpot.value)
        return cannotTell("whether its fleet replaces a member that is stopped");
      break;
    default:
      break;
  }
  if (oneTimeSpot.state === "unknown") return cannotTell(oneTimeSpot.why);
  return oneTimeSpot.state === "known" && oneTimeSpot.value
    ? fails("a one-time spot instance cannot be stopped")
    : HOLDS;
}
