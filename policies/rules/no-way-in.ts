import { namesAnotherWay } from "../access/detours";
import { LIVE_WAYS } from "../access/way";
import type { BootedLaunch } from "../access/subject";
import { defineRule } from "./rule";
import { isJudged } from "./scope";
import { describeRepair, describeWays } from "./wording";

export default defineRule({
  id: "no-way-in",
  title: "Nobody will be able to get into this instance",
  severity: "critical",
  enforcement: "mandatory",
  verdict: true,
  judges: "launch",
  closes: ["ssh", "instance-connect", "session-manager", "serial-console"],
  remedy:
    "Open one of them: a keyName with port 22 let in and user data that leaves its account alone, or an instance profile whose role has AmazonSSMManagedInstanceCore.",
  causes: ["SSH, Instance Connect, Session Manager and the serial console are all closed"],
  check({ launch, image, boot, ways }) {
    // An instance that is there has booted long ago.
    if (launch.exists || !isJudged({ launch, image })) return [];
    if (!LIVE_WAYS.every((way) => ways[way].state === "closed")) return [];
    if (mayBeWindows({ launch, image, boot }) || namesAnotherWay(boot)) return [];
    return [{ message: `${describeWays(ways)}\n${describeRepair(ways)}` }];
  },
});

/**
 * Whether an image that nobody named may be a Windows that lets people in by RDP, which is not judged: security groups are
 * given, which may let its port in, and no user data of cloud-init's says otherwise.
 */
function mayBeWindows({ launch, image, boot }: BootedLaunch): boolean {
  if (image.family !== "unknown" || launch.sshIngress.state === "absent") return false;
  return !boot.parts.some(({ kind }) => kind === "cloud-config" || kind === "script" || kind === "boothook");
}
