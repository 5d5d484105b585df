import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";

/** Some of many: other ones with each commit, the same ones in each run of it. `title` tells them apart. */
export function sampleOf<T>(all: readonly T[], size: number, title: (each: T) => string): readonly T[] {
  const seed = commit();
  const rank = (each: T): string =>
    createHash("sha256")
      .update(`${seed} ${title(each)}`)
      .digest("hex");
  return all
    .map((each) => ({ each, rank: rank(each) }))
    .sort((one, other) => (one.rank < other.rank ? -1 : 1))
    .slice(0, size)
    .map(({ each }) => each);
}

// Without git, as in an unpacked archive, the sample stays the same.
function commit(): string {
  try {
    return execFileSync("git", ["rev-parse", "HEAD"], {
      cwd: __dirname,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  } catch {
    return "latchkey";
  }
}
