import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Case } from "../../corpus/cases";
import { isOpen, type RecordedBoots } from "../../corpus/recorded";
import { judgeCase, type Judged } from "../../policies/boot/corpus-agreement";
import type { GeneratedCase } from "../../support/generated-user-data";
import type { ImageName } from "../lab/images";
import { type Lab, openLab } from "../lab/lab";
import { describeInLab } from "../lab/requirements";
import { observe } from "./observe";
import { writeOperatorKey } from "./operator-key";

const LANES = 2;
/** More than half of many shut people out; of a few it may well be less. */
const minHarmfulShare = (cases: number): number => (cases < 100 ? 0.25 : 0.5);
const IMAGES: readonly ImageName[] = ["bookworm", "trixie", "bookworm-upstream-modes"];

interface Outcome {
  readonly generated: GeneratedCase;
  readonly recorded: RecordedBoots;
  readonly judged: Judged;
}

/**
 * Boots user data that was put together by chance, and holds what is predicted against what comes of it.
 *
 * @param origin How to have the same ones made again.
 */
export function describeGenerated(cases: readonly GeneratedCase[], origin: string): void {
  describeInLab("generated user data on real boots", () => {
    const outcomes: Outcome[] = [];
    let lab: Lab;
    let folder: string;

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), "latchkey-generated-"));
      lab = openLab();
      await lab.prepare(...IMAGES);
      const operator = writeOperatorKey(folder);
      const waiting = [...cases];
      const lane = async (): Promise<void> => {
        for (let next = waiting.shift(); next; next = waiting.shift()) {
          outcomes.push(await bootAndJudge(lab, next, operator));
        }
      };
      await Promise.all(Array.from({ length: LANES }, lane));
    }, 3_600_000);

    afterAll(async () => {
      await lab.close();
      rmSync(folder, { recursive: true, force: true });
    }, 60_000);

    const those = (which: string): readonly Outcome[] =>
      outcomes.filter(({ judged }) => judged.afterBoot === which || judged.afterReboot === which);
    const told = ({ generated, recorded, judged }: Outcome): string =>
      [
        `${origin}, on ${generated.image}: ${generated.told}`,
        `${judged.afterBoot} after the boot, ${judged.afterReboot} after the reboot`,
        `real: ${JSON.stringify(recorded.afterBoot.login)}, then ${JSON.stringify(recorded.afterReboot.login)}`,
        ...judged.reasons.map((reason) => `predicted: ${reason}`),
        ...judged.differences,
        generated.userData,
      ].join("\n");

    it.each(["false alarm", "miss"])("is predicted without a %s", (which) => {
      expect(those(which).map(told)).toEqual([]);
    });

    it("shuts people out about as often as not", () => {
      const shut = outcomes.filter(
        ({ recorded: { afterBoot, afterReboot } }) => !isOpen(afterBoot) || !isOpen(afterReboot),
      );
      expect(outcomes).toHaveLength(cases.length);
      expect(shut.length).toBeGreaterThanOrEqual(cases.length * minHarmfulShare(cases.length));
      expect(shut.length).toBeLessThan(cases.length);
    });
  });
}

async function bootAndJudge(lab: Lab, generated: GeneratedCase, operator: string): Promise<Outcome> {
  const { told, image, keyPair, systemd } = generated;
  const each: Case = {
    name: told,
    cause: told,
    because: told,
    intent: "shape",
    images: [image],
    keyPair,
    ...(systemd ? { systemd } : {}),
    folder: "",
    userData: Buffer.from(generated.userData),
    recorded: undefined,
  };
  const recorded = await observe(lab, each, image, operator);
  return { generated, recorded, judged: judgeCase(each, image, recorded) };
}
