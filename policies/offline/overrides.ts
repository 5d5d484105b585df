import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { z } from "zod";
import { ownValue } from "../facts/own";
import { canonical, isList, isPlainObject, reveal } from "./properties";
import type { Properties, Value } from "./properties";

/** The file in which a project answers look-ups itself; it lies in the project's folder. */
export const OVERRIDES_FILE = "latchkey.offline.json";
/** Names another file instead; a relative path is taken from the folder that the engine starts the provider in. */
export const OVERRIDES_VARIABLE = "LATCHKEY_OFFLINE_FILE";

export interface Override {
  readonly token: string;
  /** The arguments that a call must have; it may have more. */
  readonly args: Properties;
  readonly result: Properties;
}

export interface Overrides {
  /** Where the file is, or where it would have to be. */
  readonly file: string;
  readonly invokes: readonly Override[];
  /** What is wrong with the file, as one sentence a line. */
  readonly problem?: string;
}

const PROJECT_FILES = ["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"];

const schema = z.strictObject({
  $schema: z.string().optional(),
  invokes: z.array(
    z.strictObject({
      token: z.string().regex(/^[^:\s]+:[^:\s]+:[^:\s]+$/, "must be a token such as aws:ec2/getAmi:getAmi"),
      args: z.record(z.string(), z.json()).default({}),
      result: z.record(z.string(), z.json()),
    }),
  ),
});

/**
 * Reads the project's answers.
 *
 * @param folder where the engine started the provider: the folder of the program, at or below the project's
 */
export function readOverrides(
  folder: string,
  environment: Readonly<Record<string, string | undefined>>,
): Overrides {
  const named = environment[OVERRIDES_VARIABLE];
  const isNamed = named !== undefined && named !== "";
  const file = isNamed ? resolve(folder, named) : overridesFile(folder);
  if (!existsSync(file)) {
    const problem = `${file} does not exist. ${OVERRIDES_VARIABLE} names it.`;
    return { file, invokes: [], ...(isNamed && { problem }) };
  }
  return parseOverrides(file);
}

function parseOverrides(file: string): Overrides {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, "utf8").replace(/^\uFEFF/, ""));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { file, invokes: [], problem: `${file} cannot be read as JSON: ${why}.` };
  }
  const parsed = schema.safeParse(content);
  if (parsed.success) return { file, invokes: parsed.data.invokes };
  const problems = parsed.error.issues.map((issue) => `${file}: ${describeIssue(issue)}`);
  return { file, invokes: [], problem: problems.join("\n") };
}

function describeIssue(issue: z.core.$ZodIssue): string {
  const place = issue.path.reduce<string>(
    (path, key) =>
      typeof key === "number" ? `${path}[${String(key)}]` : `${path}${path === "" ? "" : "."}${String(key)}`,
    "",
  );
  if (issue.code === "unrecognized_keys") {
    const keys = issue.keys.map((key) => (place === "" ? key : `${place}.${key}`));
    return `${keys.join(", ")}: unknown key.`;
  }
  return `${place === "" ? "the file" : place}: ${issue.message}.`;
}

/** The nearest file from the folder up to the project's; if there is none, its place in the project's folder. */
function overridesFile(folder: string): string {
  const searched = upToProject(folder);
  const found = searched.map((each) => join(each, OVERRIDES_FILE)).find((file) => existsSync(file));
  return found ?? join(searched.at(-1) ?? folder, OVERRIDES_FILE);
}

function upToProject(folder: string): readonly string[] {
  const passed: string[] = [];
  for (let at = resolve(folder); ; at = dirname(at)) {
    passed.push(at);
    if (PROJECT_FILES.some((name) => existsSync(join(at, name)))) return passed;
    if (dirname(at) === at) return passed.slice(0, 1);
  }
}

/** The first answer whose token is the call's and whose arguments all are among the call's. */
export function findOverride(overrides: Overrides, token: string, args: Properties): Override | undefined {
  return overrides.invokes.find((override) => override.token === token && isPart(override.args, args));
}

/** Objects may have more, lists and plain values must be equal. */
function isPart(expected: Value, actual: Value): boolean {
  const inner = reveal(actual);
  if (!isPlainObject(expected) || isList(expected)) return canonical(expected) === canonical(inner);
  if (!isPlainObject(inner)) return false;
  return Object.entries(expected).every(([name, value]) => {
    const given = ownValue(inner, name);
    return given !== undefined && isPart(value, given);
  });
}
