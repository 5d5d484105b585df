import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A command for the real program: it runs in a folder of its own that holds the files. */
export interface RealCall {
  readonly program: string;
  readonly args: readonly string[];
  readonly stdin?: string | undefined;
  readonly files?: Readonly<Record<string, string>>;
  readonly locale?: string;
}

export interface RealResult {
  readonly status: number;
  readonly output: string;
  /** The files' texts afterwards. */
  readonly files: Readonly<Record<string, string>>;
}

const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;

/** Runs the commands one after the other from one shell, which is much quicker than a process from here for each. */
export function runReal(calls: readonly RealCall[]): readonly RealResult[] {
  const root = mkdtempSync(join(tmpdir(), "text-tools-"));
  try {
    const lines = calls.map((call, at) => {
      const folder = join(root, String(at));
      mkdirSync(folder);
      for (const [name, text] of Object.entries(call.files ?? {})) writeFileSync(join(folder, name), text);
      writeFileSync(join(root, `${at}.in`), call.stdin ?? "");
      const command = [call.program, ...call.args].map(quoted).join(" ");
      return `cd ${at}; LC_ALL=${call.locale ?? "C.UTF-8"} ${command} <../${at}.in >../${at}.out 2>/dev/null; echo $? >../${at}.rc; cd ..`;
    });
    // What a script of a test could loop on ends by these limits.
    writeFileSync(join(root, "all"), `ulimit -t 5 -f 2000\n${lines.join("\n")}\n`);
    spawnSync("bash", ["all"], { cwd: root });
    return calls.map((call, at) => ({
      status: Number(readFileSync(join(root, `${at}.rc`), "utf8")),
      output: readFileSync(join(root, `${at}.out`), "utf8"),
      files: Object.fromEntries(
        Object.keys(call.files ?? {}).map((name) => [
          name,
          readFileSync(join(root, String(at), name), "utf8"),
        ]),
      ),
    }));
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
