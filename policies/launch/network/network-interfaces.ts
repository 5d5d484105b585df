import { listAt, mayBeWritten, textAt } from "../read";
import type { Stack, StackResource } from "../resource";
import { pointsAt, refer, resourcesOf, type Target } from "../stack";
import { groupNamed, groupsAt, isEmpty, joinGroups, noGroups, type AttachedGroups } from "./attached-groups";
import { instances } from "../resolve/instances";

const interfaces: Target = { types: ["aws:ec2/networkInterface:NetworkInterface"], names: [] };
const ATTACHMENT = "aws:ec2/networkInterfaceSecurityGroupAttachment:NetworkInterfaceSecurityGroupAttachment";
const DEFAULT_GROUP = "a network interface takes the VPC's default security group";

/**
 * Groups of the network interfaces that a list property names or describes. `undefined`: every interface is left to the
 * VPC's default group, or there are none.
 */
export function interfaceGroups(
  stack: Stack,
  from: StackResource,
  property: string,
): AttachedGroups | undefined {
  const list = listAt(from.inputs, property);
  if (list.state === "absent" || (list.state === "known" && list.value.length === 0)) return undefined;
  if (list.state === "unknown") return groupsAt(stack, from, [property]);
  const paths = list.value.map((_, index) => `${property}[${String(index)}]`);
  const exists = (path: string): boolean => mayBeWritten(from.inputs, `${path}.networkInterfaceId`);
  const existing = paths.filter(exists);
  const described = paths.filter((path) => !exists(path));
  const own = described.filter((path) => mayBeWritten(from.inputs, `${path}.securityGroups`));
  const given = [
    groupsAt(
      stack,
      from,
      own.map((path) => `${path}.securityGroups`),
    ),
    ...existing.map((path) => existingGroups(stack, from, `${path}.networkInterfaceId`)),
  ];
  return orDefault(joinGroups(given), own.length + existing.length < paths.length);
}

/** Groups of the network interface that a property names by its id. */
export function existingGroups(stack: Stack, from: StackResource, path: string): AttachedGroups {
  const reference = refer(stack, from, textAt(from.inputs, path), interfaces);
  switch (reference.kind) {
    case "found": {
      const own = groupsAt(stack, reference.resource, ["securityGroups"]);
      return joinGroups([
        isEmpty(own) ? { ...noGroups, missing: [DEFAULT_GROUP] } : own,
        addedGroups(stack, reference.resource),
      ]);
    }
    case "several":
    case "unknown":
      return { ...noGroups, missing: [`the network interface in ${path} cannot be told`] };
    case "outside":
      return { ...noGroups, missing: [`the network interface that ${path} names is not in the stack`] };
  }
}

/** Groups that attachments of the stack add to an instance's (or a network interface's) own. */
export function addedGroups(stack: Stack, resource: StackResource): AttachedGroups {
  const target: Target = {
    types: [...interfaces.types, ...instances.types],
    names: ["primaryNetworkInterfaceId"],
  };
  const added = resourcesOf(stack, ATTACHMENT).map((attachment) => {
    const reference = refer(stack, attachment, textAt(attachment.inputs, "networkInterfaceId"), target);
    const answer = pointsAt(reference, resource);
    if (answer === "no") return noGroups;
    if (answer === "yes") return groupNamed(stack, attachment, textAt(attachment.inputs, "securityGroupId"));
    return { ...noGroups, missing: [`${attachment.name} may add a security group`] };
  });
  return joinGroups(added);
}

function orDefault(given: AttachedGroups, someDefault: boolean): AttachedGroups | undefined {
  if (isEmpty(given)) return undefined;
  return someDefault ? { ...given, missing: [...given.missing, DEFAULT_GROUP] } : given;
}
