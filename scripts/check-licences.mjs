// npm run licences [-- LOCK-FILE]: whether every package of the lock file has a licence that licences.json allows. Those of
// other platforms are in the lock file as well, and nowhere else on this machine.
import { readFileSync } from "node:fs";
import { join } from "node:path";

const file = process.argv[2] ?? join(import.meta.dirname, "..", "package-lock.json");
const { allowed, known } = JSON.parse(readFileSync(join(import.meta.dirname, "licences.json"), "utf8"));
const { packages } = JSON.parse(readFileSync(file, "utf8"));

/**
 * Whether an expression of SPDX lets the package be used: all that it joins by AND, one of what it offers by OR. Both in
 * one expression, and exceptions (WITH), are for people to read.
 *
 * @param {string} expression @returns {boolean}
 */
function isAllowed(expression) {
  const text = expression.replace(/^\((.*)\)$/u, "$1");
  if (text.includes(" AND ")) return text.split(" AND ").every((each) => allowed.includes(each));
  return text.split(" OR ").some((each) => allowed.includes(each));
}

const refused = [];
const used = new Set();
let count = 0;
for (const [place, { version, license, link }] of Object.entries(packages)) {
  const name = place.split("node_modules/").at(-1);
  if (link === true || !place.includes("node_modules/")) continue;
  count += 1;
  const id = `${name}@${version}`;
  if (Object.hasOwn(known, id)) used.add(id);
  const licence = Object.hasOwn(known, id) ? known[id].licence : license;
  if (typeof licence !== "string" || !isAllowed(licence)) refused.push(`${id}: ${licence ?? "no licence"}`);
}
const unused = file.endsWith("package-lock.json") ? Object.keys(known).filter((id) => !used.has(id)) : [];
for (const each of refused)
  console.error(`${each} is not among the licences that scripts/licences.json allows`);
for (const id of unused) console.error(`${id} stands in scripts/licences.json and is no dependency any more`);
if (refused.length + unused.length > 0 || count === 0) process.exitCode = 1;
else console.log(`${String(count)} packages, all of licences that are allowed`);
