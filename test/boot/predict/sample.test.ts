import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Case, readCases } from "../../corpus/cases";
import type { ImageName } from "../lab/images";
import { type Lab, openLab } from "../lab/lab";
import { describeInLab } from "../lab/requirements";
import { observe } from "./observe";
import { sampleOf } from "./of-this-commit";
import { writeOperatorKey } from "./operator-key";

const SAMPLE = 40;
const LANES = 2;
const ALL = process.env.LATCHKEY_ALL === "1";
const IMAGES: readonly ImageName[] = ["bookworm", "trixie", "bookworm-upstream-modes"];

type Boot = readonly [title: string, each: Case, image: ImageName];

const BOOTS: readonly Boot[] = readCases().flatMap((each) =>
  each.images
    .filter((image) => each.recorded?.[image] !== undefined)
    .map((image): Boot => [`${each.name} on ${image}`, each, image]),
);

/** Which boots are done over again. */
const sample = (): readonly Boot[] => (ALL ? BOOTS : sampleOf(BOOTS, SAMPLE, ([title]) => title));

describeInLab("the corpus on real boots", () => {
  const boots = sample();
  const observed = new Map<string, Promise<unknown>>();
  let lab: Lab;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "latchkey-corpus-"));
    lab = openLab();
    await lab.prepare(...IMAGES);
    const operator = writeOperatorKey(folder);
    const waiting = [...boots];
    const lane = async (): Promise<void> => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const [title, each, image] = next;
        const outcome = observe(lab, each, image, operator);
        observed.set(title, outcome);
        // A boot that goes wrong fails its own test, not the others'.
        await outcome.catch(() => undefined);
      }
    };
    await Promise.all(Array.from({ length: LANES }, lane));
  }, 7_200_000);
  afterAll(async () => {
    await lab.close();
    rmSync(folder, { recursive: true, force: true });
  }, 60_000);

  it.each(boots)("comes out as recorded: %s", async (title, each, image) => {
    expect(await observed.get(title)).toEqual(each.recorded?.[image]);
  });
});
