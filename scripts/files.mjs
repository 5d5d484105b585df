// Files that several processes may look at while they change.
import { accessSync, constants, readFileSync, renameSync, writeFileSync } from "node:fs";

/** @param {string} path */
export const isExecutable = (path) => permits(path, constants.X_OK);

/** @param {string} path */
export const isReadable = (path) => permits(path, constants.R_OK);

/**
 * Writes a file so that nobody sees it half written; leaves one alone that has this text.
 * @param {string} path @param {string} text @param {number} mode
 */
export function replaceFile(path, text, mode) {
  if (isReadable(path) && readFileSync(path, "utf8") === text) return;
  const beside = `${path}.${process.pid}`;
  writeFileSync(beside, text, { mode });
  renameSync(beside, path);
}

/** @param {string} path @param {number} mode */
function permits(path, mode) {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    return false;
  }
}
