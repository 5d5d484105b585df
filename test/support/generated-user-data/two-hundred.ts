import fc from "fast-check";
import { generatedUserData, type GeneratedCase } from "../generated-user-data";

export const SEED = 90_005;

/** Two hundred that every machine makes alike. */
export const twoHundred: readonly GeneratedCase[] = fc.sample(fc.noBias(generatedUserData), {
  seed: SEED,
  numRuns: 200,
});
