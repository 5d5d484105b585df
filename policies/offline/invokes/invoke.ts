import { relative } from "node:path";
import type { Configuration } from "../configuration";
import { findOverride } from "../overrides";
import type { Overrides } from "../overrides";
import { containsSecret, isList, isPlainObject, isSecret, mapObject, reveal, secret } from "../properties";
import type { Properties, Value } from "../properties";
import { getAvailabilityZones, getCallerIdentity, getPartition, getRegion } from "./account";
import { getAmi, getAmiIds } from "./ami";
import type { Answer, LookUp } from "./lookup";
import { getSecurityGroup, getSubnet, getSubnets, getVpc } from "./network";
import { getParameter } from "./parameter";
import { getPolicyDocument } from "./policy-document";
import { getInstanceProfile, getRole } from "./role";

const LOOK_UPS: ReadonlyMap<string, LookUp> = new Map(
  Object.entries<LookUp>({
    "aws:ec2/getAmi:getAmi": getAmi,
    "aws:ec2/getAmiIds:getAmiIds": getAmiIds,
    "aws:ec2/getSecurityGroup:getSecurityGroup": getSecurityGroup,
    "aws:ec2/getSubnet:getSubnet": getSubnet,
    "aws:ec2/getSubnets:getSubnets": getSubnets,
    "aws:ec2/getVpc:getVpc": getVpc,
    "aws:iam/getInstanceProfile:getInstanceProfile": getInstanceProfile,
    "aws:iam/getPolicyDocument:getPolicyDocument": getPolicyDocument,
    "aws:iam/getRole:getRole": getRole,
    "aws:index/getAvailabilityZones:getAvailabilityZones": getAvailabilityZones,
    "aws:index/getCallerIdentity:getCallerIdentity": getCallerIdentity,
    "aws:index/getPartition:getPartition": getPartition,
    "aws:index/getRegion:getRegion": getRegion,
    "aws:ssm/getParameter:getParameter": getParameter,
  }),
);

/**
 * Answers a call of a provider function: from the project's own file, else with a plausible value.
 *
 * @param token as in `aws:ec2/getAmi:getAmi`
 * @returns the result, or a refusal that says how to answer this call in the project's file. A call with a secret among
 *   its arguments has only secrets in its result.
 */
export function invoke(
  token: string,
  args: Properties,
  configuration: Configuration,
  overrides: Overrides,
): Answer {
  const given = Object.fromEntries(Object.entries(args).filter(([, value]) => reveal(value) !== null));
  const answered = look(token, given, configuration, overrides);
  if ("refused" in answered) return { refused: refusal(token, given, overrides, answered.refused) };
  if (!containsSecret(given)) return answered;
  return { result: mapObject(answered.result, (value) => (isSecret(value) ? value : secret(value))) };
}

function look(token: string, args: Properties, configuration: Configuration, overrides: Overrides): Answer {
  const override = findOverride(overrides, token, args);
  if (override !== undefined) return { result: override.result };
  const lookUp = LOOK_UPS.get(token);
  if (lookUp === undefined) return { refused: "the offline AWS provider has no answer for this function" };
  const empty = placeOfNull(args, "");
  return empty === undefined ? lookUp(args, configuration) : { refused: `${empty} is null` };
}

/** Where the first null stands (`filters[0].values[1]`), which AWS's provider takes nowhere but for a whole argument. */
function placeOfNull(value: Value, path: string): string | undefined {
  const inner = reveal(value);
  if (inner === null) return path;
  if (isList(inner)) return firstOf(inner, (item, at) => placeOfNull(item, `${path}[${String(at)}]`));
  if (!isPlainObject(inner)) return undefined;
  return firstOf(Object.entries(inner), ([name, item]) =>
    placeOfNull(item, path === "" ? name : `${path}.${name}`),
  );
}

function firstOf<T, U>(items: readonly T[], find: (item: T, at: number) => U | undefined): U | undefined {
  for (const [at, item] of items.entries()) {
    const found = find(item, at);
    if (found !== undefined) return found;
  }
  return undefined;
}

function refusal(token: string, args: Properties, { file, invokes }: Overrides, why: string): string {
  // Secrets stay out of messages; an argument less only makes the answer fit more calls.
  const shown = Object.fromEntries(Object.entries(args).filter(([, value]) => !containsSecret(value)));
  const entry = `{ "token": ${JSON.stringify(token)}, "args": ${JSON.stringify(shown)}, "result": {} }`;
  const [where, snippet] =
    invokes.length === 0
      ? ["Answer it in", `{\n  "invokes": [\n    ${entry}\n  ]\n}`]
      : ['Answer it with one more entry in "invokes" of', entry];
  return `${token}: ${why}. ${where} ${shortest(file)} (and fill in the result):\n${snippet}`;
}

function shortest(file: string): string {
  const fromHere = relative(process.cwd(), file);
  return fromHere.startsWith("..") ? file : fromHere;
}
