import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ImageName } from "../../boot/lab/images";
import { readCases } from "../../corpus/cases";
import { isOpen } from "../../corpus/recorded";
import { type Agreement, type Judged, judgeCase } from "./corpus-agreement";
import { agreementTable } from "./corpus-table";

const CASES = readCases();
const MAX_UNKNOWN_SHARE = 0.03;

/** Facts that the model has otherwise than the boot, where the verdict is right all the same or not known. */
const OTHERWISE: ReadonlyMap<string, string> = new Map([
  ["services/nsswitch-without-files (bookworm)", "sshd does not start where its own account is not found"],
  [
    "sshd/authentication-methods-password-too (bookworm)",
    "the drop-in that switches passwords off is not modelled",
  ],
  ["sshd/listen-address-of-another-host (bookworm)", "which addresses the host has is not known"],
]);

const JUDGED: readonly Judged[] = CASES.filter(({ needs }) => needs === undefined).flatMap((each) =>
  Object.entries(each.recorded ?? {}).map(([image, recorded]) =>
    judgeCase(each, image as ImageName, recorded),
  ),
);

const boots = ({ afterBoot, afterReboot }: Judged): readonly Agreement[] => [afterBoot, afterReboot];
const those = (which: Agreement): readonly Judged[] => JUDGED.filter((each) => boots(each).includes(which));
const told = ({ name, cause, reasons, differences, ...each }: Judged): string =>
  [
    `${name}, ${cause}: ${each.afterBoot} after the boot, ${each.afterReboot} after the reboot`,
    ...reasons.map((reason) => `    predicted: ${reason}`),
    ...differences.map((difference) => `    ${difference}`),
  ].join("\n");

const GUIDE = join(__dirname, "../../../docs/guides/prediction.md");
const BEGIN = "<!-- begin agreement: made by `npm run gen:agreement` -->";
const END = "<!-- end agreement -->";

const withAgreement = (page: string, table: string): string =>
  `${page.slice(0, page.indexOf(BEGIN))}${BEGIN}\n\n${table}\n\n${page.slice(page.indexOf(END))}`;

/** A line for each way to agree or not, with the number of records after the boot and after the reboot. */
function table(): string {
  const count = (which: Agreement, when: "afterBoot" | "afterReboot"): string =>
    String(JUDGED.filter((each) => each[when] === which).length).padStart(12);
  const rows = (["agrees", "false alarm", "miss", "unknown"] as const).map(
    (which) => `${which.padEnd(12)}${count(which, "afterBoot")}${count(which, "afterReboot")}`,
  );
  return [`${"".padEnd(12)}${"after boot".padStart(12)}${"reboot".padStart(12)}`, ...rows].join("\n");
}

describe("the corpus", () => {
  it("is large, and nothing in it was left unrecorded", () => {
    expect(CASES.length).toBeGreaterThanOrEqual(250);
    expect(CASES.filter(({ intent }) => intent === "shape").length).toBeGreaterThanOrEqual(60);
    const missing = CASES.filter(
      ({ images, recorded, needs }) =>
        needs === undefined && images.some((image) => recorded?.[image] === undefined),
    );
    expect(missing.map(({ name }) => name)).toEqual([]);
  });

  it("holds hosts that are open and hosts that are closed", () => {
    const closed = CASES.filter(({ recorded = {} }) =>
      Object.values(recorded).some((real) => !isOpen(real.afterBoot) || !isOpen(real.afterReboot)),
    );
    expect(closed.length).toBeGreaterThan(CASES.length / 4);
    expect(closed.length).toBeLessThan((CASES.length * 3) / 4);
  });

  it.each(["false alarm", "miss"] as const)("is predicted without a %s", (which) => {
    expect(those(which).map(told)).toEqual([]);
  });

  it("is predicted with few unknowns", () => {
    const unknown = those("unknown");
    const share = unknown.length / JUDGED.length;
    expect(share <= MAX_UNKNOWN_SHARE ? [] : unknown.map(told)).toEqual([]);
  });

  it("is told in the guide as it is", () => {
    const page = readFileSync(GUIDE, "utf8");
    const made = withAgreement(page, agreementTable(JUDGED));
    if (process.env.LATCHKEY_WRITE_AGREEMENT === "1") writeFileSync(GUIDE, made);
    else expect(page).toBe(made);
  });

  it("has no fact that a boot contradicts", () => {
    const differing = JUDGED.filter(({ differences }) => differences.length > 0);
    expect(differing.filter(({ name }) => !OTHERWISE.has(name)).map(told)).toEqual([]);
    expect([...OTHERWISE.keys()].filter((name) => !differing.some((each) => each.name === name))).toEqual([]);
  });
});

// For whoever works on a disagreement: all of them in one file.
afterAll(() => {
  const report = process.env.LATCHKEY_CORPUS_REPORT;
  if (report === undefined) return;
  const odd = JUDGED.filter(
    (each) => boots(each).some((which) => which !== "agrees") || each.differences.length > 0,
  );
  writeFileSync(report, `${table()}\n\n${odd.map(told).join("\n")}\n`);
});
