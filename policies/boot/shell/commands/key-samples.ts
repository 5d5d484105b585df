import { SOME_KEY } from "../../machine/key-line";
import type { Value } from "../value";

// Keys as a launch gives them: of either type that EC2 has, with a comment, without one.
const BODIES: readonly string[] = [
  "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFuIiMf5Y/aDOzlmbnbiMJO88AfPL/bb2vRZXKtb0nP3",
  "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB0l9pnRwNu5YJ4pPLm7rrrrrrrrrrrrrrrrrrrrrrrr",
  `ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQ${"Ck7+pQ/x".repeat(42)}v`,
];
const COMMENTS: readonly string[] = ["", " web", " Ops-2024_eu.west", " a b"];

/**
 * Texts that a known text with the launch's key in it may be; none where something else in it is not known.
 *
 * @param comments More of what may stand behind a key, for what looks for it.
 */
export const keySamples = (text: Value, comments: readonly string[] = []): readonly string[] =>
  text.includes(SOME_KEY)
    ? BODIES.flatMap((body) =>
        [...COMMENTS, ...comments].map((comment) => text.replaceAll(SOME_KEY, `${body}${comment}\n`)),
      )
    : [];
