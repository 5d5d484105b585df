import { isList, isObject } from "../read";
import { UNKNOWN, type Properties, type PropertyValue } from "../resource";

/** Why something about a policy cannot be told. */
export type Doubt =
  /** A document, or a part of it, is only known at apply. */
  | "known-at-apply"
  | "not-json"
  /** JSON, and no policy: IAM refuses it. */
  | "malformed"
  /** A statement has a condition. */
  | "condition"
  /** A statement is about some of the resources that were asked for, or about whom a variable names. */
  | "some-resources"
  /** The trust policy lets in whoever asks, or all but some. */
  | "wide-principal"
  /** The policy is not in the stack. */
  | "outside"
  /** AWS's own, and not one of those whose content is listed. */
  | "unlisted";

export interface Pattern {
  readonly text: string;
  /** False where it may stand for less than it matches: a value known at apply, a policy variable. */
  readonly exact: boolean;
}

/** `Action` or `NotAction`, `Resource` or `NotResource`. */
export interface Selector {
  readonly not: boolean;
  readonly patterns: readonly Pattern[];
}

/** Who a statement of a trust policy is about. */
export interface Principals {
  readonly services: readonly string[];
  /** Whether it may be about others than these services: everybody, all but some, or whom only apply will tell. */
  readonly others: "wide-principal" | "known-at-apply" | undefined;
}

export interface Statement {
  /** `undefined`: only known at apply. */
  readonly effect: "Allow" | "Deny" | undefined;
  readonly action: Selector;
  /** Absent in trust policies. */
  readonly resource: Selector | undefined;
  /** Absent in policies of roles, users and groups. */
  readonly principal: Principals | undefined;
  readonly conditional: boolean;
}

export type PolicyDocument =
  | { readonly kind: "read"; readonly statements: readonly (Statement | "known-at-apply")[] }
  | { readonly kind: "unreadable"; readonly doubt: "known-at-apply" | "not-json" | "malformed" };

const KEYS: ReadonlySet<string> = new Set([
  "Sid",
  "Effect",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Principal",
  "NotPrincipal",
  "Condition",
]);

const malformed: PolicyDocument = { kind: "unreadable", doubt: "malformed" };

/**
 * A policy document, as JSON text or as the same in an object. What IAM would refuse is unreadable as a whole ("Grammar of
 * the IAM JSON policy language", IAM user guide). Never throws.
 */
export function readDocument(document: PropertyValue): PolicyDocument {
  if (document === UNKNOWN) return { kind: "unreadable", doubt: "known-at-apply" };
  const parsed = typeof document === "string" ? parse(document) : document;
  if (parsed === undefined) return { kind: "unreadable", doubt: "not-json" };
  if (!isObject(parsed)) return malformed;
  const version = parsed.Version ?? "2008-10-17";
  if (version !== UNKNOWN && version !== "2012-10-17" && version !== "2008-10-17") return malformed;
  const written = parsed.Statement;
  if (written === UNKNOWN) return { kind: "unreadable", doubt: "known-at-apply" };
  if (!isList(written) && !isObject(written)) return malformed;
  const statements: (Statement | "known-at-apply")[] = [];
  for (const each of isList(written) ? written : [written]) {
    const statement = each === UNKNOWN ? "known-at-apply" : readStatement(each, version !== "2008-10-17");
    if (statement === undefined) return malformed;
    statements.push(statement);
  }
  return { kind: "read", statements };
}

function parse(text: string): PropertyValue | undefined {
  try {
    return JSON.parse(text) as PropertyValue;
  } catch {
    return undefined;
  }
}

/** `undefined` for what is no statement. Policy variables are of the newer version only. */
function readStatement(written: PropertyValue, variables: boolean): Statement | undefined {
  if (!isObject(written) || !Object.keys(written).every((key) => KEYS.has(key))) return undefined;
  const effect = written.Effect;
  const action = readSelector(written, "Action", false);
  const resource = readSelector(written, "Resource", variables);
  const principal = readPrincipals(written);
  if (effect !== UNKNOWN && effect !== "Allow" && effect !== "Deny") return undefined;
  if (action === undefined || action === "none" || resource === undefined || principal === undefined)
    return undefined;
  const condition = written.Condition ?? {};
  if (condition !== UNKNOWN && !isObject(condition)) return undefined;
  return {
    effect: effect === UNKNOWN ? undefined : effect,
    action,
    resource: resource === "none" ? undefined : resource,
    principal: principal === "none" ? undefined : principal,
    conditional: condition === UNKNOWN || Object.keys(condition).length > 0,
  };
}

const isWritten = (value: PropertyValue | undefined): value is PropertyValue =>
  value !== undefined && value !== null;

function readSelector(
  statement: Properties,
  name: "Action" | "Resource",
  variables: boolean,
): Selector | "none" | undefined {
  const named = statement[name];
  const left = statement[`Not${name}`];
  if (isWritten(named) && isWritten(left)) return undefined;
  const written = isWritten(named) ? named : left;
  if (!isWritten(written)) return "none";
  const patterns: Pattern[] = [];
  const list: readonly PropertyValue[] = isList(written) ? written : [written];
  for (const each of list) {
    if (each !== UNKNOWN && typeof each !== "string") return undefined;
    patterns.push(each === UNKNOWN ? { text: "*", exact: false } : patternOf(each, name, variables));
  }
  return { not: !isWritten(named), patterns };
}

// `${*}`, `${?}` and `${$}` stand for the signs themselves, which no name or ARN that is asked for holds.
function patternOf(written: string, name: string, variables: boolean): Pattern {
  const text = name === "Action" ? written.toLowerCase() : written;
  if (!variables || !text.includes("${")) return { text, exact: true };
  return { text: text.replace(/\$\{[^}]*\}?/g, "*"), exact: false };
}

function readPrincipals(statement: Properties): Principals | "none" | undefined {
  const { Principal: named, NotPrincipal: left } = statement;
  if (isWritten(left)) return isWritten(named) ? undefined : { services: [], others: "wide-principal" };
  if (!isWritten(named)) return "none";
  if (named === UNKNOWN) return { services: [], others: "known-at-apply" };
  if (named === "*") return { services: [], others: "wide-principal" };
  if (!isObject(named)) return undefined;
  const texts = (of: PropertyValue | undefined) => (isList(of) ? of : isWritten(of) ? [of] : []);
  const services = texts(named.Service);
  const accounts = texts(named.AWS);
  const late = services.includes(UNKNOWN);
  const wide = [...services, ...accounts].includes("*");
  return {
    services: services.filter((each) => typeof each === "string"),
    others: wide ? "wide-principal" : late ? "known-at-apply" : undefined,
  };
}
