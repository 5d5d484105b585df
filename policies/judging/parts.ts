import { rules } from "../rules/index";
import type { Rule } from "../rules/rule";
import { newPredictor, type Predictor } from "./predictor";

/** What a judgement is put together of. Others than {@link ownParts} show what becomes of it where one of them fails. */
export interface Parts {
  readonly rules: readonly Rule[];
  /** Makes a predictor, which keeps what it predicted until it is dropped. */
  readonly newPredictor: () => Predictor;
}

export const ownParts: Parts = { rules, newPredictor };
