import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const repository = join(__dirname, "..", "..");
const script = join(repository, "scripts", "check-licences.mjs");
const check = (...args: readonly string[]) =>
  spawnSync(process.execPath, [script, ...args], { encoding: "utf8" });

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "latchkey-licences-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A lock file of one package with this licence. */
function lockOf(license: string | undefined): string {
  const file = join(folder, "lock.json");
  writeFileSync(
    file,
    JSON.stringify({ packages: { "": {}, "node_modules/a": { version: "1.0.0", license } } }),
  );
  return file;
}

// npm packs a licence that lies in the package's own folder, and follows no link to another one.
it.each(["policies", "components"])("%s are packed with the licence of the repository", (name) => {
  const [own, whole] = [name, "."].map((at) => readFileSync(join(repository, at, "LICENSE"), "utf8"));
  expect(own).toBe(whole);
});

it("every package of this repository has a licence that is allowed", () => {
  const { status, stderr } = check();
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
});

it.each(["MIT", "(MIT OR GPL-3.0-only)", "(BSD-3-Clause AND Apache-2.0)", "Apache-2.0 AND MIT"])(
  "%s is allowed",
  (license) => {
    expect(check(lockOf(license)).status).toBe(0);
  },
);

it.each([
  "GPL-3.0-only",
  "AGPL-3.0-or-later",
  "MIT AND GPL-2.0-only",
  "(MIT OR Apache-2.0) AND GPL-2.0-only",
  "SEE LICENSE IN LICENSE",
  "UNLICENSED",
  "toString",
  "",
  undefined,
])("%s is not", (license) => {
  const { status, stderr } = check(lockOf(license));
  expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringContaining("a@1.0.0: ") as unknown });
});

it("a lock file of nothing says nothing", () => {
  const file = join(folder, "lock.json");
  writeFileSync(file, JSON.stringify({ packages: { "": {} } }));
  expect(check(file).status).toBe(1);
});
