import * as fc from "fast-check";
import { operatorPublicKey } from "../../boot/predict/operator-key";

/** Something that shell text does to the host: one command, or a few that belong together. */
export interface Effect {
  /** Few words for who reads a failure. */
  readonly told: string;
  readonly lines: readonly string[];
  /** It needs real units, or tells nothing without them. */
  readonly systemd?: true;
}

/** The key of the people who log in. */
export const PEOPLES_KEY = `${operatorPublicKey()} ops@example.com`;

export const KEY_FILE = "/home/admin/.ssh/authorized_keys";

/** One command, told by its own first words. */
export const command = (line: string): Effect => ({ told: told(line), lines: [line] });

/** @returns one of them, with equal chances */
export const oneOf = (...commands: readonly string[]): fc.Arbitrary<Effect> =>
  fc.constantFrom(...commands).map(command);

const TOLD_LENGTH = 40;

export const told = (line: string): string =>
  line.length <= TOLD_LENGTH ? line : `${line.slice(0, TOLD_LENGTH).trimEnd()}…`;

/** Puts words together as one command line. */
export const words = (...parts: readonly fc.Arbitrary<string>[]): fc.Arbitrary<Effect> =>
  fc.tuple(...parts).map((found) => command(found.filter((word) => word !== "").join(" ")));

export const word = (...choices: readonly string[]): fc.Arbitrary<string> => fc.constantFrom(...choices);

/** Text without a quote, as one word of the shell. */
export const quoted = (text: string): string => (text.includes("'") ? `"${text}"` : `'${text}'`);
