import { describeFailures } from "../../../policies/judging/failure";
import { runRule } from "../../../policies/judging/run-rule";
import { defineRule, type Finding, type UserDataRule } from "../../../policies/rules/rule";
import { judgedUserData } from "../../support/subjects";

const rule = (check: () => readonly Finding[]): UserDataRule =>
  defineRule({
    id: "throws",
    title: "Throws",
    severity: "low",
    enforcement: "advisory",
    judges: "user-data",
    closes: ["ssh"],
    remedy: "None.",
    causes: ["a bug"],
    check,
  });

const throwing = (thrown: unknown): UserDataRule =>
  rule(() => {
    throw thrown;
  });

const endless = (): readonly Finding[] => endless();
class OwnError extends Error {}

/** What is thrown, and what may be said of it: its class, which is code's, and nothing that it says itself. */
const THROWN: readonly (readonly [string, unknown, string])[] = [
  ["an error", new RangeError("secret value"), "RangeError"],
  ["an error of a class of one's own", new OwnError("secret value"), "OwnError"],
  [
    "an error that names itself, as those of AWS do",
    Object.assign(new Error("x"), { name: "secret" }),
    "Error",
  ],
  ["a text", "secret value", "a thrown string"],
  ["a number", 42, "a thrown number"],
  ["nothing", undefined, "a thrown undefined"],
  ["null", null, "a thrown null"],
  ["an object", { name: "secret", message: "secret" }, "a thrown object"],
  ["an object without a prototype", Object.create(null), "a thrown object"],
  ["an object with a class of its own", { constructor: { name: "secret" } }, "a thrown object"],
  [
    "an object whose class cannot be read",
    new Proxy(
      {},
      {
        getPrototypeOf() {
          throw new Error("secret");
        },
      },
    ),
    "a thrown object",
  ],
];

test.each(THROWN)("%s that is thrown is told by its class alone", (_, thrown, said) => {
  const answer = runRule(throwing(thrown), judgedUserData(), {});
  expect(answer).toEqual({ done: false, failure: { where: "throws", error: said } });
  if (!answer.done) expect(describeFailures([answer.failure])).toBe(`throws (${said})`);
});

test("a call without end is a failure of the rule, not of the process", () => {
  expect(runRule(rule(endless), judgedUserData(), {})).toEqual({
    done: false,
    failure: { where: "throws", error: "RangeError" },
  });
});

test("findings that throw while they are read are a failure of the rule", () => {
  const lazy = rule(
    () =>
      ({
        length: 1,
        [Symbol.iterator]: () => {
          throw new TypeError("late");
        },
      }) as unknown as readonly Finding[],
  );
  expect(runRule(lazy, judgedUserData(), {})).toMatchObject({ done: false });
});

test("what a rule finds is handed on", () => {
  expect(
    runRule(
      rule(() => [{ message: "found" }]),
      judgedUserData(),
      {},
    ),
  ).toEqual({
    done: true,
    value: [{ message: "found" }],
  });
});
