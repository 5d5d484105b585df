import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isMap, isSeq } from "yaml";
import { partSource } from "../../../../policies/facts/place";
import { parseCloudConfig } from "../../../../policies/boot/decode/cloud-config";
import { decodeUserData } from "../../../../policies/boot/decode/decode";
import { mergingOf } from "../../../../policies/boot/decode/merging";
import type { Part } from "../../../../policies/boot/decode/part";

// The answers beside the fixtures are the real cloud-init's: scripts/record-decode.py wrote them.
const FIXTURES = join(__dirname, "fixtures");

interface Recorded {
  readonly cloudInit: string;
  readonly error: string | null;
  readonly parts: readonly {
    readonly type: string;
    readonly filename: string;
    readonly text: string | null;
  }[];
  readonly config: Record<string, unknown> | null;
  readonly scripts: Record<string, string>;
  readonly failed: readonly string[];
}

const json = (name: string): unknown => JSON.parse(readFileSync(join(FIXTURES, name), "utf8"));

const names = readdirSync(FIXTURES)
  .filter((file) => /\.(txt|bin)$/.test(file))
  .sort();

function decodeFixture(file: string) {
  const text = readFileSync(join(FIXTURES, file)).toString("base64");
  return decodeUserData({ text, encoding: "base64" }, { cloudInit: "22" });
}

test.each(names)("%s becomes what cloud-init made of it", (file) => {
  const recorded = json(file.replace(/\.\w+$/, ".expected.json")) as Recorded;
  const { parts, outcome } = decodeFixture(file);

  expect(outcome).toBe(recorded.error === null ? "processed" : "aborted");
  if (outcome === "aborted") return;
  expect(writtenBy(parts)).toEqual(runnable(recorded.scripts, parts));
  const loaded = parts.filter(({ config }) => config !== undefined);
  if (loaded.length > 0) expect(mergedConfig(parts)).toEqual(recorded.config);
  const named = recorded.parts.filter(({ type, text }) => text !== "" && !type.startsWith("text/x-include"));
  const known = parts.filter(({ kind, source }) => !kind.startsWith("include") && source.text !== "");
  if (readableAsText(file))
    expect(known.map(({ filename }) => filename).sort()).toEqual(
      named.map(({ filename }) => cleaned(filename)).sort(),
    );
  for (const name of recorded.failed) {
    const part = parts.find(({ filename }) => filename === cleaned(name));
    // An empty cloud-config is called a failure in cloud-init's log, and does no harm.
    expect(part?.config?.contents === null || part?.kind === "unrecognised").toBe(true);
  }
});

/** Bytes that are read as a whole or not at all come as a part without text. */
const readableAsText = (file: string): boolean =>
  !/^(utf16|gzip-t|double-base64|archive-include|jinja-other)/.test(file);

const cleaned = (name: string): string => name.replaceAll("/", "_").replace(/[^\w.()-]/g, "");

function writtenBy(parts: readonly Part[]): Record<string, string> {
  const scripts = parts.filter(({ kind, jinja }) => (kind === "script" || kind === "boothook") && !jinja);
  return Object.fromEntries(scripts.map(({ filename, source }) => [filename, asPythonWrites(source.text)]));
}

/** What the kernel would run of the files that cloud-init wrote. */
function runnable(scripts: Readonly<Record<string, string>>, parts: readonly Part[]): Record<string, string> {
  const handled = Object.entries(scripts).filter(
    ([name, text]) =>
      text.startsWith("#!") && !parts.some((part) => part.filename === name && part.kind === "part-handler"),
  );
  return Object.fromEntries(handled.map(([name, text]) => [name, asPythonWrites(text)]));
}

/** Python spells characters above U+00FF out when a mail part has no transfer encoding. */
const asPythonWrites = (text: string): string =>
  text.replace(/[^\x00-\xff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** Merges top-level keys as `mergingOf` says. */
function mergedConfig(parts: readonly Part[]): Record<string, unknown> {
  const merged: Record<string, unknown> = {};
  for (const { config, mergeType } of parts) {
    if (config === undefined || !isMap(config.contents)) continue;
    const merging = mergingOf(config, mergeType);
    for (const [key, value] of Object.entries(config.toJS() as Record<string, unknown>)) {
      if (key === "merge_how" || key === "merge_type") continue;
      const before = merged[key] as unknown[] | undefined;
      if (!Array.isArray(before) || !isSeq(config.get(key, true))) {
        merged[key] = value;
        continue;
      }
      const later = value as unknown[];
      const ways = {
        replace: later,
        keep: before,
        append: [...before, ...later],
        prepend: [...later, ...before],
        overlay: [...later, ...before.slice(later.length)],
      };
      merged[key] = ways[merging?.lists ?? "replace"];
    }
  }
  return merged;
}

type Loaded = { readonly loads: unknown } | { readonly ignored: string };

const texts = json("yaml-cases.json") as Record<string, string>;
const answers = json("yaml-cases.expected.json") as Record<string, Loaded>;

describe("YAML as cloud-init loads it", () => {
  test.each(Object.keys(texts))("%s", (name) => {
    const { document, opaque, problems } = parseCloudConfig(
      partSource(texts[name] ?? "", { part: 1, parts: 1 }),
    );
    const answer = answers[name];
    if (answer === undefined) throw new Error("not recorded");
    expect(opaque).toBe(NOT_FOLLOWED.has(name));
    if (opaque) {
      expect(problems).toEqual([]);
    } else if ("ignored" in answer) {
      expect(document).toBeUndefined();
      expect(problems.map(({ severity }) => severity)).toEqual(["error"]);
    } else {
      expect(asRecorded(document?.toJS())).toEqual(answer.loads);
    }
  });
});

/** Loaded by PyYAML, but not by the parser used here: nothing is claimed about them. */
const NOT_FOLLOWED = new Set([
  "flow at the margin",
  "flow mapping at the margin",
  "quotes at the margin",
  "single quotes at the margin",
  "next line character",
  "line separator",
  "carriage returns only",
  "colon first in a flow list",
  "question mark first in a flow list",
  "comment behind a bracket",
  "lone dash in a flow list",
  "lone dash at the end of a flow list",
  "dash and text in a flow list",
]);

function asRecorded(value: unknown): unknown {
  if (value instanceof Date) return { type: expect.stringMatching(/^date/) as unknown };
  if (value instanceof Uint8Array) return { type: "bytes" };
  if (value instanceof Set) return [...value].map(String).sort();
  if (value instanceof Map) return [...value];
  if (Array.isArray(value)) return value.map(asRecorded);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, held]) => [key, asRecorded(held)]));
}
