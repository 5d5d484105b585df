import { describeInLab } from "../../lab/requirements";
import { declare, inRoot, SHELLS } from "../throw-away-root";

/** Shell text that runs in a throw-away root, and what it prints. */
export interface Case {
  readonly does: string;
  readonly text: string;
  readonly prints: RegExp | string;
  readonly not?: RegExp;
}

export const STATUS = "grep -E '^(repair|failure|note|result)=' /var/lib/latchkey/status";

/** Host keys, and the folder that sshd's unit makes: what a host has before the first run. */
export const FIRST = "ssh-keygen -A >/dev/null; mkdir -p /run/sshd; ";

/** Boots once in good order: alice is there, with what is declared. */
export const SETTLED = `${FIRST}${declare()} repair; `;

/** A test a case: it prints the same under every shell that `/bin/sh` may be. */
export function underEachShell(title: string, cases: readonly Case[]): void {
  describeInLab(`${title}, under each shell,`, () => {
    it.each(cases)(
      "$does",
      async ({ text, prints, not }) => {
        const outcomes = await Promise.all(
          SHELLS.map(async (shell) => [shell, await inRoot(shell, text)] as const),
        );
        for (const [shell, { code, stdout, stderr }] of outcomes) {
          expect({ shell, code, stdout, stderr }).toEqual({
            shell,
            code: 0,
            stdout: typeof prints === "string" ? prints : expect.stringMatching(prints),
            stderr: expect.any(String),
          });
          if (not) expect(stdout + stderr).not.toMatch(not);
        }
      },
      90_000,
    );
  });
}
