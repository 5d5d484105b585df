import { agentCondition, roleCondition } from "../access/session-manager";
import { LIVE_WAYS, type WayReason } from "../access/way";
import { defineRule, type Finding, type LaunchSubject } from "./rule";
import { isJudged } from "./scope";
import { describeOrigin, describeRest, placeOf } from "./wording";

export default defineRule({
  id: "session-manager-closed",
  title: "Session Manager is closed by the role, or by user data that switches its agent off",
  severity: "medium",
  enforcement: "advisory",
  judges: "launch",
  closes: ["session-manager"],
  remedy:
    "Give the launch an instance profile whose role trusts ec2.amazonaws.com and has AmazonSSMManagedInstanceCore, or switch on default host management and say so in `settings`; and leave the agent as the image has it.",
  causes: [
    "No instance profile on the launch or its template, and no default host management",
    "A role without the rights of AmazonSSMManagedInstanceCore",
    "A role that may register but open no session; where it may register, default host management does not step in",
    "A policy that denies what the SSM agent needs, or a permissions boundary that leaves it out",
    "A trust policy that does not let EC2 take on the role, as one for hybrid activations (ssm.amazonaws.com)",
    "A role's name in place of an instance profile's, or an instance profile without a role",
    "Default host management with a role that does not trust ssm.amazonaws.com or lacks what is needed",
    "With a role that has the rights: user data that stops, disables, masks or removes the agent, its package or its snap",
  ],
  framework: {
    name: "AWS Foundational Security Best Practices",
    version: "1.0.0",
    reference: "SSM.1",
    specification: "Amazon EC2 instances should be managed by AWS Systems Manager",
  },
  check(subject) {
    const { launch, image, ways } = subject;
    if (!isJudged({ launch, image }) || isEnteredByDesktop(subject)) return [];
    const role = roleCondition(subject);
    const rest = describeRest(ways, ["session-manager"]);
    // Whoever keeps another way in open may well do without this one.
    const severity = LIVE_WAYS.some((way) => ways[way].state === "open") ? { severity: "low" as const } : {};
    if (role.holds === false) return [{ message: `${sentence(role.reasons)}.\n${rest}`, ...severity }];
    // Without the rights nobody meant to use it.
    return role.holds === true ? agentOff(subject, rest).map((each) => ({ ...each, ...severity })) : [];
  },
});

/** Windows with a key pair, which decrypts the password of its administrator: people come by Remote Desktop. */
const isEnteredByDesktop = ({ image, launch }: LaunchSubject): boolean =>
  image.family === "windows" && launch.keyName.state !== "absent";

function sentence(reasons: readonly WayReason[]): string {
  const told = reasons.map(({ what }) => what).join("; ");
  return `${told.charAt(0).toUpperCase()}${told.slice(1)}`;
}

function agentOff(subject: LaunchSubject, rest: string): readonly Finding[] {
  const agent = agentCondition(subject);
  if (agent.holds !== false) return [];
  return agent.reasons.flatMap(({ what, since }) => {
    const place = placeOf(since);
    if (place === undefined) return [];
    const because = `${describeOrigin(since)}: ${what}, so Session Manager opens nothing, although the launch has the rights for it.`;
    return [{ message: `${because}\n${rest}`, place }];
  });
}
