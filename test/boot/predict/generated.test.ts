import { generatedUserData } from "../../support/generated-user-data";
import { describeGenerated } from "./generated-boots";
import { sampleOf } from "./of-this-commit";
import fc from "../../support/fast-check";

/** Two hundred that every machine makes alike. */
const SEED = 90_005;
const CASES = 200;
const SAMPLE = 40;

const all = fc
  .sample(fc.noBias(generatedUserData), { seed: SEED, numRuns: CASES })
  .map((generated, at) => ({ generated, title: String(at) }));
const chosen = process.env.LATCHKEY_ALL === "1" ? all : sampleOf(all, SAMPLE, ({ title }) => title);

describeGenerated(
  chosen.map(({ generated }) => generated),
  `seed ${String(SEED)}, ${chosen.map(({ title }) => title).join(" ")}`,
);
