import { upTo, withoutLast } from "../../../policies/facts/text";
import { ANY_TEXT, anyChar, fits, fitsPattern, wildcards } from "../../../policies/facts/wildcard";
import fc from "../../support/fast-check";

/** As a backtracking matcher does it: slow, and easy to believe. */
function believed(pattern: string, text: string): boolean {
  const [sign] = pattern;
  if (sign === undefined) return text === "";
  if (sign === "*")
    return Array.from({ length: text.length + 1 }, (_, at) => at).some((at) =>
      believed(pattern.slice(1), text.slice(at)),
    );
  return text !== "" && (sign === "?" || sign === text[0]) && believed(pattern.slice(1), text.slice(1));
}

it("fits what a backtracking matcher fits", () => {
  const letters = (signs: readonly string[]) =>
    fc.array(fc.constantFrom(...signs), { maxLength: 7 }).map((list) => list.join(""));
  fc.assert(
    fc.property(letters(["*", "?", "a", "b"]), letters(["a", "b", "*"]), (pattern, text) => {
      expect(fitsPattern(text, pattern)).toBe(believed(pattern, text));
    }),
  );
});

it("takes no more steps than the pattern times the text", () => {
  let steps = 0;
  const pattern = `${"*a".repeat(500)}b`;
  const text = "a".repeat(2000);
  expect(fits(wildcards(pattern), text, (each) => (steps += each))).toBe(false);
  expect(steps).toBeGreaterThan(0);
  expect(steps).toBeLessThanOrEqual((pattern.length + 1) * (text.length + 1));
});

it("takes signs that are questions of one character", () => {
  const digit = (char: string): boolean => char >= "0" && char <= "9";
  expect(fits(["a", digit, ANY_TEXT, anyChar], "a1x")).toBe(true);
  expect(fits(["a", digit, ANY_TEXT, anyChar], "axx")).toBe(false);
});

it("cuts text in one pass", () => {
  expect(withoutLast("a/b///", "/")).toBe("a/b");
  expect(withoutLast("///", "/")).toBe("");
  expect(upTo("a#b#c", "#")).toBe("a");
  expect(upTo("abc", "#")).toBe("abc");
});
