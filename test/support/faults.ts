import { ownParts, type Parts } from "../../policies/judging/parts";
import { newPredictor, type Predictor } from "../../policies/judging/predictor";
import type { Rule } from "../../policies/rules/rule";

/** The pack's own parts, one of which fails: what becomes of a bug is shown with the product as it is, and the bug in it. */

/** A rule that throws, everywhere or where it is told to; elsewhere it is itself. */
export function failing<R extends Rule>(
  rule: R,
  thrown: () => unknown,
  where: (subject: Parameters<R["check"]>[0]) => boolean = () => true,
): R {
  const check = (subject: Parameters<R["check"]>[0], options: never): unknown => {
    if (where(subject)) throw thrown();
    return (rule.check as (subject: unknown, options: unknown) => unknown)(subject, options);
  };
  return { ...rule, check };
}

export const withRule = (changed: Rule): Parts => ({
  ...ownParts,
  rules: ownParts.rules.map((rule) => (rule.id === changed.id ? changed : rule)),
});

/** Parts whose predictor throws for user data that holds a word. */
export const failingOn = (word: string, thrown: () => unknown): Parts => ({
  ...ownParts,
  newPredictor: () => {
    const predict = newPredictor();
    const failingPredict: Predictor = (input) => {
      if (input.userData.state === "known" && input.userData.value.text.includes(word)) throw thrown();
      return predict(input);
    };
    return failingPredict;
  },
});
