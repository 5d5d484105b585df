import { known, type Fact } from "../../facts/fact";
import { flagAt, mayBeWritten, textAt } from "../read";
import type { Source } from "../part";
import type { Stack, StackResource } from "../resource";
import { refer, referrersOf, type Relation, type Target } from "../stack";
import { instances } from "../resolve/instances";
import { DEFAULT_SUBNET } from "./vpc";

const EIP = "aws:ec2/eip:Eip";
const ASSOCIATION = "aws:ec2/eipAssociation:EipAssociation";
const INTERFACE = "aws:ec2/networkInterface:NetworkInterface";

/** A network interface of its own, or an instance's first one. */
const interfaces: Target = {
  types: [INTERFACE, ...instances.types],
  names: ["primaryNetworkInterfaceId"],
};

/** Elastic addresses, with the property that names what they go to. */
const ADDRESSES: readonly Relation[] = [
  { type: EIP, path: "instance", target: instances },
  { type: ASSOCIATION, path: "instanceId", target: instances },
  { type: EIP, path: "networkInterface", target: interfaces },
  { type: ASSOCIATION, path: "networkInterfaceId", target: interfaces },
];

/** Whether a public address is asked for: by the instance's own argument, or by an Elastic IP of the stack given to it. */
export function publicAddressOf({ resource, stack }: Source, own: Fact<boolean>): Fact<boolean> {
  if (own.state === "known" && own.value) return own;
  const holders = [resource, ...interfacesOf(stack, resource)];
  for (const relation of ADDRESSES) {
    const [address] = holders.flatMap((holder) => referrersOf(stack, holder, relation).certain);
    if (address !== undefined) return known(true, `${address.name}.${relation.path}`);
  }
  return own;
}

/** The network interfaces that an instance is given. */
function interfacesOf(stack: Stack, resource: StackResource): readonly StackResource[] {
  const paths = ["primaryNetworkInterface.networkInterfaceId", "networkInterfaces[0].networkInterfaceId"];
  return paths.flatMap((path) => {
    if (!mayBeWritten(resource.inputs, path)) return [];
    const reference = refer(stack, resource, textAt(resource.inputs, path), interfaces);
    return reference.kind === "found" ? [reference.resource] : [];
  });
}

/** True where some address of the stack may be given to any of its instances. */
export const hasStrayAddress = (stack: Stack, resource: StackResource): boolean =>
  ADDRESSES.some((relation) => {
    const { possible, untold } = referrersOf(stack, resource, relation);
    return possible.length + untold.length > 0;
  });

/**
 * Whether a launch into a subnet gets a public address: as it says itself, else as the subnet gives it. Default subnets give
 * one ("Default subnets", VPC guide), others don't (`mapPublicIpOnLaunch`, `aws.ec2.Subnet`).
 */
export function addressIn(subnet: StackResource, asked: Fact<boolean>): Fact<boolean> {
  if (asked.state !== "absent") return asked;
  const path = "mapPublicIpOnLaunch";
  const given = flagAt(subnet.inputs, path);
  return given.state === "absent" ? known(subnet.type === DEFAULT_SUBNET, `${subnet.name}.${path}`) : given;
}

/** True where an Elastic IP of the stack is given to a launch, or may be. */
export const mayHaveElasticAddress = ({ resource, stack }: Source): boolean =>
  [resource, ...interfacesOf(stack, resource)].some((holder) =>
    ADDRESSES.some((relation) => {
      const { certain, possible, untold } = referrersOf(stack, holder, relation);
      return certain.length + possible.length + untold.length > 0;
    }),
  );
