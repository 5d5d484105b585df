/** Platforms whose user data is not cloud-init's. */
export type Platform = "windows" | "bottlerocket" | "ignition";

const HEAD = 8192;

/**
 * Which platform a text was written for, if it is none of cloud-init's: EC2Launch on Windows (`<powershell>`,
 * `<script>`, `version: 1.0` with `tasks:`), Bottlerocket's TOML (`[settings…]`), Ignition's JSON on Flatcar and
 * Fedora CoreOS. Takes the decoded text; `undefined` when it is none of these.
 */
export function guessPlatform(text: string): Platform | undefined {
  const head = text.slice(0, HEAD);
  const lines = head
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("# ") && line !== "#");
  const first = (lines[0] ?? "").toLowerCase();
  if (/^<(powershell|script|runaslocalsystem|persist|powershellarguments)\b/.test(first)) return "windows";
  if (first.startsWith("#ps1") || /^rem cmd\b/.test(first)) return "windows";
  if (/^version: *['"]?1\.\d/.test(first) && lines.some((line) => line.startsWith("tasks:")))
    return "windows";
  if (/^\[{0,2}"?settings["\].]/.test(first)) return "bottlerocket";
  if (first.startsWith("{") && head.includes('"ignition"')) return "ignition";
  return undefined;
}
