import type { ResourceRef } from "../launch";
import { isObject, listAt, textsAt, valueAt } from "../read";
import type { PropertyValue, Stack, StackResource } from "../resource";
import { refOf, resourcesOf } from "../stack";
import { attachmentsOf, type Attachment, type PrincipalKind } from "./attachments";
import { decide, effectsOf, type Answer, type Question } from "./evaluate";
import { managedEffects } from "./managed";
import { referIam, shortName, customerPolicies } from "./named";
import { givenBy, policyEffects, policyOf } from "./policies";

/** A role, user or group that a policy is for. */
export interface Holder {
  readonly kind: PrincipalKind;
  /** The name of its resource, or the one it goes by outside the stack. */
  readonly name: string;
  /** `undefined` for one from outside the stack. */
  readonly resource: StackResource | undefined;
  /** False where it is one of several, and nobody can tell which. */
  readonly certain: boolean;
}

/** A policy that gives what was asked for, by itself: what others deny its holders is not heard. */
export interface Grant {
  /** Where it is written: the policy, the role that holds it, or what attaches one of AWS's own. */
  readonly resource: ResourceRef;
  /** `allowed`: on all of the resources that are meant, without a condition. */
  readonly answer: Exclude<Answer, { verdict: "denied" }>;
  readonly holders: readonly Holder[];
}

const POLICY = "aws:iam/policy:Policy";

/** The policies of a stack that allow something, or may, with those who hold them. */
export function grantsIn(stack: Stack, question: Question): readonly Grant[] {
  const grants: Grant[] = [];
  const add = (resource: StackResource, answer: Answer, holders: () => readonly Holder[]): void => {
    if (answer.verdict !== "denied") grants.push({ resource: refOf(resource), answer, holders: holders() });
  };
  for (const policy of resourcesOf(stack, POLICY)) {
    const document = valueAt(policy.inputs, "policy");
    if (document.state === "known")
      add(policy, decide(effectsOf(document.value, question)), () => holdersOf(stack, policy));
  }
  for (const attachment of attachmentsOf(stack)) {
    for (const policy of givenBy(stack, attachment)) {
      // A policy of the stack was heard above, with all who hold it.
      if (policy.kind === "unknown" || ("arns" in attachment.gives && policy.kind === "document")) continue;
      add(attachment.resource, decide(policyEffects(policy, question)), () => holdersBy(attachment));
    }
  }
  for (const role of resourcesOf(stack, "aws:iam/role:Role")) {
    for (const document of documentsIn(role))
      add(role, decide(effectsOf(document, question)), () => [itself(role)]);
    for (const name of awsPoliciesOf(stack, role))
      add(role, decide(managedEffects(name, question)), () => [itself(role)]);
  }
  return grants;
}

const itself = (resource: StackResource): Holder => ({
  kind: "role",
  name: resource.name,
  resource,
  certain: true,
});

function documentsIn({ inputs }: StackResource): readonly PropertyValue[] {
  const inline = listAt(inputs, "inlinePolicies");
  if (inline.state !== "known") return [];
  const documents = inline.value.map((each) => (isObject(each) ? each.policy : undefined));
  return documents.filter((each) => typeof each === "string" || isObject(each));
}

function awsPoliciesOf(stack: Stack, role: StackResource): readonly string[] {
  const arns = textsAt(role.inputs, "managedPolicyArns");
  if (arns.state !== "known") return [];
  return arns.value.flatMap((arn) => {
    const policy = policyOf(stack, role, arn);
    return policy.kind === "aws" ? [policy.name] : [];
  });
}

/** Who holds a policy of the stack (`aws:iam/policy:Policy`), by whatever attaches it. */
export function holdersOf(stack: Stack, policy: StackResource): readonly Holder[] {
  const attached = attachmentsOf(stack).flatMap((attachment) =>
    givenBy(stack, attachment).some((given) => given.kind === "document" && given.key === policy.urn)
      ? holdersBy(attachment)
      : [],
  );
  const own = resourcesOf(stack, "aws:iam/role:Role").filter((role) => {
    const arns = textsAt(role.inputs, "managedPolicyArns");
    return (
      arns.state === "known" &&
      arns.value.some((arn) => {
        const reference = referIam(stack, role, arn, customerPolicies);
        return reference.kind === "found" && reference.resource.urn === policy.urn;
      })
    );
  });
  return [...attached, ...own.map(itself)];
}

/** Who gets what an attachment gives. */
export function holdersBy({ to }: Attachment): readonly Holder[] {
  return Object.entries(to).flatMap(([kind, { certain, possible, outside }]) => {
    const holder = (resource: StackResource, sure: boolean): Holder => ({
      kind: kind as PrincipalKind,
      name: resource.name,
      resource,
      certain: sure,
    });
    return [
      ...certain.map((each) => holder(each, true)),
      ...possible.map((each) => holder(each, false)),
      ...outside.map((name) => ({
        kind: kind as PrincipalKind,
        name: shortName(name),
        resource: undefined,
        certain: true,
      })),
    ];
  });
}
