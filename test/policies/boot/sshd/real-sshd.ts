import { execFileSync, spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { SshdFiles } from "../../../../policies/boot/sshd/files";

const SSHD = process.env.LATCHKEY_SSHD ?? "/usr/sbin/sshd";

/** sshd wants the directory of its unprivileged process even to read a configuration. */
function unprivilegedDirectory(): boolean {
  try {
    if (!existsSync("/run/sshd")) mkdirSync("/run/sshd", { mode: 0o755 });
    return true;
  } catch {
    return false;
  }
}

function whyMissing(): string | undefined {
  if (!existsSync(SSHD)) return "OpenSSH's sshd is not installed";
  return unprivilegedDirectory() ? undefined : "/run/sshd is missing and cannot be made";
}

const missing = whyMissing();

/** Tests against the machine's sshd; without one they are skipped, and the title says why. */
export const describeWithSshd = (title: string, tests: () => void): void => {
  if (missing === undefined) describe(title, tests);
  else describe.skip(`${title} (${missing})`, tests);
};

export interface RealSshd {
  /** "9.2". */
  readonly version: string;
  /** Writes the files below a directory of their own and returns it; the last call's files are gone then. */
  place(files: ReadonlyMap<string, string>): string;
  /** What sshd -t says: undefined when it takes the configuration, its complaint when it does not. */
  refuses(main: string): string | undefined;
  /** What sshd -T prints for a connection, by keyword. */
  settings(main: string, connection: string): ReadonlyMap<string, readonly string[]>;
  remove(): void;
}

export function realSshd(): RealSshd {
  const root = mkdtempSync(join(tmpdir(), "latchkey-sshd-"));
  const key = join(root, "key");
  execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", key]);
  const about = spawnSync(SSHD, ["-V"], { encoding: "utf8" });
  const version = /OpenSSH_(\d+\.\d+)/u.exec(about.stderr + about.stdout)?.[1] ?? "";
  const tree = join(root, "files");
  const run = (args: readonly string[]) => spawnSync(SSHD, ["-h", key, ...args], { encoding: "utf8" });
  return {
    version,
    place(files) {
      rmSync(tree, { recursive: true, force: true });
      mkdirSync(tree);
      for (const [name, text] of files) {
        mkdirSync(dirname(join(tree, name)), { recursive: true });
        writeFileSync(join(tree, name), text.replaceAll("@DIR@", tree));
      }
      return tree;
    },
    refuses(main) {
      const result = run(["-t", "-f", main]);
      return result.status === 0 ? undefined : result.stderr;
    },
    settings(main, connection) {
      const result = run(["-T", "-f", main, "-C", connection]);
      if (result.status !== 0) throw new Error(`sshd -T: ${result.stderr}`);
      const settings = new Map<string, string[]>();
      for (const line of result.stdout.split("\n")) {
        const [keyword = "", ...rest] = line.split(" ");
        settings.set(keyword, [...(settings.get(keyword) ?? []), rest.join(" ")]);
      }
      return settings;
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** The machine's own files as the evaluator asks for them. */
export const filesOnDisk: SshdFiles = {
  read: (path) =>
    existsSync(path) ? { state: "known", text: readFileSync(path, "utf8") } : { state: "absent" },
  list: (directory) => (existsSync(directory) ? readdirSync(directory) : []),
};
