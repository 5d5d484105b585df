import type { PropertyValue } from "../resource";
import { readDocument, type Doubt, type PolicyDocument, type Selector, type Statement } from "./document";
import { covers, overlaps } from "./wildcard";

export interface Question {
  /** As in `ssm:StartSession`, in any case. */
  readonly action: string;
  /** An ARN, or a pattern of those that are meant: `*` asks for every resource. */
  readonly resource: string;
}

export type Answer =
  | { readonly verdict: "allowed" }
  /** By a statement that denies it, by the permissions boundary, or because nothing allows it. */
  | { readonly verdict: "denied"; readonly by: "statement" | "boundary" | "nothing" }
  | { readonly verdict: "unknown"; readonly doubt: Doubt; readonly why: string };

/** How much of what is asked a statement, a policy or several of them are about. */
export type Reach =
  | { readonly reach: "all" }
  | { readonly reach: "none" }
  | { readonly reach: "some"; readonly doubt: Doubt; readonly why: string };

/** What a policy says to a question, before others are heard. */
export interface Effects {
  readonly allow: Reach;
  readonly deny: Reach;
}

const WHY: Readonly<Record<Doubt, string>> = {
  "known-at-apply": "a policy document is only known at apply",
  "not-json": "a policy document is no JSON",
  malformed: "a policy document is none that IAM takes",
  condition: "a policy statement has a condition",
  "some-resources": "a policy statement is about some resources only",
  "wide-principal": "a trust policy does not name whom it is about",
  outside: "a policy is not in the stack",
  unlisted: "the content of one of AWS's policies is not listed",
};

export const ALL: Reach = { reach: "all" };
export const NONE: Reach = { reach: "none" };
export const some = (doubt: Doubt, why: string = WHY[doubt]): Reach => ({ reach: "some", doubt, why });

/** What may do anything: a policy that nobody can read. */
export const anything = (doubt: Doubt, why?: string): Effects => ({
  allow: some(doubt, why),
  deny: some(doubt, why),
});

/** What a document (JSON text, or the same as an object) says to a question. */
export const effectsOf = (document: PropertyValue, question: Question): Effects =>
  effectsIn(readDocument(document), question);

/** The same of one that was read. */
export const effectsIn = (document: PolicyDocument, question: Question): Effects =>
  effectsBy(document, (statement) => reachOf(statement, question));

/** What the statements of a document say, each asked how far it reaches. */
export function effectsBy(read: PolicyDocument, ask: (statement: Statement) => Reach): Effects {
  if (read.kind === "unreadable") return anything(read.doubt);
  return mergedEffects(
    read.statements.map((statement) => {
      if (statement === "known-at-apply") return anything(statement);
      const reach = ask(statement);
      if (statement.effect === "Allow") return { allow: reach, deny: NONE };
      if (statement.effect === "Deny") return { allow: NONE, deny: reach };
      return reach.reach === "none" ? { allow: NONE, deny: NONE } : anything("known-at-apply");
    }),
  );
}

/** Several policies, or statements, together. */
export const mergedEffects = (effects: readonly Effects[]): Effects => ({
  allow: widest(effects.map(({ allow }) => allow)),
  deny: widest(effects.map(({ deny }) => deny)),
});

/** A denial wins over what allows, and what nothing allows is denied ("Policy evaluation logic", IAM user guide). */
export function decide({ allow, deny }: Effects): Answer {
  if (deny.reach === "all") return { verdict: "denied", by: "statement" };
  if (allow.reach === "none") return { verdict: "denied", by: "nothing" };
  if (deny.reach === "some") return { verdict: "unknown", doubt: deny.doubt, why: deny.why };
  if (allow.reach === "some") return { verdict: "unknown", doubt: allow.doubt, why: allow.why };
  return { verdict: "allowed" };
}

/**
 * Whether a document by itself allows an action on a resource, `*` for all of them: `allowed` holds without conditions,
 * for each resource that is meant.
 */
export const grantsOf = (document: PropertyValue, action: string, resource = "*"): Answer =>
  decide(effectsOf(document, { action, resource }));

function reachOf(statement: Statement, { action, resource }: Question): Reach {
  if (statement.resource === undefined || statement.principal !== undefined) return some("malformed");
  const does = selects(statement.action, action.toLowerCase(), "known-at-apply");
  if (does.reach === "none") return NONE;
  return narrowest([
    does,
    selects(statement.resource, resource, "some-resources"),
    statement.conditional ? some("condition") : ALL,
  ]);
}

/** How much of what is asked an `Action` or `Resource` is about. */
export function selects({ not, patterns }: Selector, asked: string, doubt: Doubt): Reach {
  const covered = patterns.some(({ text, exact }) => exact && covers(text, asked));
  if (covered) return not ? NONE : ALL;
  const touched = patterns.some(({ text }) => overlaps(text, asked));
  if (touched) return some(doubt);
  return not ? ALL : NONE;
}

const widest = (reaches: readonly Reach[]): Reach =>
  reaches.find(({ reach }) => reach === "all") ?? reaches.find(({ reach }) => reach === "some") ?? NONE;

/** All of several conditions at once. */
export const narrowest = (reaches: readonly Reach[]): Reach =>
  reaches.find(({ reach }) => reach === "none") ?? reaches.find(({ reach }) => reach === "some") ?? ALL;
