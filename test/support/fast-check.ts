import fc from "fast-check";

/**
 * The seed of every generated test: the same one in each run, so that a run fails for what was changed and not for what
 * was drawn. `LATCHKEY_SEED` draws others; `npm run test:search` takes a new one each time.
 */
export const SEED = Number(process.env.LATCHKEY_SEED ?? 90_005);

fc.configureGlobal({ seed: SEED });

export default fc;
