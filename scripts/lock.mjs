// A lock between processes of one machine.
import { linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

const POLL_MS = 500;

/**
 * Runs `work` while no other process holds the same lock. The lock of a process that died is taken over; two that take
 * it over in the same instant may both run, so `work` must be safe to run twice and only gains from running once.
 *
 * @template T
 * @param {string} path the lock file; its folder exists
 * @param {() => void} waiting called once when another process holds the lock
 * @param {() => Promise<T>} work
 * @returns {Promise<T>} what `work` returns
 */
export async function withLock(path, waiting, work) {
  const mine = `${path}-${process.pid}`;
  writeFileSync(mine, String(process.pid));
  try {
    for (let told = false; !linked(mine, path);) {
      if (ownerIsGone(path)) {
        rmSync(path, { force: true });
        continue;
      }
      if (!told) waiting();
      told = true;
      await sleep(POLL_MS);
    }
    try {
      return await work();
    } finally {
      rmSync(path, { force: true });
    }
  } finally {
    rmSync(mine, { force: true });
  }
}

/**
 * @param {number} pid
 * @returns {boolean} whether a process of that id runs, anybody's
 */
export function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

/** A link appears with its content in one step, so nobody ever reads a lock that names no owner. */
function linked(from, to) {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
}

/** @param {string} path */
function ownerIsGone(path) {
  try {
    return !isRunning(Number(readFileSync(path, "utf8")));
  } catch (error) {
    // Released between the failed link and this look.
    if (error.code === "ENOENT") return false;
    throw error;
  }
}
