import { absent, type Fact } from "../facts/fact";
import type { IngressSpan, Launch, PortAccess } from "../launch/launch";

/** Whether the security groups let a TCP port in from anybody at all. Absent: none were given. */
export function groupsLetIn(launch: Pick<Launch, "sshIngress" | "network">, port: number): Fact<PortAccess> {
  if (port === 22) return launch.sshIngress;
  const { ingress } = launch.network;
  return ingress.state === "known" ? (spanAt(ingress.value, port)?.access ?? absent(ingress.path)) : ingress;
}

/** Whether those whom the groups let in at a port may come by the internet: not where they are private addresses and groups. */
export function mayComeFromTheInternet({ network }: Pick<Launch, "network">, port: number): boolean {
  const { ingress } = network;
  if (ingress.state !== "known") return true;
  const peers = spanAt(ingress.value, port)?.peers ?? [];
  return peers.length === 0 || peers.some((peer) => peer !== "private-addresses" && peer !== "groups");
}

const spanAt = (spans: readonly IngressSpan[], port: number): IngressSpan | undefined =>
  spans.find(({ from, to }) => from <= port && port <= to);
