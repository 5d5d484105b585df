import { cell } from "./blocks.mjs";
import { settingsTable } from "./settings-table.mjs";

/** What is read where, as people say it. */
const JUDGES = {
  "user-data": "the user data, on the resource that holds it",
  launch: "the launch with the stack around it, on the resource that uses it",
};

/** `aws:ec2/keyPair:KeyPair` as programs write it: `aws.ec2.KeyPair`. */
const inPrograms = (type) => `\`${type.replace(/\/[^:]*/u, "").replaceAll(":", ".")}\``;

const judgedBy = ({ judges, types, once }) =>
  judges === "resource"
    ? `each ${types.map(inPrograms).join(", ")}`
    : `${JUDGES[judges]}${once === "region" ? ", once per region" : ""}`;

/** @param {any} rule @returns {string} the part of a rule's page that is made from its metadata */
export function ruleHeader(rule) {
  const framework =
    rule.framework && `${rule.framework.name} ${rule.framework.version}, ${rule.framework.reference}`;
  return [
    `**${rule.title}.**`,
    "",
    "| | |",
    "| --- | --- |",
    `| Severity | ${rule.severity} |`,
    `| Enforcement | ${rule.enforcement}${rule.enforcement === "mandatory" ? " (stops the deployment)" : ""} |`,
    `| Judges | ${judgedBy(rule)} |`,
    `| Ways closed | ${rule.closes.join(", ")} |`,
    ...(framework ? [`| Framework | ${cell(framework)} |`] : []),
    "",
    "What it recognises:",
    "",
    ...rule.causes.map((cause) => `- ${cause}`),
    "",
    `What to do: ${rule.remedy}`,
    ...(rule.options ? ["", "Options:", "", settingsTable(rule.options)] : []),
  ].join("\n");
}

/** @param {any} rule @returns {string} a page for a rule that has none yet */
export function rulePage(rule) {
  return [
    `# ${rule.id}`,
    "",
    "<!-- begin header: made by `npm run gen` -->",
    "",
    ruleHeader(rule),
    "",
    "<!-- end header -->",
    "",
    ...["Why", "Bad", "Good", "When not"].flatMap((heading) => [`## ${heading}`, ""]),
  ].join("\n");
}
