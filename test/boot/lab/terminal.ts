import type { ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";

// All but the refusals are what a screen ends with. An escape sequence may follow the shell's prompt.
const LOGIN_PROMPT = /(?<!Last )login: ?$/;
const PASSWORD_PROMPT = /Password: ?$/;

const SHELL_PROMPT = /[$#] (?:\x1b\[[\d;?]*[a-zA-Z])*$/;
const REFUSED =
  /Login incorrect|Authentication failure|account has expired|currently not available|Permission denied/;
const PROMPT_MS = 3_000;
const STEP_MS = 15_000;

/** What a terminal has shown, and a way to type into it. */
export interface Terminal {
  readonly shown: () => string;
  type(text: string): void;
  /** Whether the pattern shows up after what was shown at `from`, before the time is over or the line is dead. */
  waitFor(pattern: RegExp, from: number, timeoutMs: number): Promise<boolean>;
}

/** @param child a process whose output is a terminal's, script(1) for one */
export function terminalOf(child: ChildProcess): Terminal {
  let output = "";
  let dead = false;
  const watchers = new Set<() => void>();
  const wake = () => watchers.forEach((watcher) => watcher());
  child.stdout?.on("data", (chunk: Buffer) => {
    output += chunk.toString();
    wake();
  });
  child.stdin?.on("error", () => undefined);
  child.once("close", () => {
    dead = true;
    wake();
  });
  return {
    shown: () => output,
    type: (text) => child.stdin?.write(text),
    waitFor: (pattern, from, timeoutMs) =>
      new Promise((resolve) => {
        const finish = (found: boolean) => {
          watchers.delete(look);
          clearTimeout(timer);
          resolve(found);
        };
        const look = () => {
          if (pattern.test(output.slice(from))) finish(true);
          else if (dead) finish(false);
        };
        const timer = setTimeout(() => finish(false), timeoutMs);
        watchers.add(look);
        look();
      }),
  };
}

/**
 * Logs in at a login prompt, and out again.
 *
 * @returns whether a shell took a command; false too when the prompt doesn't come
 */
export async function logInAt(terminal: Terminal, user: string, password: string): Promise<boolean> {
  if (!(await terminal.waitFor(LOGIN_PROMPT, 0, PROMPT_MS))) {
    // Something else was written after it: an empty name brings it up anew.
    terminal.type("\n");
    if (!(await terminal.waitFor(LOGIN_PROMPT, 0, STEP_MS))) return false;
  }
  let from = terminal.shown().length;
  terminal.type(`${user}\n`);
  if (!(await terminal.waitFor(PASSWORD_PROMPT, from, STEP_MS))) return false;
  from = terminal.shown().length;
  terminal.type(`${password}\n`);
  const answered = new RegExp([REFUSED, LOGIN_PROMPT, SHELL_PROMPT].map(({ source }) => source).join("|"));
  if (!(await terminal.waitFor(answered, from, STEP_MS))) return false;
  if (!SHELL_PROMPT.test(terminal.shown().slice(from))) return false;
  // What is typed is echoed: only a shell turns it into the word itself.
  const word = randomBytes(6).toString("hex");
  terminal.type(`echo ${word.slice(0, 6)}''${word.slice(6)}\n`);
  const open = await terminal.waitFor(new RegExp(word), from, STEP_MS);
  if (open) terminal.type("exit\n");
  return open;
}
