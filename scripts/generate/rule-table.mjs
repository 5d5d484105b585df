import { cell } from "./blocks.mjs";

/** @param {readonly any[]} rules @returns {string} the README's table */
export function ruleTable(rules) {
  const order = ["mandatory", "advisory"];
  const sorted = [...rules].sort(
    (a, b) => order.indexOf(a.enforcement) - order.indexOf(b.enforcement) || a.id.localeCompare(b.id),
  );
  return [
    "| Rule | Reports | Enforcement | Severity | Closes |",
    "| --- | --- | --- | --- | --- |",
    ...sorted.map(
      (rule) =>
        `| [${rule.id}](docs/rules/${rule.id}.md) | ${cell(rule.title)} | ${rule.enforcement} | ${rule.severity} | ${rule.closes.join(", ")} |`,
    ),
  ].join("\n");
}
