import { partSource, type Place, type SourceText } from "../../facts/place";
import { explodeArchive } from "./archive";
import { problemsBetween } from "./between-parts";
import { effectiveType, kindOfType } from "./content-type";
import { finishItem, type Release } from "./finish";
import type { Item } from "./item";
import type { Leaf } from "./leaves";
import type { Part } from "./part";
import { error, warning, type Problem } from "./problem";
import type { Work } from "../work";

export interface PartsRead {
  readonly parts: readonly Part[];
  readonly problems: readonly Problem[];
  /** True where cloud-init ends with an exception: then there are no parts. */
  readonly aborts: boolean;
}

/** What cloud-init makes of the leaves, in order: archives opened, file names given, each handed to its handler. */
export function readLeaves(
  leaves: readonly Leaf[],
  from: "whole" | "message",
  release: Release,
  work: Work,
): PartsRead {
  const problems: Problem[] = [];
  const parts: Part[] = [];
  let attached = 0;
  let customHandlers = false;
  for (const [index, leaf] of leaves.entries()) {
    const opened = openLeaf(leaf, { part: index + 1, parts: leaves.length }, from, release, work);
    problems.push(...opened.problems);
    if (opened.aborts) return { parts: [], problems, aborts: true };
    if (opened.part !== undefined) parts.push(opened.part);
    for (const item of opened.items) {
      const fetched =
        item.from !== "archive" && kindOfType(item.contentType, release.cloudInit).startsWith("include");
      if (!fetched) attached++;
      const filename = item.filename ?? `part-${String(fetched ? attached + 1 : attached).padStart(3, "0")}`;
      const finished = finishItem(item, cleanFileName(filename), { ...release, customHandlers, work });
      parts.push(finished.part);
      problems.push(...finished.problems);
      customHandlers ||= finished.part.kind === "part-handler";
    }
  }
  return { parts, problems: [...problems, ...problemsBetween(parts)], aborts: false };
}

interface Opened {
  readonly items: readonly Item[];
  /** Stands for something that could not be opened. */
  readonly part?: Part;
  readonly problems: readonly Problem[];
  readonly aborts: boolean;
}

/** One leaf of the message: an item, or those of the archive that it is. */
function openLeaf(
  leaf: Leaf,
  position: Pick<Place, "part" | "parts">,
  from: "whole" | "message",
  release: Release,
  work: Work,
): Opened {
  const source = partSource(leaf.text, position);
  const nothing = { items: [], problems: [], aborts: false };
  if (leaf.compression === "corrupt") {
    // features.ERROR_ON_USER_DATA_FAILURE, since 20.3
    const aborts = release.cloudInit !== "19";
    const message = aborts
      ? "a compressed part is broken: cloud-init stops here, and no part takes effect"
      : "a compressed part is broken: cloud-init drops it";
    return { ...nothing, problems: [error("gzip-corrupt", source.placeAt(0), message)], aborts };
  }
  if (leaf.compression === "too-large") {
    const problem = warning(
      "gzip-too-large",
      source.placeAt(0),
      "inflates to more than is read here: not judged",
    );
    return { ...nothing, part: opaque(source), problems: [problem] };
  }
  const contentType = effectiveType(leaf.contentType, leaf.text, release.cloudInit);
  if (contentType === "text/cloud-config-archive" && leaf.utf8) {
    const archive = explodeArchive(source, work);
    const part = archive.opaque ? { part: opaque(source) } : {};
    return { ...archive, ...part };
  }
  const unreadable = unreadableOf(leaf, release);
  const item: Item = {
    contentType,
    source,
    from,
    ...(unreadable === undefined ? {} : { unreadable }),
    ...(leaf.filename === undefined ? {} : { filename: leaf.filename }),
    ...(leaf.mergeType === undefined ? {} : { mergeType: leaf.mergeType }),
  };
  return { ...nothing, items: [item] };
}

function unreadableOf(leaf: Leaf, { cloudInit }: Release): Item["unreadable"] {
  // On Amazon Linux 2, cloud-init 19 runs on Python 2, which passes bytes through.
  if (cloudInit === "19") return undefined;
  if (!leaf.utf8) return { cause: "not-utf8", at: Math.max(0, leaf.text.indexOf("\ufffd")) };
  return leaf.lostAt === -1 ? undefined : { cause: "mime-8bit", at: leaf.lostAt };
}

const opaque = (source: SourceText): Part => ({ kind: "unknown", source, jinja: false, filename: "" });

/** `util.clean_filename`. */
const cleanFileName = (name: string): string =>
  name
    .replaceAll("/", "_")
    .replace(/[^\w.()-]/g, "")
    .trim();
