import { cell } from "./blocks.mjs";

/**
 * @param {readonly { action: string, tells: string }[]} calls every call that live look-ups make
 * @param {unknown} policy the IAM policy that allows them
 * @returns {string} the policy, and what each of its actions is for
 */
export function livePolicy(calls, policy) {
  return [
    "```json",
    JSON.stringify(policy, null, 2),
    "```",
    "",
    "| Action | What it tells |",
    "| --- | --- |",
    ...[...calls]
      .sort((a, b) => (a.action < b.action ? -1 : 1))
      .map(({ action, tells }) => `| \`${action}\` | ${cell(tells[0].toUpperCase() + tells.slice(1))} |`),
  ].join("\n");
}
