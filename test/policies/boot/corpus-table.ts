import type { Judged } from "./corpus-agreement";

const OUTCOMES = ["agrees", "false alarm", "miss", "unknown"] as const;

/** The agreement of predictions with real boots as the guide shows it: a row for each folder of the corpus, then every unknown with its why. */
export function agreementTable(judged: readonly Judged[]): string {
  const families = [...new Set(judged.map(({ name }) => familyOf(name)))];
  const rows = families.map((family) =>
    row(
      family,
      judged.filter(({ name }) => familyOf(name) === family),
    ),
  );
  const unknown = judged.filter(({ afterBoot, afterReboot }) => [afterBoot, afterReboot].includes("unknown"));
  return [
    "| Corpus | Hosts | Log-ins | Agree | False alarms | Misses | Unknown |",
    "| --- | --- | --- | --- | --- | --- | --- |",
    ...rows,
    row("**all**", judged),
    "",
    `Unknown, on ${percent(unknown.length, judged.length)} of the hosts:`,
    "",
    ...unknown.map(({ name, reasons }) => `- ${name}: ${reasons[0] ?? "no reason told"}`),
  ].join("\n");
}

const familyOf = (name: string): string => name.slice(0, name.indexOf("/"));

const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(1)} %`;

function row(title: string, judged: readonly Judged[]): string {
  const logins = judged.flatMap(({ afterBoot, afterReboot }) => [afterBoot, afterReboot]);
  const counts = OUTCOMES.map((outcome) => String(logins.filter((each) => each === outcome).length));
  return `| ${[title, String(judged.length), String(logins.length), ...counts].join(" | ")} |`;
}
