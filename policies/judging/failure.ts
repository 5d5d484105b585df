import { HOMEPAGE } from "../rules/pages";

/** What was being done when something of ours threw, where it was no rule. */
export type Step =
  | "reading the resource"
  | "reading the launch"
  | "following its user data"
  | "judging its ways in"
  | "mending its user data"
  | "looking things up in AWS"
  | "reading the stack"
  | "exemptions"
  | "the policy itself";

/**
 * Something of ours threw: a bug. Only what can hold nothing of the input is kept, never the error's text, which may quote
 * it, and never the error itself, whose stack may.
 */
export interface Failure {
  /** The id of the rule, or the step. */
  readonly where: string;
  /** The class of what was thrown. */
  readonly error: string;
}

/** What came of something that may fail. */
export type Attempt<T> = { readonly done: true; readonly value: T } | Failed;
export interface Failed {
  readonly done: false;
  readonly failure: Failure;
}

/** Does something, and answers with what came of it; whatever is thrown becomes a {@link Failure}. Never throws. */
export function attempt<T>(where: string, act: () => T): Attempt<T> {
  try {
    return { done: true, value: act() };
  } catch (error) {
    return { done: false, failure: failureOf(where, error) };
  }
}

/** {@link attempt} for what takes its time. Never rejects. */
export async function attemptLater<T>(where: string, act: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { done: true, value: await act() };
  } catch (error) {
    return { done: false, failure: failureOf(where, error) };
  }
}

export const failureOf = (where: string, error: unknown): Failure => ({ where, error: classOf(error) });

/** A class's name as code writes it. Names that an error gives itself are not asked: AWS's errors bear what AWS answered. */
const CLASS = /^[A-Za-z]\w{0,59}$/u;

function classOf(error: unknown): string {
  if (typeof error !== "object" || error === null)
    return `a thrown ${error === null ? "null" : typeof error}`;
  try {
    // Not instanceof: errors come from other realms, too.
    const prototype: unknown = Object.getPrototypeOf(error);
    if (typeof prototype !== "object" || prototype === null) return "a thrown object";
    const made: unknown = (prototype as { constructor?: unknown }).constructor;
    const name: unknown = typeof made === "function" ? made.name : undefined;
    if (typeof name !== "string" || !CLASS.test(name)) return "a thrown object";
    return name === "Object" ? "a thrown object" : name;
  } catch {
    // A proxy, or a getter that throws in its turn.
    return "a thrown object";
  }
}

/** Failures as a list in a sentence, each once: `login-user-removed (TypeError)`. */
export const describeFailures = (failures: readonly Failure[]): string =>
  [...new Set(failures.map(({ where, error }) => `${where} (${error})`))].join(", ");

/** Where a bug is told to us, and what with. */
export const REPORT = `To have it mended, please report it at ${HOMEPAGE}/issues, with this message and the program cut down to what makes it happen.`;

/**
 * What is said of a launch, or of another thing, that could not be judged.
 *
 * @param what What was not judged, as the beginning of a sentence.
 */
export const describeNotJudged = (what: string, failures: readonly Failure[]): string =>
  `${sayNotJudged(what, failures)}\n${REPORT}`;

/** The same without the way to report it. */
export const sayNotJudged = (what: string, failures: readonly Failure[]): string =>
  `${what} was not judged: ${describeFailures(failures)} failed, which is a bug of Latchkey's. Nothing is known of it, good or bad.`;

/** What lets people go on until the bug is mended; the last line of what a verdict says. */
export const describeDetour = (failures: readonly Failure[]): string => {
  const rules = [...new Set(failures.map(({ where }) => where))].filter((where) => /^[a-z-]+$/u.test(where));
  const off = rules.map((rule) => `"${rule}": "disabled"`).join(", ");
  return off === ""
    ? 'Until it is mended, `"settings": { "onFailure": "advisory" }` lets such launches through.'
    : `Until it is mended, ${off} leaves that rule out, and \`"settings": { "onFailure": "advisory" }\` lets such launches through.`;
};
