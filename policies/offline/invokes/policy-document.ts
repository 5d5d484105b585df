import { ownValue } from "../../facts/own";
import { hex } from "../ids";
import { isList, isPlainObject, reveal, revealAll, textOf, textsOf } from "../properties";
import type { Properties, Value } from "../properties";
import { answer } from "./lookup";
import type { Answer, LookUp } from "./lookup";

const NEWEST = "2012-10-17";
const OLDEST = "2008-10-17";

/**
 * Renders the policy as Terraform's aws_iam_policy_document does: keys in its order, one value instead of a list of one,
 * lists in reverse order, `&{…}` as `${…}`.
 *
 * Source: internal/service/iam/policy_document_data_source.go and policy_model.go in terraform-provider-aws.
 */
export const getPolicyDocument: LookUp = (args) => {
  const plain = revealAll(args) as Properties;
  const version = textOf(plain.version) ?? NEWEST;
  const own = objectsOf(plain.statements).map(statement);
  if (version === OLDEST && JSON.stringify(plain.statements ?? null).includes("&{")) {
    return { refused: `a policy document of version ${OLDEST} cannot hold &{` };
  }
  const sources = documents(plain, "sourceJson", "sourcePolicyDocuments");
  const overriding = documents(plain, "overrideJson", "overridePolicyDocuments");
  if (sources === undefined || overriding === undefined) {
    return { refused: "a document among its source or override documents is no JSON object" };
  }
  const all = [...sources, { Statement: own } as Properties, ...overriding];
  const doubled = doubledSid([...sources, { Statement: own }]);
  if (doubled !== undefined) return { refused: `two of its statements have the sid ${doubled}` };
  const ids = [...sources, { Id: plain.policyId ?? null }, ...overriding].map((each) => textOf(each.Id));
  const id = ids.filter((each) => each !== undefined).at(-1);
  const versions = overriding.map((each) => textOf(each.Version)).filter((each) => each !== undefined);
  return rendered(plain, {
    Version: versions.at(-1) ?? version,
    ...(id !== undefined && { Id: id }),
    Statement: merged(all.flatMap((each) => objectsOf(each.Statement))),
  });
};

function rendered(args: Properties, document: Properties): Answer {
  const json = escapedForHtml(JSON.stringify(document, null, 2));
  const minifiedJson = escapedForHtml(JSON.stringify(document));
  return answer({
    ...args,
    id: String(Number.parseInt(hex(json, 8), 16)),
    json,
    minifiedJson,
    version: document.Version ?? NEWEST,
  });
}

/** Go's JSON encoder writes these as escapes, so the real document has them too. */
const escapedForHtml = (json: string): string =>
  json.replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

function documents(args: Properties, single: string, several: string): readonly Properties[] | undefined {
  const texts = [textOf(ownValue(args, single)), ...textsOf(ownValue(args, several))].filter(
    (text) => text !== undefined && text !== "",
  );
  const parsed = texts.map((text) => parsedDocument(text ?? ""));
  return parsed.every((each) => each !== undefined) ? parsed : undefined;
}

function parsedDocument(text: string): Properties | undefined {
  try {
    const document = JSON.parse(text) as Value;
    return isPlainObject(document) ? document : undefined;
  } catch {
    return undefined;
  }
}

function objectsOf(value: Value | undefined): readonly Properties[] {
  const inner = value === undefined ? [] : reveal(value);
  return (isList(inner) ? inner : [inner]).filter(isPlainObject);
}

function doubledSid(all: readonly Properties[]): string | undefined {
  const sids = all.flatMap((each) => objectsOf(each.Statement)).map((each) => textOf(each.Sid));
  return sids.find((sid, index) => sid !== undefined && sids.indexOf(sid) !== index);
}

/** A later statement replaces an earlier one of its sid, in its place. */
function merged(statements: readonly Properties[]): readonly Properties[] {
  const kept: Properties[] = [];
  for (const each of statements) {
    const sid = textOf(each.Sid);
    const at = sid === undefined ? -1 : kept.findIndex((other) => textOf(other.Sid) === sid);
    if (at === -1) kept.push(each);
    else kept[at] = each;
  }
  return kept;
}

function statement(given: Properties): Properties {
  const sid = textOf(given.sid);
  const parts: Readonly<Record<string, Value | undefined>> = {
    Sid: sid,
    Effect: textOf(given.effect) ?? "Allow",
    Action: oneOrMore(reversed(textsOf(given.actions))),
    NotAction: oneOrMore(reversed(textsOf(given.notActions))),
    Resource: oneOrMore(reversed(textsOf(given.resources).map(withVariables))),
    NotResource: oneOrMore(reversed(textsOf(given.notResources).map(withVariables))),
    Principal: principals(objectsOf(given.principals)),
    NotPrincipal: principals(objectsOf(given.notPrincipals)),
    Condition: conditions(objectsOf(given.conditions)),
  };
  return Object.fromEntries(
    Object.entries(parts).filter((part): part is [string, Value] => part[1] !== undefined),
  );
}

const withVariables = (text: string): string => text.replaceAll("&{", "${");
const reversed = (texts: readonly string[]): readonly string[] => [...texts].sort().reverse();

function oneOrMore(texts: readonly string[]): Value | undefined {
  return texts.length > 1 ? texts : texts[0];
}

function principals(given: readonly Properties[]): Value | undefined {
  if (given.length === 0) return undefined;
  const byType = new Map<string, readonly string[]>();
  for (const each of given) {
    const type = textOf(each.type) ?? "";
    const identifiers = reversed(textsOf(each.identifiers).map(withVariables));
    byType.set(type, [...(byType.get(type) ?? []), ...identifiers]);
  }
  const anybody = byType.get("*");
  if (byType.size === 1 && anybody?.length === 1 && anybody[0] === "*") return "*";
  return sortedObject([...byType].map(([type, identifiers]) => [type, oneOrMore(identifiers) ?? []]));
}

function conditions(given: readonly Properties[]): Value | undefined {
  if (given.length === 0) return undefined;
  const byTest = new Map<string, Map<string, readonly string[]>>();
  for (const each of given) {
    const test = textOf(each.test) ?? "";
    const variables = byTest.get(test) ?? new Map<string, readonly string[]>();
    const variable = textOf(each.variable) ?? "";
    variables.set(variable, [...(variables.get(variable) ?? []), ...textsOf(each.values).map(withVariables)]);
    byTest.set(test, variables);
  }
  return sortedObject(
    [...byTest].map(([test, variables]) => [
      test,
      sortedObject([...variables].map(([variable, values]) => [variable, oneOrMore(values) ?? []])),
    ]),
  );
}

/** Go writes the keys of a map in order. */
function sortedObject(entries: readonly (readonly [string, Value])[]): Properties {
  return Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
}
