import { describeInLab } from "../../lab/requirements";
import { notGoneThrough, strangeLines } from "../steps";
import { SHELLS } from "../throw-away-root";
import { type Attack, LOOPS, LOOSE_HOMES, NAMES, RENAMES, STOPS } from "./attack";
import { attackInRoot, type Outcome } from "./in-root";

// The program waits for nobody: a boot does not either.
const MOST_SECONDS = 20;
const LANES = 2;
const EACH_MS = 60_000;

const KINDS: readonly (readonly [kind: string, attacks: readonly Attack[]])[] = [
  ["that has root's files where it can rename them", RENAMES],
  ["that could change /home for a while", LOOSE_HOMES],
  ["that exchanges names while the program runs", LOOPS],
  ["that makes others wait", STOPS],
  ["that chooses names with care", NAMES],
];

describeInLab("an account without any right", () => {
  describe.each(KINDS)("%s:", (_, attacks) => {
    const outcomes = new Map<Attack, Outcome | Error>();
    beforeAll(async () => {
      const waiting = [...attacks.entries()];
      const lane = async (): Promise<void> => {
        for (let next = waiting.shift(); next; next = waiting.shift()) {
          const [index, attack] = next;
          const shell = SHELLS[index % SHELLS.length] ?? "dash";
          outcomes.set(attack, await attackInRoot(shell, attack).catch((error: unknown) => error as Error));
        }
      };
      await Promise.all(Array.from({ length: LANES }, lane));
    }, attacks.length * EACH_MS);

    describe.each(attacks)("one that $does", (attack) => {
      const outcome = (): Outcome => {
        const found = outcomes.get(attack);
        if (found === undefined || found instanceof Error) throw found ?? new Error("was not run");
        return found;
      };

      it("gets nothing that is not its own, nor changes it", () => {
        const { changed, readable, seen, stderr } = outcome();
        expect({ changed, readable, seen, stderr }).toEqual({
          changed: [],
          readable: [],
          seen: "",
          stderr: expect.any(String),
        });
      });

      it("does not keep the program from going through all of its steps, in bounded time", () => {
        const { status, bootId, seconds } = outcome();
        expect(notGoneThrough(status, bootId)).toEqual([]);
        expect(seconds).toBeLessThan(MOST_SECONDS);
      });

      it("shuts out nobody, and forges nothing that is told", () => {
        const { logIns, status, console } = outcome();
        expect(logIns).toBe("bob gets in by probe\nalice gets in by probe\n");
        expect(strangeLines(status)).toEqual([]);
        expect(console.replace(/[\r\n]/gu, "")).toMatch(/^[\x20-\x7e]*$/u);
      });
    });
  });
});
