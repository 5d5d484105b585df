import { absent, unknown } from "../facts/fact";
import type { Launch } from "./launch";
import { noWiring, unseenWiring, type Wirings } from "./network/wiring";
import type { Stack, StackResource } from "./resource";

/** A resource and the stack it is looked up in. */
export interface Source {
  readonly resource: StackResource;
  readonly stack: Stack;
}

/** What one resource says of a launch, its references resolved; what it leaves out may come from a template. */
export interface LaunchPart extends Omit<
  Launch,
  "kind" | "service" | "resource" | "exists" | "credentials" | "network" | "elasticAddress" | "connections"
> {
  readonly wirings: Wirings;
}

/** A part that says nothing. */
export const silentPart: LaunchPart = {
  region: absent("region"),
  image: { id: absent("imageId"), names: [], owners: [] },
  instanceTypes: absent("instanceType"),
  keyName: absent("keyName"),
  keyPairInStack: false,
  keyType: absent("publicKey"),
  userData: absent("userData"),
  role: absent("iamInstanceProfile"),
  sshIngress: absent("vpcSecurityGroupIds"),
  httpsEgress: absent("vpcSecurityGroupIds"),
  namesSubnet: false,
  wirings: [noWiring],
  publicAddress: absent("associatePublicIpAddress"),
  metadataEndpoint: absent("metadataOptions"),
  stopProtection: absent("disableApiStop"),
  shutdownBehavior: absent("instanceInitiatedShutdownBehavior"),
  replacesStopped: absent("suspendedProcesses"),
  oneTimeSpot: absent("instanceMarketOptions"),
};

/** A part that may say anything, as of a template nobody can see. A subnet may be named in it, so it counts as named. */
export function unseenPart(why: string): LaunchPart {
  return {
    region: unknown("region", why),
    image: { id: unknown("imageId", why), names: [], owners: [] },
    instanceTypes: unknown("instanceType", why),
    keyName: unknown("keyName", why),
    keyPairInStack: false,
    keyType: unknown("publicKey", why),
    userData: unknown("userData", why),
    role: unknown("iamInstanceProfile", why),
    sshIngress: unknown("vpcSecurityGroupIds", why),
    httpsEgress: unknown("vpcSecurityGroupIds", why),
    namesSubnet: true,
    wirings: [unseenWiring(why)],
    publicAddress: unknown("associatePublicIpAddress", why),
    metadataEndpoint: unknown("metadataOptions.httpEndpoint", why),
    stopProtection: unknown("disableApiStop", why),
    shutdownBehavior: unknown("instanceInitiatedShutdownBehavior", why),
    replacesStopped: absent("suspendedProcesses"),
    oneTimeSpot: unknown("instanceMarketOptions", why),
  };
}
