import * as fc from "fast-check";
import { randomInt } from "node:crypto";
import { generatedUserData } from "../../support/generated-user-data";
import { describeGenerated } from "./generated-boots";

const CASES = Number(process.env.LATCHKEY_CASES ?? 40);
const seed = Number(process.env.LATCHKEY_SEED ?? randomInt(2 ** 31));

// Other ones each time: this is a search for what the prediction does not know yet.
describeGenerated(
  fc.sample(fc.noBias(generatedUserData), { seed, numRuns: CASES }),
  `LATCHKEY_SEED=${String(seed)}`,
);
