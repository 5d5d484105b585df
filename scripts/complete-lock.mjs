// npm run lock: completes package-lock.json after a dependency changed. A registry mirror may serve the optional packages
// of its own platform only; npm then leaves the others out of the lock file, or writes them without a digest, and
// `npm ci` takes whatever it is given for them. What the registry says of each is written down instead.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const file = join(root, "package-lock.json");
const lock = JSON.parse(readFileSync(file, "utf8"));

/**
 * @param {string} name @param {string} version @returns {Record<string, unknown>} what the registry says of the package
 * @throws {Error} when it does not know the package, or no digest of it: nobody could check what comes
 */
function published(name, version) {
  const fields = ["dist.integrity", "os", "cpu", "libc", "license", "engines"];
  const answer = execFileSync("npm", ["view", `${name}@${version}`, ...fields, "--json"], { cwd: root });
  const told = JSON.parse(answer.toString());
  if (typeof told["dist.integrity"] !== "string") throw new Error(`${name}@${version} has no digest`);
  return told;
}

/** @returns {object} the entry as npm writes it, its keys in npm's order */
function entry(version, told, { dev }) {
  const { "dist.integrity": integrity, cpu, libc, license, os, engines } = told;
  const all = { version, integrity, cpu, dev, libc, license, optional: true, os, engines };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

for (const parent of Object.values(lock.packages)) {
  for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
    const place = `node_modules/${name}`;
    if (lock.packages[place]?.integrity !== undefined || !/^\d/u.test(version)) continue;
    lock.packages[place] = entry(version, published(name, version), parent);
    console.log(`completed ${name} ${version}`);
  }
}
const { "": rootPackage, ...others } = lock.packages;
const sorted = Object.entries(others).sort(([a], [b]) => a.localeCompare(b, "en"));
lock.packages = { "": rootPackage, ...Object.fromEntries(sorted) };
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
