import { isMap, isScalar, isSeq, type Document, type YAMLMap } from "yaml";

/**
 * What happens to a key that an earlier cloud-config of the same user data had too:
 * `replace` the later value stands; `keep` the earlier one does; `append`, `prepend` lists are joined; `overlay` the
 * later list's items replace the earlier one's at the same index; `recurse` mappings are merged.
 */
export interface Merging {
  readonly lists: "replace" | "keep" | "append" | "prepend" | "overlay";
  readonly mappings: "replace" | "recurse";
}

/**
 * How cloud-init merges this cloud-config into what the ones before it left
 * (`cloudinit/handlers/cloud_config.py`, `cloudinit/mergers/`). The image's own configuration takes no part in it.
 *
 * @param document as `parseCloudConfig` gives it
 * @param header the part's merge type header, if any
 * @returns `undefined` where the merge type cannot be read or says nothing about mappings: then cloud-init drops the
 * whole cloud-config, even if it is the only one
 */
export function mergingOf(document: Document, header: string | undefined): Merging | undefined {
  const own = mergersOfDocument(document);
  const other = parseMergers(header ?? "");
  if (own === undefined || other === undefined) return undefined;
  const mergers = [...own, ...other];
  if (mergers.some(({ name }) => !KNOWN.has(name))) return undefined;
  if (mergers.length === 0) return { lists: "replace", mappings: "replace" };
  const dict = mergers.find(({ name }) => name === "dict");
  const list = mergers.find(({ name }) => name === "list");
  if (dict === undefined) return undefined;
  if (dict.options.includes("replace")) return { lists: "replace", mappings: "replace" };
  const recursesLists = dict.options.includes("recurse_array") || dict.options.includes("recurse_list");
  return { lists: recursesLists ? listMode(list) : "keep", mappings: "recurse" };
}

// cloudinit/mergers/m_*.py
const KNOWN: ReadonlySet<string> = new Set(["dict", "list", "str"]);

interface Merger {
  readonly name: string;
  readonly options: readonly string[];
}

function listMode(list: Merger | undefined): Merging["lists"] {
  if (list === undefined) return "keep";
  const mode = ["append", "prepend", "replace", "no_replace"].find((option) => list.options.includes(option));
  if (mode === "append" || mode === "prepend") return mode;
  return mode === "no_replace" ? "keep" : "overlay";
}

/** `dict_extract_mergers`: `merge_how`, else `merge_type`; a string, or a list of mappings or lists. */
function mergersOfDocument(document: Document): readonly Merger[] | undefined {
  if (!isMap(document.contents)) return [];
  const written = document.get("merge_how", true) ?? document.get("merge_type", true);
  if (written === undefined || (isScalar(written) && written.value === null)) return [];
  if (isScalar(written)) return typeof written.value === "string" ? parseMergers(written.value) : undefined;
  if (!isSeq(written)) return undefined;
  const mergers: Merger[] = [];
  for (const item of written.items) {
    const parts = isMap(item)
      ? namedMerger(item)
      : isSeq(item)
        ? (item.toJS(document) as unknown[])
        : undefined;
    if (typeof parts?.[0] !== "string") return undefined;
    const [name, ...options] = parts.map(String);
    mergers.push({ name: canonical(name ?? ""), options });
  }
  return mergers;
}

/** `{name: list, settings: [append]}`; both are needed. */
function namedMerger(item: YAMLMap): readonly unknown[] | undefined {
  const settings: unknown = item.get("settings", true);
  if (isScalar(settings) && typeof settings.value === "string") return [item.get("name"), settings.value];
  if (!isSeq(settings)) return undefined;
  return [item.get("name"), ...settings.items.map((option) => (isScalar(option) ? option.value : option))];
}

const canonical = (name: string): string => name.replaceAll("-", "_").trim().replace(/^m_/, "");

/** `string_extract_mergers`, as in `list(append)+dict(no_replace,recurse_list)+str()`. */
function parseMergers(text: string): readonly Merger[] | undefined {
  const mergers: Merger[] = [];
  for (const piece of text.split("+")) {
    const written = piece.trim().toLowerCase().replaceAll("-", "_");
    if (written === "") continue;
    const match = /^([a-z_][a-z0-9_]*)\(([^)]*)\)$/.exec(written);
    if (match === null) return undefined;
    const options = (match[2] ?? "").split(",").map((option) => option.trim());
    mergers.push({ name: canonical(match[1] ?? ""), options: options.filter((option) => option !== "") });
  }
  return mergers;
}
