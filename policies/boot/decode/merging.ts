import { isMap, isScalar, isSeq, type Document } from "yaml";

/**
 * What happens to a key that an earlier cloud-config of the same user data had too:
 * `replace` the later value stands; `keep` the earlier one does; `append`, `prepend` lists are joined; `overlay` the
 * later list's items replace the earlier one's at the same index; `recurse` mappings are merged.
 */
export interface Merging {
  readonly lists: "replace" | "keep" | "append" | "prepend" | "overlay";
  readonly mappings: "replace" | "keep" | "recurse";
  /** True where the merge type says nothing about mappings: then the whole later cloud-config is dropped. */
  readonly dropsAll: boolean;
}

/**
 * How cloud-init merges this cloud-config into what the ones before it left
 * (`cloudinit/handlers/cloud_config.py`, `cloudinit/mergers/`). The image's own configuration takes no part in it.
 *
 * @param document as `parseCloudConfig` gives it
 * @param header the part's merge type header, if any
 * @returns `undefined` where the merge type cannot be read: cloud-init then fails to merge the part
 */
export function mergingOf(document: Document, header: string | undefined): Merging | undefined {
  const own = mergersOfDocument(document);
  const other = parseMergers(header ?? "");
  if (own === undefined || other === undefined) return undefined;
  const mergers = [...own, ...other];
  if (mergers.length === 0) return { lists: "replace", mappings: "replace", dropsAll: false };
  const dict = mergers.find(({ name }) => name === "dict");
  const list = mergers.find(({ name }) => name === "list");
  if (dict === undefined) return { lists: "keep", mappings: "keep", dropsAll: true };
  if (dict.options.includes("replace")) return { lists: "replace", mappings: "replace", dropsAll: false };
  const recursesLists = dict.options.includes("recurse_array") || dict.options.includes("recurse_list");
  return { lists: recursesLists ? listMode(list) : "keep", mappings: "recurse", dropsAll: false };
}

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
    const parts: unknown = isMap(item)
      ? [item.get("name"), ...listOf(item.get("settings"))]
      : isSeq(item)
        ? item.toJS(document)
        : undefined;
    if (!Array.isArray(parts) || typeof parts[0] !== "string") return undefined;
    const [name, ...options] = parts.map(String);
    mergers.push({ name: canonical(name ?? ""), options });
  }
  return mergers;
}

const listOf = (value: unknown): readonly unknown[] =>
  isSeq(value) ? value.items.map((item) => (isScalar(item) ? item.value : item)) : [];

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
