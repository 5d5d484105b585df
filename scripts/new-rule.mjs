// npm run new-rule -- <id> [kind]: the three files of a rule (rule, page, test), ready to be filled in. The kind is what it
// judges: user-data, launch or resource.
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { execFileSync } from "node:child_process";

const root = join(import.meta.dirname, "..");
const [id = "", kind = "user-data"] = process.argv.slice(2);

/** What differs between the kinds: properties of the rule, and how its test asks it. */
const KINDS = {
  "user-data": {
    properties: "",
    support: `import { findings, script } from "../../support/subjects";`,
    asked: `findings(rule, { userData: script("true") })`,
  },
  launch: {
    properties: "",
    support: `import { findings } from "../../support/subjects";`,
    asked: "findings(rule)",
  },
  resource: {
    properties: `  types: ["aws:ec2/instance:Instance"],\n`,
    support: `import { findingsOn, written } from "../../support/written-resources";`,
    asked: `findingsOn(rule, written("aws:ec2/instance:Instance", {}))`,
  },
};

if (!/^[a-z]+(?:-[a-z]+)*$/u.test(id) || !Object.hasOwn(KINDS, kind)) {
  console.error(
    `Usage: npm run new-rule -- <id> [${Object.keys(KINDS).join("|")}], where the id is words in lower case joined by dashes`,
  );
  process.exit(2);
}
const { properties, support, asked } = KINDS[kind];
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
  judges: "${kind}",
${properties}  closes: ["ssh"],
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
${support}

describe("${id}", () => {
  it("reports the bad case", () => {
    expect(${asked}).toHaveLength(1);
  });
});
`,
);
execFileSync(process.execPath, [join(root, "scripts/gen.mjs")], { stdio: "inherit" });
console.log(
  `Made policies/rules/${id}.ts, docs/rules/${id}.md and test/policies/rules/${id}.test.ts: the test fails until the rule is written.`,
);
