// npm run new-rule -- <id>: the three files of a rule (rule, page, test), ready to be filled in.
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execFileSync } from "node:child_process";

const root = join(import.meta.dirname, "..");
const id = process.argv[2] ?? "";

if (!/^[a-z]+(?:-[a-z]+)*$/u.test(id)) {
  console.error("Usage: npm run new-rule -- <id>, where the id is words in lower case joined by dashes");
  process.exit(2);
}
const rule = join(root, "policies/rules", `${id}.ts`);
const test = join(root, "test/policies/rules", `${id}.test.ts`);
if (existsSync(rule)) {
  console.error(`There is a rule ${id} already: ${rule}`);
  process.exit(2);
}

writeFileSync(
  rule,
  `import { defineRule } from "./rule";

export default defineRule({
  id: "${id}",
  title: "One sentence that says what is wrong",
  severity: "medium",
  enforcement: "advisory",
  judges: "user-data",
  closes: ["ssh"],
  remedy: "What people can do about it.",
  causes: ["What the rule recognises"],
  check() {
    return [];
  },
});
`,
);
writeFileSync(
  test,
  `import rule from "../../../policies/rules/${id}";
import { judgedUserData } from "../../support/subjects";

describe("${id}", () => {
  it("reports the bad case", () => {
    expect(rule.check(judgedUserData("#!/bin/sh\\n"), {})).toHaveLength(1);
  });
});
`,
);
execFileSync(process.execPath, [join(root, "scripts/gen.mjs")], { stdio: "inherit" });
console.log(
  `Made policies/rules/${id}.ts, docs/rules/${id}.md and test/policies/rules/${id}.test.ts: the test fails until the rule is written.`,
);
