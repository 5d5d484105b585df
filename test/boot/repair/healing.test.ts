import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Lab } from "../lab/lab";
import { openLab } from "../lab/lab";
import { describeInLab } from "../lab/requirements";
import { CAUSES, type Cause } from "./causes";
import { type Healing, shutAndHeal } from "./shut-and-heal";
import { healedTable, withTable } from "./table";

const GUIDE = join(__dirname, "../../../docs/guides/healing.md");
const LANES = 2;

describeInLab("a host that was shut", () => {
  const outcomes = new Map<Cause, Healing | Error>();
  let lab: Lab;

  // The causes take their turns in two lanes, and the tests below read what came out: jest would take one at a time.
  beforeAll(async () => {
    lab = openLab();
    await lab.prepare("bookworm", "trixie", "bookworm-upstream-modes");
    const waiting = [...CAUSES];
    const lane = async (): Promise<void> => {
      for (let cause = waiting.shift(); cause; cause = waiting.shift()) {
        outcomes.set(cause, await shutAndHeal(lab, cause).catch((error: unknown) => error as Error));
      }
    };
    await Promise.all(Array.from({ length: LANES }, lane));
  }, 1_800_000);
  afterAll(() => lab.close(), 60_000);

  describe.each(CAUSES)("$group: $name", (cause) => {
    const outcome = (): Healing => {
      const found = outcomes.get(cause);
      if (found === undefined || found instanceof Error) throw found ?? new Error("was not run");
      return found;
    };

    it("keeps people out of a host without the component", () => {
      expect(outcome().without).toMatchObject({
        atOnce: cause.open?.before ?? false,
        rebooted: cause.open?.rebooted ?? false,
      });
    });

    it(
      cause.healed
        ? "is healed by a boot with the component, which says so"
        : "stays shut, and the component says why",
      () => {
        const { with: opened, status } = outcome();
        expect({ healed: opened.rebooted, status }).toEqual({
          healed: cause.healed,
          // What never shut the host with the component was not mended.
          status: opened.atOnce
            ? expect.any(String)
            : expect.stringMatching(cause.healed ? /^repair='/mu : /^(?:failure|note)='/mu),
        });
      },
    );
  });

  it("is what the guide's table tells", () => {
    const rows = CAUSES.flatMap((cause) => {
      const outcome = outcomes.get(cause);
      return outcome === undefined || outcome instanceof Error ? [] : [{ cause, outcome }];
    });
    expect(rows).toHaveLength(CAUSES.length);
    writeFileSync(GUIDE, withTable(readFileSync(GUIDE, "utf8"), healedTable(rows)));
  });
});
