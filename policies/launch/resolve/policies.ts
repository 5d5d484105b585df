import type { Fact } from "../../facts/fact";
import type { Source } from "../part";
import { isObject, listAt, mayBeWritten, textAt, textsAt, valueAt } from "../read";
import { UNKNOWN, type PropertyValue, type Stack, type StackResource } from "../resource";
import { dependenciesOn, pointsAt, refer, resourcesOf, type Target } from "../stack";

export const roles: Target = { types: ["aws:iam/role:Role"], names: ["name"] };
const customerPolicies: Target = { types: ["aws:iam/policy:Policy"], names: ["policyArn"] };

/** A policy of a role. */
export type RolePolicy =
  /** `arn:PARTITION:iam::aws:policy/PATH/NAME`: one of AWS's own. */
  | { readonly kind: "managed"; readonly name: string }
  | { readonly kind: "document"; readonly document: PropertyValue }
  /** There may be a policy of any content. */
  | { readonly kind: "unknown"; readonly why: string };

/** Resources that attach policies to a role named by a property. */
const ATTACHMENTS = [
  { type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment", role: "role", arn: "policyArn" },
  { type: "aws:iam/policyAttachment:PolicyAttachment", role: "roles", arn: "policyArn" },
  {
    type: "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive",
    role: "roleName",
    arn: "policyArns",
  },
] as const;

const ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";

/** Every policy that the stack gives a role: its own, and those that other resources attach to it. */
export function policiesOf(source: Source): readonly RolePolicy[] {
  return [...ownPolicies(source), ...attachedPolicies(source), ...inlinePolicies(source)];
}

function ownPolicies({ resource, stack }: Source): readonly RolePolicy[] {
  const inline = listAt(resource.inputs, "inlinePolicies");
  const documents: RolePolicy[] =
    inline.state === "known"
      ? inline.value.flatMap((policy) => inlineDocument(policy))
      : inline.state === "unknown"
        ? [{ kind: "unknown", why: inline.why }]
        : [];
  return [...policiesAt(stack, resource, "managedPolicyArns"), ...documents];
}

function inlineDocument(policy: PropertyValue): readonly RolePolicy[] {
  if (!isObject(policy)) return [{ kind: "unknown", why: "an inline policy is only known at apply" }];
  const document = policy.policy;
  return document === undefined || document === null ? [] : [documentPolicy(document)];
}

const documentPolicy = (document: PropertyValue): RolePolicy =>
  document === UNKNOWN
    ? { kind: "unknown", why: "the document of a policy is only known at apply" }
    : { kind: "document", document };

function attachedPolicies({ resource: role, stack }: Source): readonly RolePolicy[] {
  return ATTACHMENTS.flatMap(({ type, role: property, arn }) =>
    resourcesOf(stack, type).flatMap((attachment) => {
      const attached = isForRole(stack, attachment, property, role);
      if (attached === "no") return [];
      if (attached === "yes") return policiesAt(stack, attachment, arn);
      return [{ kind: "unknown" as const, why: `${attachment.name} may attach a policy to it` }];
    }),
  );
}

function inlinePolicies({ resource: role, stack }: Source): readonly RolePolicy[] {
  return resourcesOf(stack, ROLE_POLICY).flatMap((policy) => {
    const attached = isForRole(stack, policy, "role", role);
    if (attached === "no") return [];
    const document = valueAt(policy.inputs, "policy");
    if (attached === "yes" && document.state === "known") return [documentPolicy(document.value)];
    return [{ kind: "unknown" as const, why: `${policy.name} may hold a policy for it` }];
  });
}

/** Whether a property (a role's name, or a list of names) means the role. */
function isForRole(
  stack: Stack,
  from: StackResource,
  property: string,
  role: StackResource,
): "yes" | "maybe" | "no" {
  const list = property === "roles" ? textsAt(from.inputs, property) : undefined;
  if (list?.state === "absent") return "no";
  const names: readonly Fact<string>[] =
    list?.state === "known" ? list.value : [list ?? textAt(from.inputs, property)];
  const answers = names.map((name) => pointsAt(refer(stack, from, name, roles), role));
  // Each of several roles in the list is one of its elements: as many unknown names as roles leave no choice.
  if (list?.state === "known" && answers.includes("maybe")) {
    const open = list.value.filter(({ state }) => state === "unknown").length;
    const { candidates, others } = dependenciesOn(stack, from, property, roles);
    if (others.length === 0 && candidates.length === open && candidates.includes(role)) return "yes";
  }
  if (answers.includes("yes")) return "yes";
  return answers.includes("maybe") ? "maybe" : "no";
}

/** The policies that a property names: one ARN, or a list of them. */
function policiesAt(stack: Stack, from: StackResource, property: string): readonly RolePolicy[] {
  if (!mayBeWritten(from.inputs, property)) return [];
  const list = property === "policyArn" ? undefined : textsAt(from.inputs, property);
  if (list === undefined) return [policyOf(stack, from, textAt(from.inputs, property))];
  if (list.state === "known") return list.value.map((arn) => policyOf(stack, from, arn));
  return list.state === "unknown" ? [{ kind: "unknown", why: list.why }] : [];
}

function policyOf(stack: Stack, from: StackResource, arn: Fact<string>): RolePolicy {
  if (arn.state === "known" && /^arn:[\w-]+:iam::aws:policy\//.test(arn.value)) {
    return { kind: "managed", name: arn.value.split("/").at(-1) ?? "" };
  }
  const reference = refer(stack, from, arn, customerPolicies);
  switch (reference.kind) {
    case "found": {
      const document = valueAt(reference.resource.inputs, "policy");
      if (document.state === "known") return documentPolicy(document.value);
      return { kind: "unknown", why: `the document of ${reference.resource.name} is not known` };
    }
    case "several":
      return { kind: "unknown", why: `${arn.path} names one of several policies` };
    case "outside":
      return { kind: "unknown", why: `the policy in ${arn.path} is not in the stack` };
    case "unknown":
      return reference;
  }
}
