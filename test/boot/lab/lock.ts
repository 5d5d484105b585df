import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { end, spawnTied } from "./command";

/** Gives back what was locked. */
export type Release = () => Promise<void>;

// flock(1) by a process that ends with this one: the kernel lets go of the lock whatever happens to the test run, and
// there is no stale lock file to judge.
async function flock(path: string, seconds: number): Promise<Release | undefined> {
  const child = spawnTied(["flock", "--timeout", String(seconds), path, "sh", "-c", "echo held; exec cat"], {
    stdin: "pipe",
  });
  const held = await new Promise<boolean>((resolve, reject) => {
    child.stdout?.once("data", () => resolve(true));
    child.once("exit", () => resolve(false));
    child.once("error", reject);
  });
  if (!held) return undefined;
  return () => end(child);
}

/**
 * Runs `work` while no other process holds the lock.
 *
 * @param path the lock file; made when absent, never removed
 * @param seconds how long to wait for it
 * @throws when it isn't free in time
 */
export async function withLock<T>(path: string, seconds: number, work: () => Promise<T>): Promise<T> {
  const release = await flock(path, seconds);
  if (!release) throw new Error(`${path} is held by another process for ${seconds} s`);
  try {
    return await work();
  } finally {
    await release();
  }
}

/**
 * Takes one of a few places that all test runs of this machine share.
 *
 * @param folder where the lock files are
 * @param places how many there are
 * @param seconds how long to wait for one
 * @throws when none becomes free in time
 */
export async function takePlace(folder: string, places: number, seconds: number): Promise<Release> {
  mkdirSync(folder, { recursive: true });
  const deadline = Date.now() + seconds * 1000;
  for (let turn = 0; Date.now() < deadline; turn += 1) {
    // The first round only looks, the later ones wait at one place for a while and then at the next.
    const release = await flock(join(folder, `place-${turn % places}`), turn < places ? 0 : 1);
    if (release) return release;
  }
  throw new Error(`all ${places} places of the boot lab are taken for ${seconds} s`);
}
