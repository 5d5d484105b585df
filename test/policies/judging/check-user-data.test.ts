import { checkUserData, type UserDataCheck } from "../../../policies/judging/check-user-data";
import type { Parts } from "../../../policies/judging/parts";
import { rules } from "../../../policies/rules/index";
import type { Rule } from "../../../policies/rules/rule";
import { failing, failingOn, withRule } from "../../support/faults";

const SECRET = "mrkzqsecret";
const check: UserDataCheck = {
  userData: `#!/bin/sh\necho ${SECRET}\nuserdel -r ubuntu\n`,
  encoding: "plain",
  image: { family: "ubuntu" },
  keyPair: true,
};
const bug = (): Error => new TypeError(SECRET);

test("user data is judged by every rule that looks at nothing else", () => {
  const verdict = checkUserData(check);
  expect(verdict.login).toBe("closed");
  expect(verdict.findings.map(({ rule }) => rule)).toEqual(["login-user-removed"]);
});

/** What is said where something of ours threw: neither good nor bad, and to be seen from whatever side one looks. */
function expectNotJudged(parts: Parts, where: string, error = "TypeError"): void {
  const verdict = checkUserData(check, parts);
  expect(verdict).toEqual({
    login: "not-judged",
    failure: { where, error },
    findings: [
      {
        rule: where,
        severity: "critical",
        message: expect.stringContaining(`was not judged: ${where} (${error})`) as string,
        remedy: expect.stringContaining("please report it at https://") as string,
      },
    ],
  });
  expect(JSON.stringify(verdict)).not.toContain(SECRET);
}

test.each(
  rules.filter(({ judges }) => judges === "user-data").map((rule): [string, Rule] => [rule.id, rule]),
)("a bug in %s is a verdict of its own, as a value", (id, rule) => {
  expectNotJudged(withRule(failing(rule, bug)), id);
});

test("a bug in what follows user data is one, too", () => {
  expectNotJudged(failingOn("userdel", bug), "following its user data");
});

test("so is whatever is thrown that is no error", () => {
  expectNotJudged(
    failingOn("userdel", () => SECRET),
    "following its user data",
    "a thrown string",
  );
});

test("so is a call without end", () => {
  const endless = (): unknown => [endless()];
  expectNotJudged(failingOn("userdel", endless), "following its user data", "RangeError");
});

test.each([
  ["nothing", undefined],
  ["an object of another shape", {}],
  ["user data that is no text", { ...check, userData: 42 }],
  [
    "user data that cannot be read",
    {
      ...check,
      get userData() {
        throw bug();
      },
    },
  ],
  ["an encoding that there is not", { ...check, encoding: "toString" }],
  ["a family that there is not", { ...check, image: { family: "constructor" } }],
])("given %s it answers, and throws nothing", (_, given) => {
  const verdict = checkUserData(given as UserDataCheck);
  expect(["open", "closed", "unknown", "not-judged"]).toContain(verdict.login);
  expect(JSON.stringify(verdict)).not.toContain(SECRET);
});
