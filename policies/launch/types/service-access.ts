import { unknown, type Fact } from "../../facts/fact";
import type { PortAccess } from "../launch";
import { portAccess, withUnseenGroups } from "../network/wiring";
import type { Source } from "../part";

/**
 * What the security groups that a service is given let through. The service gives its instances a group of its own too, or
 * changes what it was given: what these shut may be open all the same.
 *
 * @param lists Paths of the lists of security groups.
 * @param why What the service does, as a phrase.
 */
export function serviceAccess(
  source: Source,
  lists: readonly string[],
  why: string,
): ReturnType<typeof portAccess> {
  const { sshIngress, httpsEgress, wirings } = portAccess(source, { lists });
  const unlessOpen = (access: Fact<PortAccess>): Fact<PortAccess> =>
    access.state === "known" && access.value === "open" ? access : unknown(access.path, why);
  return {
    sshIngress: unlessOpen(sshIngress),
    httpsEgress: unlessOpen(httpsEgress),
    wirings: withUnseenGroups(wirings, why),
  };
}
