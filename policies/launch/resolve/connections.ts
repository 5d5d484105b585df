import type { Connection } from "../launch";
import { add } from "../lists";
import { oncePerStack } from "../per-stack";
import { mayBeWritten, textAt } from "../read";
import type { Stack, StackResource } from "../resource";
import { dependenciesOf, refer, refOf, resourcesOf } from "../stack";
import { instances } from "./instances";

/** Resources that log in to a host by SSH (`@pulumi/command`, `remote`). */
const COMMANDS = [
  "command:remote:Command",
  "command:remote:CopyToRemote",
  "command:remote:CopyFile",
] as const;
const EIP = "aws:ec2/eip:Eip";
const ASSOCIATION = "aws:ec2/eipAssociation:EipAssociation";

/** Types that a connection may depend on besides its host: what gives a key. */
const KEYS: ReadonlySet<string> = new Set([
  "aws:ec2/keyPair:KeyPair",
  "tls:index/privateKey:PrivateKey",
  "command:local:Command",
]);
const ADDRESSES = ["publicIp", "publicDns", "privateIp", "privateDns"] as const;

/** The log-ins of a stack that are certain to go to an instance: by its address, or by what their connection depends on. */
export const connectionsTo = (stack: Stack, { urn }: StackResource): readonly Connection[] =>
  connectionsIn(stack).get(urn) ?? [];

const connectionsIn = oncePerStack(findConnections);

function findConnections(stack: Stack): ReadonlyMap<string, readonly Connection[]> {
  const found = new Map<string, Connection[]>();
  for (const command of resourcesOf(stack, ...COMMANDS)) {
    const { inputs } = command;
    const host = hostOf(stack, command);
    // Without a key it is the account's password that counts.
    if (host === undefined || mayBeWritten(inputs, "connection.password")) continue;
    const connection = { resource: refOf(command), user: textAt(inputs, "connection.user") };
    add(found, host.urn, connection);
  }
  return found;
}

function hostOf(stack: Stack, command: StackResource): StackResource | undefined {
  const host = textAt(command.inputs, "connection.host");
  // An instance without a public address has an empty one.
  if (host.state === "known") return host.value === "" ? undefined : oneOf(holdersOf(stack, host.value));
  // What it depends on may as well be the host that it goes through.
  if (host.state === "absent" || mayBeWritten(command.inputs, "connection.proxy")) return undefined;
  const on = dependenciesOf(command, "connection").map((urn) => stack.get(urn));
  if (on.some((each) => each === undefined)) return undefined;
  const others = on.filter((each) => each !== undefined && !KEYS.has(each.type));
  return oneOf(others.map((each) => each && instanceOf(stack, each)));
}

/** The one instance that all of these are; `undefined` among them is something else. */
function oneOf(hosts: readonly (StackResource | undefined)[]): StackResource | undefined {
  const [first, ...rest] = hosts;
  return rest.every((host) => host?.urn === first?.urn) ? first : undefined;
}

function holdersOf(stack: Stack, address: string): readonly (StackResource | undefined)[] {
  return resourcesOf(stack, ...instances.types, EIP)
    .filter(({ inputs, outputs }) =>
      ADDRESSES.some((property) => outputs?.[property] === address || inputs?.[property] === address),
    )
    .map((resource) => instanceOf(stack, resource));
}

/** The instance that a resource is, or that an Elastic IP goes to. */
function instanceOf(stack: Stack, resource: StackResource): StackResource | undefined {
  if (instances.types.includes(resource.type)) return resource;
  if (resource.type === ASSOCIATION) return namedBy(stack, resource, "instanceId");
  if (resource.type !== EIP) return undefined;
  const own = namedBy(stack, resource, "instance");
  if (own !== undefined) return own;
  const associations = resourcesOf(stack, ASSOCIATION).filter(
    (each) =>
      namedBy(stack, each, "allocationId", EIP)?.urn === resource.urn ||
      namedBy(stack, each, "publicIp", EIP)?.urn === resource.urn,
  );
  return oneOf(associations.map((each) => namedBy(stack, each, "instanceId")));
}

function namedBy(stack: Stack, from: StackResource, path: string, type?: string): StackResource | undefined {
  const target = type === undefined ? instances : { types: [type], names: ADDRESSES };
  const value = textAt(from.inputs, path);
  if (value.state === "absent") return undefined;
  const reference = refer(stack, from, value, target);
  return reference.kind === "found" ? reference.resource : undefined;
}
