import { routeIn, sshPort } from "../access/network";
import { keyAnswer } from "../access/ssh";
import { LIVE_WAYS } from "../access/way";
import { defineRule } from "./rule";
import { isJudged } from "./scope";
import { describeReason, describeRest } from "./wording";

export default defineRule({
  id: "ssh-unreachable",
  title: "The host would let the key in, but the network leads nobody to its SSH server",
  severity: "medium",
  enforcement: "advisory",
  judges: "launch",
  closes: ["ssh"],
  remedy:
    "Let the port in from where people come (an address range of theirs, the security group of a bastion or of an Instance Connect endpoint, not the world) and give the subnet a route; or open Session Manager.",
  causes: [
    "No security group lets in a port that sshd listens on",
    "A network of this deployment that nothing leads into, and no EC2 Instance Connect endpoint that reaches the host",
    "No security group, where the VPC's default one lets in its own members only",
  ],
  check(subject) {
    const { launch, image, boot, ways } = subject;
    if (!isJudged({ launch, image }) || image.initSystem !== "cloud-init") return [];
    if (boot.loginUserIs !== "known" || keyAnswer({ boot, image }).state !== "open") return [];
    // Who keeps another way in open need not reach this one; a role for Session Manager tells as much.
    if (LIVE_WAYS.some((way) => ways[way].state === "open") || ways["session-manager"].state !== "closed")
      return [];
    const reasons = [sshPort(subject), routeIn(subject)].flatMap((condition) =>
      condition.holds === false ? condition.reasons : [],
    );
    if (reasons.length === 0) return [];
    const why = [...new Set(reasons.map(describeReason))].join("; ");
    return [
      {
        message: `SSH times out although the key would be taken: ${why}.\n${describeRest(ways, ["ssh"])}`,
      },
    ];
  },
});
