import { runRule } from "../../../policies/judging/run-rule";
import { defineRule, type UserDataRule } from "../../../policies/rules/rule";
import { judgedUserData } from "../../support/subjects";

const throwing = (thrown: unknown): UserDataRule =>
  defineRule({
    id: "throws",
    title: "Throws",
    severity: "low",
    enforcement: "advisory",
    judges: "user-data",
    closes: ["ssh"],
    remedy: "None.",
    causes: ["a bug"],
    check() {
      throw thrown;
    },
  });

test("a rule that throws becomes a finding that names it", () => {
  expect(runRule(throwing(new RangeError("secret value")), judgedUserData(), {})).toEqual([
    { message: "throws failed on this resource (RangeError) and could not judge it; please report this." },
  ]);
});

test("whatever it throws, what it says is not told: it may hold a value", () => {
  expect(runRule(throwing("secret value"), judgedUserData(), {})[0]?.message).not.toContain("secret");
});
