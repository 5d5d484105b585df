import type { Stack, StackResource } from "../resource";
import { entriesLet, entriesOf, type AclQuestion } from "./acl-entries";
import { aclOf } from "./acls";
import type { Direction } from "./group-rules";
import { eachOf, LEADS, shutBy, untold, type Reach } from "./reach";

/** Ports that answers go to: 1024-65535 covers every client ("Ephemeral ports", VPC guide). */
const EPHEMERAL = { from: 1024, to: 65535 } as const;

/** Whether a subnet's network ACL lets a connection to a TCP port through, and its answers back. */
export function connectionThrough(
  stack: Stack,
  subnet: StackResource,
  direction: Direction,
  port: number,
  who: AclQuestion["who"],
  version: 4 | 6 = 4,
): Reach {
  const found = aclOf(stack, subnet);
  if (found.kind === "aws-default") return LEADS;
  if (found.kind === "unseen") return untold(found.why);
  const { acl } = found;
  const back = direction === "ingress" ? "egress" : "ingress";
  const ask = (way: Direction, ports: { from: number; to: number }, what: string): Reach => {
    const entries = entriesOf(stack, acl, way);
    const answer = entries === undefined ? "maybe" : entriesLet(entries, { ...ports, who, version });
    if (answer === "yes") return LEADS;
    return answer === "no"
      ? shutBy(`the network ACL ${acl.name} of its subnet ${subnet.name} lets ${what}`)
      : untold(
          `whether the network ACL ${acl.name} of its subnet ${subnet.name} lets port ${String(port)} through`,
        );
  };
  const inward = direction === "ingress";
  const there = inward ? "no connection to port PORT in" : "no connection to port PORT out";
  return eachOf([
    ask(direction, { from: port, to: port }, there.replace("PORT", String(port))),
    ask(back, EPHEMERAL, `no answers ${inward ? "out" : "in"} (ports 1024 to 65535)`),
  ]);
}
