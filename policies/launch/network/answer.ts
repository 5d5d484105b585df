/** `maybe`: something about it is only known at apply, or not seen. */
export type Answer = "yes" | "maybe" | "no";

export function anyOf(answers: readonly Answer[]): Answer {
  if (answers.includes("yes")) return "yes";
  return answers.includes("maybe") ? "maybe" : "no";
}

export function allOf(answers: readonly Answer[]): Answer {
  if (answers.includes("no")) return "no";
  return answers.includes("maybe") ? "maybe" : "yes";
}

/** What is certain only as far as something else is. */
export const weakened = (answer: Answer, certain: boolean): Answer =>
  answer === "yes" && !certain ? "maybe" : answer;
