import { isMap, isScalar, isSeq, Scalar, type YAMLMap } from "yaml";
import type { SourceText } from "../../facts/place";
import { parseCloudConfig } from "./cloud-config";
import { typeFromBeginning } from "./content-type";
import { at } from "./derived-source";
import type { Item } from "./item";
import { error, warning, type Problem } from "./problem";
import { decodeUtf8 } from "./python";
import { sourceOfScalar } from "./scalar-source";
import type { Work } from "../work";

export interface Archive {
  readonly items: readonly Item[];
  readonly problems: readonly Problem[];
  /** True where cloud-init ends with an exception: then no user data at all takes effect. */
  readonly aborts: boolean;
  /** True where the archive could not be followed here. */
  readonly opaque: boolean;
}

// As many as are read of a MIME message.
const MAX_ENTRIES = 200;

/**
 * The entries of a `#cloud-config-archive`, as `UserDataProcessor._explode_archive` makes parts of them: a text, or a
 * mapping with `content` and perhaps `type` and `filename`. An entry's type is taken at its word.
 */
export function explodeArchive(source: SourceText, work: Work): Archive {
  const { document, problems, opaque } = parseCloudConfig(source, "list", work);
  const items: Item[] = [];
  const found: Problem[] = [...problems];
  const entries = isSeq(document?.contents) ? document.contents.items : [];
  if (entries.length > MAX_ENTRIES) {
    const message = "more entries than are read here: not judged";
    const problem = warning("too-complex", source.placeAt(0), message);
    return { items, problems: [problem], aborts: false, opaque: true };
  }
  for (const entry of entries) {
    const outcome = entryItem(source, entry);
    if (outcome === "skipped") continue;
    if ("contentType" in outcome) {
      items.push(outcome);
      continue;
    }
    found.push(outcome);
    return { items: [], problems: found, aborts: true, opaque: false };
  }
  return { items, problems: found, aborts: false, opaque };
}

function entryItem(source: SourceText, entry: unknown): Item | Problem | "skipped" {
  if (isScalar(entry) && typeof entry.value === "string") return item(source, entry, undefined, {});
  if (!isMap(entry)) return "skipped";
  const start = source.placeAt(entry.range?.[0] ?? 0);
  const invalid = (why: string): Problem =>
    error(
      "archive-invalid",
      start,
      `${why}: cloud-init stops here, and no part of the user data takes effect`,
    );
  const type = plain(entry, "type");
  if (type !== undefined && type !== null && typeof type !== "string")
    return invalid("an entry's type is no text");
  if (type && !type.includes("/")) return invalid("an entry's type has no slash");
  if (!headersAreTexts(entry)) return invalid("an entry has a key whose value is no text");
  const content = entry.get("content", true);
  const empty =
    content === undefined || (typeof type === "string" && type !== "" && !type.startsWith("text/"));
  if (!empty && (!isScalar(content) || !isText(content.value)))
    return invalid("an entry's content is no text");
  const filename = plain(entry, "filename");
  const mergeType = plain(entry, "Merge-Type") ?? plain(entry, "X-Merge-Type");
  const held = isScalar(content) && isText(content.value) ? content : new Scalar("");
  return item(source, held, type === "" || type === null ? undefined : type, {
    ...(filename === undefined ? {} : { filename: pythonText(filename) }),
    ...(typeof mergeType === "string" ? { mergeType } : {}),
  });
}

/** `str()` of what a file name may reasonably be. */
const pythonText = (value: unknown): string =>
  typeof value === "string" || typeof value === "number" ? String(value) : "None";

const isText = (value: unknown): boolean => typeof value === "string" || value instanceof Uint8Array;

function item(
  source: SourceText,
  content: Scalar,
  type: string | undefined,
  named: Pick<Item, "filename" | "mergeType">,
): Item {
  const binary = content.value instanceof Uint8Array ? decodeUtf8(content.value) : undefined;
  const text =
    binary === undefined
      ? sourceOfScalar(source, content)
      : at(source.placeAt(content.range?.[0] ?? 0), binary.text);
  const fallback = binary === undefined ? "text/cloud-config" : "application/octet-stream";
  const contentType = type?.toLowerCase() ?? typeFromBeginning(text.text) ?? fallback;
  const unreadable = binary?.valid === false ? { unreadable: { cause: "not-utf8", at: 0 } as const } : {};
  return { contentType, source: text, from: "archive", ...unreadable, ...named };
}

function plain(map: YAMLMap, key: string): unknown {
  const value: unknown = map.get(key, true);
  return isScalar(value) ? value.value : value;
}

// Keys that cloud-init does not turn into headers of the part.
const OWN_KEYS: ReadonlySet<string> = new Set([
  "content",
  "filename",
  "type",
  "launch-index",
  "content-disposition",
  "number-attachments",
  "content-type",
]);

function headersAreTexts(entry: YAMLMap): boolean {
  return entry.items.every(({ key, value }) => {
    const name: unknown = isScalar(key) ? key.value : undefined;
    if (typeof name !== "string") return false;
    if (OWN_KEYS.has(name.toLowerCase())) return true;
    const held: unknown = isScalar(value) ? value.value : value;
    return held === null || typeof held === "string";
  });
}
