/** Names of the variables that an arithmetic expression may assign to (bash(1), "ARITHMETIC EVALUATION"). */
export function assignedInArithmetic(text: string): readonly string[] {
  return /\+\+|--|(?<![=!<>])=(?!=)|<<=|>>=/u.test(text)
    ? [...text.matchAll(/[A-Za-z_]\w*/gu)].map(([name]) => name)
    : [];
}
