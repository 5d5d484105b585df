import type { Fact } from "../../facts/fact";
import { textAt, textsAt } from "../read";
import type { Stack, StackResource } from "../resource";
import { oncePerStack } from "../per-stack";
import { dependenciesOn, resourcesOf, type Target } from "../stack";
import { groups, referIam, roles, users } from "./named";

export type PrincipalKind = "role" | "user" | "group";

export const PRINCIPALS: Readonly<Record<PrincipalKind, Target>> = {
  role: roles,
  user: users,
  group: groups,
};

/** A kind of resource that gives a policy to roles, users or groups. */
interface Giver {
  readonly type: string;
  /** Properties that name who gets it; a plural one is a list. */
  readonly to: Readonly<Partial<Record<PrincipalKind, string>>>;
  /** The property that holds what is given: ARNs of policies, or a document. */
  readonly gives: { readonly arns: "policyArn" | "policyArns" } | { readonly document: "policy" };
}

const GIVERS: readonly Giver[] = (["Role", "User", "Group"] as const).flatMap((name) => {
  const kind = name.toLowerCase() as PrincipalKind;
  return [
    {
      type: `aws:iam/${kind}PolicyAttachment:${name}PolicyAttachment`,
      to: { [kind]: kind },
      gives: { arns: "policyArn" as const },
    },
    {
      type: `aws:iam/${kind}PolicyAttachmentsExclusive:${name}PolicyAttachmentsExclusive`,
      to: { [kind]: `${kind}Name` },
      gives: { arns: "policyArns" as const },
    },
    {
      type: `aws:iam/${kind}Policy:${name}Policy`,
      to: { [kind]: kind },
      gives: { document: "policy" as const },
    },
  ];
});

const SHARED: Giver = {
  type: "aws:iam/policyAttachment:PolicyAttachment",
  to: { role: "roles", user: "users", group: "groups" },
  gives: { arns: "policyArn" },
};

/** Who a property names: these for certain, these perhaps, and names from outside the stack. */
export interface Named {
  readonly certain: readonly StackResource[];
  readonly possible: readonly StackResource[];
  /** Whether it may be anybody of its kind. */
  readonly anyone: boolean;
  readonly outside: readonly string[];
}

/** A resource that gives a policy, and who gets it. */
export interface Attachment {
  readonly resource: StackResource;
  readonly gives: Giver["gives"];
  readonly to: Readonly<Partial<Record<PrincipalKind, Named>>>;
}

// Everything in a stack that gives a policy to somebody, each read once.
const attachmentsIn = (stack: Stack): readonly Attachment[] =>
  [...GIVERS, SHARED].flatMap(({ type, to, gives }) =>
    resourcesOf(stack, type).map((resource) => ({
      resource,
      gives,
      to: Object.fromEntries(
        Object.entries(to).map(([kind, property]) => [
          kind,
          namedBy(stack, resource, property, PRINCIPALS[kind as PrincipalKind]),
        ]),
      ),
    })),
  );

/** Who a property names: one by its name, or a list of them. */
export function namedBy(stack: Stack, from: StackResource, property: string, target: Target): Named {
  const names = namesAt(from, property);
  const certain: StackResource[] = [];
  const possible: StackResource[] = [];
  const outside: string[] = [];
  let anyone = false;
  for (const name of names) {
    const reference = referIam(stack, from, name, target);
    if (reference.kind === "found") certain.push(reference.resource);
    else if (reference.kind === "several") possible.push(...reference.resources);
    else if (reference.kind === "outside") outside.push(reference.name);
    else anyone = true;
  }
  // Each of several in a list is one of its elements: as many unknown names as candidates leave no choice.
  const open = names.filter(({ state }) => state === "unknown").length;
  const { candidates, others } = dependenciesOn(stack, from, property, target);
  const allMeant = possible.length > 0 && others.length === 0 && candidates.length === open;
  return {
    certain: allMeant ? [...certain, ...candidates] : certain,
    possible: allMeant ? [] : possible,
    anyone,
    outside,
  };
}

function namesAt({ inputs }: StackResource, property: string): readonly Fact<string>[] {
  if (!property.endsWith("s")) {
    const name = textAt(inputs, property);
    return name.state === "absent" ? [] : [name];
  }
  const list = textsAt(inputs, property);
  if (list.state === "known") return list.value;
  return list.state === "unknown" ? [list] : [];
}

/** Whom each attachment is for, the other way round. */
interface Received {
  readonly byUrn: ReadonlyMap<
    string,
    readonly { readonly attachment: Attachment; readonly certain: boolean }[]
  >;
  /** Attachments that may be for anybody of a kind. */
  readonly forAnyone: Readonly<Record<PrincipalKind, readonly Attachment[]>>;
}

const received = oncePerStack((stack) => receivedIn(attachmentsIn(stack)));

/**
 * The attachments of one role, user or group; those that are only perhaps for it are not certain, and of those that may be
 * for anybody one stands for all.
 */
export function attachedTo(
  stack: Stack,
  kind: PrincipalKind,
  urn: string,
): readonly { readonly attachment: Attachment; readonly certain: boolean }[] {
  const index = received(stack);
  const mine = index.byUrn.get(urn) ?? [];
  // What may give anything leaves as much open as a thousand of its kind.
  const own = new Set(mine.map(({ attachment }) => attachment));
  const other = index.forAnyone[kind].find((each) => !own.has(each));
  return other === undefined ? mine : [...mine, { attachment: other, certain: false }];
}

function receivedIn(all: readonly Attachment[]): Received {
  const byUrn = new Map<string, { readonly attachment: Attachment; readonly certain: boolean }[]>();
  const forAnyone: Record<PrincipalKind, Attachment[]> = { role: [], user: [], group: [] };
  for (const attachment of all) {
    for (const [kind, { certain, possible, anyone }] of Object.entries(attachment.to)) {
      const sure = new Set(certain.map(({ urn }) => urn));
      for (const urn of new Set([...sure, ...possible.map((each) => each.urn)])) {
        const list = byUrn.get(urn) ?? [];
        list.push({ attachment, certain: sure.has(urn) });
        byUrn.set(urn, list);
      }
      if (anyone) forAnyone[kind as PrincipalKind].push(attachment);
    }
  }
  return { byUrn, forAnyone };
}
