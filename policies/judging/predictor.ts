import { valueOf } from "../facts/fact";
import { predictBoot, type Boot, type BootInput } from "../boot/predict";

/** Predicts boots; two launches that start alike share one prediction. */
export type Predictor = (input: BootInput) => Boot;

// A prediction holds a machine twice over; more launches than this that all start otherwise are predicted again.
const MOST = 1_000;

const typeOf = (keyType: BootInput["keyType"]): string | undefined => keyType && valueOf(keyType);

/** All that decides a prediction; where the user data is written does not. */
function keyOf({ userData, image, keyPair, keyType, metadata }: BootInput): string {
  const written = userData.state === "known" ? [userData.value.encoding, userData.value.text] : userData;
  return JSON.stringify([written, image, keyPair, typeOf(keyType), metadata]);
}

/**
 * A predictor that keeps what it predicted: the same user data is asked about where it is written, where it is used, and
 * by every launch of a stack that shares it.
 */
export function newPredictor(): Predictor {
  const kept = new Map<string, Boot>();
  return (input) => {
    const key = keyOf(input);
    const before = kept.get(key);
    if (before !== undefined) return before;
    const boot = predictBoot(input);
    const oldest = kept.size >= MOST ? kept.keys().next().value : undefined;
    if (oldest !== undefined) kept.delete(oldest);
    kept.set(key, boot);
    return boot;
  };
}
