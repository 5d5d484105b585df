import { known, orElse, unknown, type Fact } from "../facts/fact";
import type { ImageHints, InstanceRole, UserData } from "./launch";
import type { LaunchPart } from "./part";
import { agreedRole } from "./iam/agreed-role";
import { anyWiring, mergeWirings } from "./network/wiring";
import { mergeMetadataEndpoint } from "./resolve/metadata";

/**
 * A launch's own arguments on top of its template's, as EC2 merges them: what is written in the request stands, the
 * rest comes from the template ("Any parameters that you specify in RunInstances override the same parameters in the
 * launch template", RunInstances API reference).
 */
export function mergeParts(own: LaunchPart, template: LaunchPart): LaunchPart {
  return {
    region: orElse(own.region, template.region),
    image: own.image.id.state === "absent" ? template.image : own.image,
    instanceTypes: orElse(own.instanceTypes, template.instanceTypes),
    keyName: orElse(own.keyName, template.keyName),
    keyPairInStack: own.keyName.state === "absent" ? template.keyPairInStack : own.keyPairInStack,
    keyType: own.keyName.state === "absent" ? template.keyType : own.keyType,
    userData: orElse(own.userData, template.userData),
    role: orElse(own.role, template.role),
    sshIngress: orElse(own.sshIngress, template.sshIngress),
    httpsEgress: orElse(own.httpsEgress, template.httpsEgress),
    namesSubnet: own.namesSubnet || template.namesSubnet,
    wirings: mergeWirings(own.wirings, template.wirings),
    publicAddress: orElse(own.publicAddress, template.publicAddress),
    metadataEndpoint: mergeMetadataEndpoint(own.metadataEndpoint, template.metadataEndpoint),
    stopProtection: mergeStopProtection(own.stopProtection, template.stopProtection),
    shutdownBehavior: orElse(own.shutdownBehavior, template.shutdownBehavior),
    replacesStopped: own.replacesStopped,
    oneTimeSpot: orElse(own.oneTimeSpot, template.oneTimeSpot),
  };
}

/** The provider may leave a `false` out of the request, and then the template's `true` stands. */
function mergeStopProtection(own: Fact<boolean>, template: Fact<boolean>): Fact<boolean> {
  if (own.state !== "known" || own.value) return orElse(own, template);
  if (template.state === "absent" || (template.state === "known" && !template.value)) return own;
  return unknown(own.path, "the launch template may turn stop protection on");
}

/** What holds whichever of the parts is the one: values that all agree on stay, the rest is unknown. */
export function commonPart(parts: readonly [LaunchPart, ...LaunchPart[]], why: string): LaunchPart {
  const agree = <T>(field: (part: LaunchPart) => Fact<T>, same?: (a: T, b: T) => boolean) =>
    agreed(parts.map(field), why, same);
  return {
    region: agree((part) => part.region),
    image: commonImage(
      parts.map((part) => part.image),
      why,
    ),
    instanceTypes: agree((part) => part.instanceTypes, sameTexts),
    keyName: agree((part) => part.keyName),
    keyPairInStack: parts.every((part) => part.keyPairInStack),
    keyType: agree((part) => part.keyType),
    userData: agree((part) => part.userData, sameUserData),
    role: commonRole(
      parts.map((part) => part.role),
      why,
    ),
    sshIngress: agree((part) => part.sshIngress),
    httpsEgress: agree((part) => part.httpsEgress),
    namesSubnet: parts.some((part) => part.namesSubnet),
    wirings: anyWiring(parts.map((part) => part.wirings)),
    publicAddress: agree((part) => part.publicAddress),
    metadataEndpoint: agree((part) => part.metadataEndpoint),
    stopProtection: agree((part) => part.stopProtection),
    shutdownBehavior: agree((part) => part.shutdownBehavior),
    replacesStopped: agree((part) => part.replacesStopped),
    oneTimeSpot: agree((part) => part.oneTimeSpot),
  };
}

/** The fact that all agree on, else unknown. An unknown among them keeps its own reason. */
function agreed<T>(
  facts: readonly Fact<T>[],
  why: string,
  same: (a: T, b: T) => boolean = (a, b) => a === b,
): Fact<T> {
  const [first, ...rest] = facts;
  if (first === undefined) return unknown("", why);
  const open = facts.find((fact) => fact.state === "unknown");
  if (open !== undefined) return open;
  const alike = rest.every((fact) =>
    fact.state === "known" && first.state === "known"
      ? same(fact.value, first.value)
      : fact.state === first.state,
  );
  return alike ? first : unknown(first.path, why);
}

function commonImage(images: readonly ImageHints[], why: string): ImageHints {
  const [first] = images;
  const id = agreed(
    images.map((image) => image.id),
    why,
  );
  const alike =
    first !== undefined &&
    images.every((image) => sameTexts(image.names, first.names) && sameTexts(image.owners, first.owners));
  return {
    id,
    names: alike ? first.names : [],
    owners: alike ? first.owners : [],
    ...(images.some(({ imitated }) => imitated) && { imitated: true }),
  };
}

function commonRole(roles: readonly Fact<InstanceRole>[], why: string): Fact<InstanceRole> {
  const role = agreed(roles, why, () => true);
  if (role.state !== "known") return role;
  return known(
    agreedRole(
      roles.flatMap((each) => (each.state === "known" ? [each.value] : [])),
      why,
    ),
    role.path,
  );
}

const sameTexts = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((text, index) => text === b[index]);

const sameUserData = (a: UserData, b: UserData): boolean => a.text === b.text && a.encoding === b.encoding;
