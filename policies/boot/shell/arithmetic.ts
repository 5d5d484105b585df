/** Names of the variables that an arithmetic expression may assign to (bash(1), "ARITHMETIC EVALUATION"). */
export function assignedInArithmetic(text: string): readonly string[] {
  return /\+\+|--|(?<![=!<>])=(?!=)|<<=|>>=/u.test(text)
    ? [...text.matchAll(/[A-Za-z_]\w*/gu)].map(([name]) => name)
    : [];
}

/** The value of `$((name + 1))` and the like, as loops count with it; `undefined` for anything else. */
export function summed(text: string, variables: ReadonlyMap<string, string>): string | undefined {
  const [, name = "", sign = "", step = ""] =
    /^\$\(\(\s*\$?([A-Za-z_]\w*)\s*([-+])\s*(0|[1-9]\d{0,5})\s*\)\)$/u.exec(text) ?? [];
  const value = variables.get(name) ?? "";
  if (!/^(?:0|-?[1-9]\d{0,8})$/u.test(value)) return undefined;
  return String(sign === "+" ? Number(value) + Number(step) : Number(value) - Number(step));
}
