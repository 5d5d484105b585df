import { ownValue } from "../../facts/own";
import { isList, mayBeWritten } from "../read";
import { UNKNOWN, type Properties, type PropertyValue, type StackResource } from "../resource";
import type { Translation } from "./field";
import { VPN_ATTACHMENT } from "./network";
import { translationOf } from "./table";

const GROUP = "aws-native:ec2:SecurityGroup";
const EGRESS_RULE = "aws-native:ec2:SecurityGroupEgress";
const MANAGED_POLICY = "aws-native:iam:ManagedPolicy";

/** The rule that EC2 gives a group which is made without any of its own for what goes out. */
const EVERYTHING: Properties = {
  protocol: "-1",
  fromPort: 0,
  toPort: 0,
  cidrBlocks: ["0.0.0.0/0"],
  ipv6CidrBlocks: ["::/0"],
};

/**
 * A resource of `aws-native` as a program would have written it with the classic provider: type, properties, ids and what
 * each property depends on. What it was written as stands in `written`. Any other resource is itself.
 *
 * @param egressRules Whether the stack has rules for outgoing traffic that stand on their own.
 */
export function toClassic(resource: StackResource, egressRules = false): StackResource {
  const translation = translationOf(resource.type);
  if (translation === undefined) return resource;
  const { urn, type, name, inputs, options } = resource;
  let outputs: Properties | undefined;
  return {
    ...resource,
    written: { urn, type, name },
    type: typeOf(resource, translation),
    inputs: inputs && withDefaults(resource, translate(inputs, translation), egressRules),
    // Most resources of a stack are never asked for their outputs.
    get outputs() {
      outputs ??= resource.outputs && withIds(resource.outputs, translation);
      return outputs;
    },
    propertyDependencies: dependenciesOf(resource, translation),
    ...(options && {
      options: {
        ...options,
        ignoreChanges: options.ignoreChanges.flatMap((path) => pathsOf(path, translation)),
      },
    }),
  };
}

/** The classic provider's paths for one that a program names in the options of a resource. */
function pathsOf(path: string, { fields }: Translation): readonly string[] {
  const [head = "", ...steps] = path.split(/(?=[.[])/u);
  const of = Object.entries(fields).filter(([, { from }]) => from.includes(head));
  if (of.length === 0) return [path];
  return of.flatMap(([name, { inner }]) => {
    if (inner === undefined || steps.length === 0) return [`${name}${steps.join("")}`];
    return steps[0] === `.${inner}` ? [`${name}${steps.slice(1).join("")}`] : [];
  });
}

/**
 * All resources of a stack, those of `aws-native` as the classic provider's.
 *
 * @param unread What to take for a resource at which something was thrown; without it that is thrown here.
 */
export function toClassicStack(
  resources: readonly StackResource[],
  unread?: (resource: StackResource, error: unknown) => StackResource,
): readonly StackResource[] {
  const egressRules = resources.some(({ type }) => type === EGRESS_RULE);
  return resources.flatMap((resource) => {
    try {
      const classic = toClassic(resource, egressRules);
      return resource.type === MANAGED_POLICY ? [classic, ...attachmentsOf(resource)] : [classic];
    } catch (error) {
      if (unread === undefined) throw error;
      return [unread(resource, error)];
    }
  });
}

function typeOf({ type, inputs }: StackResource, translation: Translation): string {
  const isVpn = type === "aws-native:ec2:VpcGatewayAttachment" && mayBeWritten(inputs, "vpnGatewayId");
  return isVpn ? VPN_ATTACHMENT : translation.type;
}

function translate(native: Properties, { fields }: Translation): Properties {
  const taken = new Set(Object.values(fields).flatMap(({ from }) => from));
  const rest = Object.entries(native).filter(([name]) => !taken.has(name));
  const translated = Object.entries(fields).flatMap(([name, { read }]) => {
    const value = read(native);
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries([...rest, ...translated]);
}

function withIds(native: Properties, translation: Translation): Properties {
  const ids = Object.entries(translation.ids ?? {}).flatMap(([name, from]) => {
    const value = ownValue(native, from);
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...translate(native, translation), ...Object.fromEntries(ids) };
}

/**
 * The classic provider takes the default rule for outgoing traffic away, CloudFormation leaves it ("if you do not add egress
 * rules, we add egress rules that allow all", AWS::EC2::SecurityGroup); whether it stays beside rules that stand on their
 * own is not documented, and was seen not to (aws-cdk issue 987).
 */
function withDefaults({ type }: StackResource, classic: Properties, egressRules: boolean): Properties {
  if (type !== GROUP || mayBeWritten(classic, "egress")) return classic;
  return { ...classic, egress: egressRules ? UNKNOWN : [EVERYTHING] };
}

function dependenciesOf(
  { propertyDependencies }: StackResource,
  { fields }: Translation,
): StackResource["propertyDependencies"] {
  const taken = new Set(Object.values(fields).flatMap(({ from }) => from));
  const rest = Object.entries(propertyDependencies).filter(([name]) => !taken.has(name));
  const translated = Object.entries(fields).flatMap(([name, { from }]) => {
    const urns = from.flatMap((property) =>
      Object.hasOwn(propertyDependencies, property) ? (propertyDependencies[property] ?? []) : [],
    );
    return urns.length === 0 ? [] : [[name, [...new Set(urns)]] as const];
  });
  return Object.fromEntries([...rest, ...translated]);
}

/** Whom a managed policy is given to, by the list that names them and the classic attachment. */
const HOLDERS = [
  ["roles", "role", "aws:iam/rolePolicyAttachment:RolePolicyAttachment"],
  ["users", "user", "aws:iam/userPolicyAttachment:UserPolicyAttachment"],
  ["groups", "group", "aws:iam/groupPolicyAttachment:GroupPolicyAttachment"],
] as const;

/** A native policy says itself whom it is attached to: an attachment of the classic provider for each. */
function attachmentsOf(policy: StackResource): readonly StackResource[] {
  const { urn, type, name, inputs, outputs, propertyDependencies } = policy;
  return HOLDERS.flatMap(([list, property, attachment]) => {
    const named: PropertyValue | undefined = inputs?.[list];
    const holders: readonly PropertyValue[] = named === UNKNOWN ? [UNKNOWN] : isList(named) ? named : [];
    const policyArn: PropertyValue = outputs?.policyArn ?? UNKNOWN;
    return holders.map((holder, index): StackResource => ({
      ...policy,
      written: { urn, type, name },
      urn: `${urn}#${list}[${String(index)}]`,
      type: attachment,
      inputs: { [property]: holder, policyArn },
      outputs: undefined,
      propertyDependencies: { [property]: propertyDependencies[list] ?? [], policyArn: [urn] },
    }));
  });
}
