import type { Call, Result } from "../session";
import type { Context } from "../simple-command";
import type { Value } from "../value";

/** A command that starts another one. */
export type Wrapper = (
  call: Call,
  context: Context,
  dispatch: (name: Value, args: readonly Value[], context: Context) => Result,
) => Result;
