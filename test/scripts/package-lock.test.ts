import { readFileSync } from "node:fs";
import { join } from "node:path";

interface Entry {
  readonly link?: boolean;
  readonly version?: string;
  readonly integrity?: string;
  readonly license?: string;
  readonly inBundle?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const root = join(__dirname, "..", "..");
const { packages } = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as {
  readonly packages: Readonly<Record<string, Entry>>;
};

/** What comes from a registry; the rest is this repository's own. */
const fetched = Object.entries(packages).filter(
  ([place, { link }]) => link !== true && place.includes("node_modules/"),
);

describe("the lock file", () => {
  it("holds what it is made of", () => expect(fetched.length).toBeGreaterThan(500));

  it.each<readonly [string, (entry: Entry) => boolean]>([
    [
      "a digest of its own, of SHA-512",
      ({ integrity }) => /^sha512-[A-Za-z0-9+/]{86}==$/u.test(integrity ?? ""),
    ],
    ["a version and a licence", ({ version, license }) => version !== undefined && license !== undefined],
  ])("gives every package %s", (_, holds) => {
    expect(fetched.filter(([, entry]) => !holds(entry)).map(([place]) => place)).toEqual([]);
  });

  it("knows the optional packages of every platform, not of the one alone that wrote it", () => {
    const missing = Object.values(packages)
      .flatMap(({ optionalDependencies = {} }) => Object.entries(optionalDependencies))
      .filter(([name, version]) => /^\d/u.test(version) && packages[`node_modules/${name}`] === undefined)
      .map(([name]) => name);
    expect(missing).toEqual([]);
  });
});
