import type { Cause } from "./causes";
import type { Healing } from "./shut-and-heal";

const BEGIN = "<!-- begin healed: made by `npm run test:boot` -->";
const END = "<!-- end healed -->";
const HEADINGS = [
  "",
  "Cause",
  "without it: at once",
  "after a reboot",
  "with the component: at once",
  "after a reboot",
];

/** A Markdown table, aligned as prettier does it. */
export function healedTable(rows: readonly { readonly cause: Cause; readonly outcome: Healing }[]): string {
  const opens = (open: boolean): string => (open ? "opens" : "shut");
  const cells = rows.map(({ cause, outcome }, index) => [
    rows[index - 1]?.cause.group === cause.group ? "" : cause.group,
    cause.name,
    opens(outcome.without.atOnce),
    opens(outcome.without.rebooted),
    opens(outcome.with.atOnce),
    `**${opens(outcome.with.rebooted)}**`,
  ]);
  const widths = HEADINGS.map((heading, column) =>
    Math.max(3, heading.length, ...cells.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  return [line(HEADINGS), line(widths.map((width) => "-".repeat(width))), ...cells.map(line)].join("\n");
}

/** The guide with the table between its markers. @throws when it has none */
export function withTable(guide: string, table: string): string {
  const begin = guide.indexOf(BEGIN);
  const end = guide.indexOf(END);
  if (begin < 0 || end < begin) throw new Error("the guide has no place for the table");
  return `${guide.slice(0, begin + BEGIN.length)}\n\n${table}\n\n${guide.slice(end)}`;
}
