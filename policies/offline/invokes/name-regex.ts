import { createRequire } from "node:module";
import type * as Engine from "re2js";

/** Longer than any expression over names of at most 128 characters has to be; what is longer finds no name. */
const LONGEST = 1_000;

const load = createRequire(__filename);

/**
 * An expression as `nameRegex` takes it: Go's syntax (RE2), which knows no look-around and no references back, matched in
 * time that grows with its length and the name's alone.
 *
 * Source: `regexp.MustCompile` and `MatchString` in terraform-provider-aws, internal/service/ec2/ec2_ami_data_source.go.
 *
 * @returns whether a name fits; `undefined` for what is no such expression
 */
export function nameMatcher(expression: string): ((name: string) => boolean) | undefined {
  if (expression.length > LONGEST) return () => false;
  // With the first expression and not before: most programs have none, and wait for the provider to start.
  const { RE2JS, RE2JSSyntaxException } = load("re2js") as typeof Engine;
  try {
    const compiled = RE2JS.compile(expression);
    return (name) => compiled.matcher(name).find();
  } catch (error) {
    if (error instanceof RE2JSSyntaxException) return undefined;
    throw error;
  }
}
