import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Case, readCases } from "../../corpus/cases";
import type { ImageName } from "../lab/images";
import { type Lab, openLab } from "../lab/lab";
import { describeInLab } from "../lab/requirements";
import { observe } from "./observe";
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

/** Which boots are done over again: other ones with each commit, the same ones in each run of it. */
function sample(): readonly Boot[] {
  if (ALL) return BOOTS;
  const seed = commit();
  const rank = ([title]: Boot): string => createHash("sha256").update(`${seed} ${title}`).digest("hex");
  return [...BOOTS].sort((one, other) => (rank(one) < rank(other) ? -1 : 1)).slice(0, SAMPLE);
}

// Without git, as in an unpacked archive, the sample stays the same.
function commit(): string {
  try {
    return execFileSync("git", ["rev-parse", "HEAD"], {
      cwd: __dirname,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  } catch {
    return "latchkey";
  }
}

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
