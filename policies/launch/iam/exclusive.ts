import type { Source } from "../part";
import { oncePerStack } from "../per-stack";
import { textsAt } from "../read";
import type { Stack, StackResource } from "../resource";
import { resourcesOf } from "../stack";
import { namedBy } from "./attachments";
import { managedName } from "./managed";
import { customerPolicies, referIam, roles } from "./named";

const LISTS = {
  attached: {
    type: "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive",
    property: "policyArns",
  },
  inline: { type: "aws:iam/rolePoliciesExclusive:RolePoliciesExclusive", property: "policyNames" },
} as const;

/** The only policies that a role may keep, by the key that each goes by; `undefined` where nobody rules others out. */
export type Exclusions = Readonly<Record<keyof typeof LISTS, ReadonlySet<string> | undefined>>;

/**
 * What exclusive lists leave a role: the provider takes away every other policy that it finds on it
 * (`aws.iam.RolePolicyAttachmentsExclusive`, `aws.iam.RolePoliciesExclusive`). A list that is not wholly known rules
 * nothing out.
 */
export const exclusionsOf = ({ resource, stack }: Source): Exclusions => ({
  attached: LISTS_IN.attached(stack).get(resource.urn),
  inline: LISTS_IN.inline(stack).get(resource.urn),
});

type Lists = ReadonlyMap<string, ReadonlySet<string> | undefined>;

/** Each role's list, by the role's URN. */
const LISTS_IN = {
  attached: oncePerStack((stack) => listsIn(stack, "attached")),
  inline: oncePerStack((stack) => listsIn(stack, "inline")),
};

function listsIn(stack: Stack, kind: keyof typeof LISTS): Lists {
  const { type, property } = LISTS[kind];
  return new Map(
    resourcesOf(stack, type).flatMap((exclusive) =>
      namedBy(stack, exclusive, "roleName", roles).certain.map(
        ({ urn }) => [urn, keysAt(stack, exclusive, property)] as const,
      ),
    ),
  );
}

function keysAt(stack: Stack, exclusive: StackResource, property: string): ReadonlySet<string> | undefined {
  const list = textsAt(exclusive.inputs, property);
  if (list.state !== "known") return undefined;
  const keys: string[] = [];
  for (const each of list.value) {
    const aws = each.state === "known" ? managedName(each.value) : undefined;
    const own = property === "policyNames" && each.state === "known" ? each.value : aws;
    const reference = own === undefined ? referIam(stack, exclusive, each, customerPolicies) : undefined;
    if (own !== undefined) keys.push(own);
    else if (reference?.kind === "found") keys.push(reference.resource.urn);
    else if (reference?.kind !== "outside") return undefined;
  }
  return new Set(keys);
}
