// npm run gen: makes everything that is made from the rules' metadata, and what the repair program is known by. With --check
// it changes nothing, and fails where a file is not what it would be made to.
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import prettier from "prettier";
import { configSchema } from "./generate/config-schema.mjs";
import { livePolicy } from "./generate/live-policy.mjs";
import { releasedProgram } from "./generate/released-program.mjs";
import { ruleHeader, rulePage } from "./generate/rule-pages.mjs";
import { ruleIndex } from "./generate/rule-index.mjs";
import { ruleTable } from "./generate/rule-table.mjs";
import { settingsTable } from "./generate/settings-table.mjs";
import { withBlock } from "./generate/blocks.mjs";

const root = join(import.meta.dirname, "..");
const check = process.argv.includes("--check");
const stale = [];

/** @param {string} path @param {string} text */
async function put(path, text) {
  const file = join(root, path);
  const options = await prettier.resolveConfig(file);
  const made = await prettier.format(text, { ...options, filepath: file });
  if (existsSync(file) && readFileSync(file, "utf8") === made) return;
  if (check) stale.push(path);
  else writeFileSync(file, made);
}

const read = (path) => (existsSync(join(root, path)) ? readFileSync(join(root, path), "utf8") : undefined);

// A rule is a file that defines one; its name is the id.
const ids = readdirSync(join(root, "policies/rules"))
  .filter((file) => /\bdefineRule\(\{/u.test(read(`policies/rules/${file}`) ?? ""))
  .map((file) => file.replace(/\.ts$/u, ""))
  .sort();

await put("policies/rules/index.ts", ruleIndex(ids));
await put("policies/boot/repair/released.ts", releasedProgram());
if (!check)
  execFileSync(
    process.execPath,
    [join(root, "node_modules/typescript/bin/tsc"), "-p", "policies/tsconfig.build.json"],
    { cwd: root, stdio: "inherit" },
  );

const require = createRequire(import.meta.url);
const { rules } = require(join(root, "policies/dist/rules/index.js"));
const calls = require(join(root, "policies/dist/aws/calls.js"));
const { settingsSchema } = require(join(root, "policies/dist/judging/settings.js"));

for (const rule of rules) {
  const path = `docs/rules/${rule.id}.md`;
  const page = read(path);
  await put(path, page === undefined ? rulePage(rule) : withBlock(page, "header", ruleHeader(rule)));
}
await put(
  "docs/rules/settings.md",
  withBlock(read("docs/rules/settings.md") ?? "", "options", settingsTable(settingsSchema)),
);
await put(
  "docs/guides/live.md",
  withBlock(read("docs/guides/live.md") ?? "", "policy", livePolicy(calls.liveCalls, calls.livePolicy)),
);
await put("README.md", withBlock(read("README.md") ?? "", "rules", ruleTable(rules)));
await put("policies/config-schema.json", JSON.stringify(configSchema(rules, settingsSchema)));

try {
  execFileSync(
    process.execPath,
    [join(root, "scripts/generate/computed-properties.mjs"), ...(check ? ["--check"] : [])],
    { cwd: root, stdio: "inherit" },
  );
} catch {
  stale.push("policies/offline/computed-properties.json");
}

if (stale.length > 0) {
  console.error(`Not as \`npm run gen\` makes them: ${stale.join(", ")}`);
  process.exitCode = 1;
}
