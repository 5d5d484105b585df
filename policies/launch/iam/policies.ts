import type { Fact } from "../../facts/fact";
import type { Source } from "../part";
import { isObject, listAt, textAt, textsAt, valueAt } from "../read";
import { UNKNOWN, type PropertyValue, type Stack, type StackResource } from "../resource";
import { attachedTo, type Attachment } from "./attachments";
import { readDocument, type Doubt, type PolicyDocument } from "./document";
import { anything, effectsIn, some, type Effects, type Question, type Reach } from "./evaluate";
import { exclusionsOf, type Exclusions } from "./exclusive";
import { managedEffects, managedName } from "./managed";
import { customerPolicies, referIam } from "./named";

/** A policy of a role, and what to tell it from others by: the ARN of one that is attached, the name of one in the role. */
export type Policy =
  | { readonly kind: "aws"; readonly name: string; readonly key: string }
  | { readonly kind: "document"; readonly document: PolicyDocument; readonly key: string | undefined }
  /** There may be a policy of any content. */
  | { readonly kind: "unknown"; readonly doubt: Doubt; readonly why: string };

/** What a policy says to a question. */
export function policyEffects(policy: Policy, question: Question): Effects {
  switch (policy.kind) {
    case "aws":
      return managedEffects(policy.name, question);
    case "document":
      return effectsIn(policy.document, question);
    case "unknown":
      return anything(policy.doubt, policy.why);
  }
}

const late = (why: string): Policy => ({ kind: "unknown", doubt: "known-at-apply", why });

/** A policy of a role, and the exclusive list that it has to be in to stay. */
interface Held {
  readonly policy: Policy;
  readonly list: Exclusions["attached"];
}

/**
 * What every policy that the stack gives a role says to a question: its own, and those that other resources give it. What
 * an exclusive list of the role's policies leaves out may be taken away again. Reads the policies once for all questions.
 */
export function roleEffects(role: Source): (question: Question) => readonly Effects[] {
  const held = [...ownPolicies(role).map((policy): Held => ({ policy, list: undefined })), ...given(role)];
  return (question) =>
    held.map(({ policy, list }) => contested(policyEffects(policy, question), policy, list));
}

function given(role: Source): readonly Held[] {
  const exclusions = exclusionsOf(role);
  return attachedTo(role.stack, "role", role.resource.urn).flatMap(
    ({ attachment, certain }): readonly Held[] =>
      certain
        ? givenBy(role.stack, attachment).map((policy) => ({
            policy,
            list: "document" in attachment.gives ? exclusions.inline : exclusions.attached,
          }))
        : [{ policy: late(`${attachment.resource.name} may give it a policy`), list: undefined }],
  );
}

function contested(effects: Effects, policy: Policy, list: Exclusions["attached"]): Effects {
  if (policy.kind === "unknown" || list === undefined || policy.key === undefined || list.has(policy.key))
    return effects;
  const weaken = (reach: Reach): Reach =>
    reach.reach === "all"
      ? some("outside", "an exclusive list of the role's policies leaves one out")
      : reach;
  return { allow: weaken(effects.allow), deny: weaken(effects.deny) };
}

function ownPolicies({ resource, stack }: Source): readonly Policy[] {
  return [...policiesAt(stack, resource, "managedPolicyArns"), ...inlineOf(resource)];
}

function inlineOf({ inputs, name }: StackResource): readonly Policy[] {
  const inline = listAt(inputs, "inlinePolicies");
  if (inline.state === "unknown") return [late(`the inline policies of ${name} are only known at apply`)];
  if (inline.state === "absent") return [];
  return inline.value.flatMap((policy): readonly Policy[] => {
    if (!isObject(policy)) return [late(`an inline policy of ${name} is only known at apply`)];
    const document = policy.policy;
    return document === undefined || document === null ? [] : [documentPolicy(document, name)];
  });
}

const documentPolicy = (document: PropertyValue, holder: string, key?: string): Policy =>
  document === UNKNOWN
    ? late(`a policy document in ${holder} is only known at apply`)
    : { kind: "document", document: readDocument(document), key };

/** The policies that an attachment gives. */
export function givenBy(stack: Stack, { resource, gives }: Attachment): readonly Policy[] {
  if ("arns" in gives) return policiesAt(stack, resource, gives.arns);
  const document = valueAt(resource.inputs, gives.document);
  if (document.state === "known") {
    const name = textAt(resource.inputs, "name");
    return [documentPolicy(document.value, resource.name, name.state === "known" ? name.value : undefined)];
  }
  return document.state === "absent"
    ? []
    : [late(`the policy document of ${resource.name} is only known at apply`)];
}

/** The policies that a property names: one ARN, or a list of them. */
function policiesAt(stack: Stack, from: StackResource, property: string): readonly Policy[] {
  if (!property.endsWith("s")) {
    const arn = textAt(from.inputs, property);
    return arn.state === "absent" ? [] : [policyOf(stack, from, arn)];
  }
  const list = textsAt(from.inputs, property);
  if (list.state === "absent") return [];
  return list.state === "known"
    ? list.value.map((arn) => policyOf(stack, from, arn))
    : [late(`${property} of ${from.name} is only known at apply`)];
}

/** The policy that an ARN stands for. */
export function policyOf(stack: Stack, from: StackResource, arn: Fact<string>): Policy {
  const aws = arn.state === "known" ? managedName(arn.value) : undefined;
  if (aws !== undefined) return { kind: "aws", name: aws, key: aws };
  const reference = referIam(stack, from, arn, customerPolicies);
  switch (reference.kind) {
    case "found": {
      const { resource } = reference;
      const document = valueAt(resource.inputs, "policy");
      return document.state === "known"
        ? documentPolicy(document.value, resource.name, resource.urn)
        : late(`the policy document of ${resource.name} is only known at apply`);
    }
    case "several":
      return late(`${arn.path} of ${from.name} names one of several policies`);
    case "outside":
      return {
        kind: "unknown",
        doubt: "outside",
        why: `a policy that ${arn.path} of ${from.name} names is not in the stack`,
      };
    case "unknown":
      return late(reference.why);
  }
}
