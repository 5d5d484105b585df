import { troubleshootSsh } from "../access/troubleshoot-ssh";
import { LIVE_WAYS, type Way } from "../access/way";
import type { Launch } from "../launch/launch";
import { defineRule } from "./rule";
import { isJudged } from "./scope";
import { describeReason, describeRest } from "./wording";

export default defineRule({
  id: "repair-blocked",
  title: "Nobody is certain to get in, and the host cannot be stopped, mended and started as it is",
  severity: "medium",
  enforcement: "advisory",
  judges: "launch",
  closes: ["offline-repair"],
  remedy:
    "Open Session Manager, so that it need not be stopped; of an Auto Scaling group put the member on standby or detach it first, and give what is to be repaired an EBS root and an Elastic IP.",
  causes: [
    "A one-time spot instance, and a root on instance store: neither can be stopped",
    "Where every live way is closed (low): an Auto Scaling group (of one's own, or Elastic Beanstalk's, EKS's, Batch's) that replaces a member that is stopped, and a node of EMR's",
    "Where every live way is closed (low): stop protection, a public address that a stop takes away, and a shutdown from within that deletes",
  ],
  check(subject) {
    const { launch, image, ways } = subject;
    if (!isJudged({ launch, image }) || image.family === "windows") return [];
    if (LIVE_WAYS.some((way) => ways[way].state === "open")) return [];
    const repair = ways["offline-repair"];
    const isShut = LIVE_WAYS.every((way) => ways[way].state === "closed");
    const isMember = MEMBERS.has(launch.kind);
    const lines = [describeRest(ways, []), runbookLine(troubleshootSsh(subject, ways))];
    // Members come and go: nobody repairs one while a way in may be left.
    if (repair.state === "closed" && (isShut || !isMember)) {
      const why = repair.reasons.map(describeReason).join("; ");
      return [
        {
          message: [`Offline repair is closed: ${why}.`, ...lines].join("\n"),
          ...(isMember && { severity: "low" as const }),
        },
      ];
    }
    // What it costs is of interest once it is all that is left.
    const costs = costsOf(launch);
    if (repair.state === "closed" || costs.length === 0 || !isShut) return [];
    return [
      { message: [`Offline repair costs: ${costs.join("; ")}.`, ...lines].join("\n"), severity: "low" },
    ];
  },
});

/** Kinds whose instances come and go. */
const MEMBERS: ReadonlySet<Launch["kind"]> = new Set<Launch["kind"]>(["group", "fleet", "cluster"]);

function costsOf(launch: Launch): readonly string[] {
  const { stopProtection, publicAddress, shutdownBehavior, elasticAddress } = launch;
  const costs: string[] = [];
  if (stopProtection.state === "known" && stopProtection.value)
    costs.push("stop protection has to be taken off first");
  if (publicAddress.state === "known" && publicAddress.value && !elasticAddress)
    costs.push("its public address is no Elastic IP and changes when it is stopped and started");
  if (shutdownBehavior.state === "known" && shutdownBehavior.value === "terminate")
    costs.push("a shutdown from within deletes it, so only the API can stop it");
  return costs;
}

function runbookLine({ online, offline }: ReturnType<typeof troubleshootSsh>): string {
  return `The runbook AWSSupport-TroubleshootSSH: ${can(online)} while it runs, ${can(offline)} while it is stopped.`;
}

const can = ({ state }: Way): string =>
  ({ open: "can repair it", closed: "cannot", unknown: "may be able to" })[state];
