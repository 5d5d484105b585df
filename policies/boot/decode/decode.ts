import { partSource } from "../../facts/place";
import { explodeArchive } from "./archive";
import { problemsBetween } from "./between-parts";
import { effectiveType } from "./content-type";
import { finishItem, type Surroundings } from "./finish";
import { inflate, isGzip } from "./gzip";
import type { Item } from "./item";
import { leavesOfMessage, singleLeaf, type Leaf } from "./leaves";
import type { Part } from "./part";
import { error, warning, type Problem } from "./problem";
import { decodeUtf8 } from "./python";
import { transport } from "./transport";

export interface DecodedUserData {
  /** In the order in which cloud-init meets them; archives are opened. Empty unless `outcome` is `processed`. */
  readonly parts: readonly Part[];
  readonly problems: readonly Problem[];
  /** Raw bytes as EC2 counts them: after base64, before gunzip. */
  readonly size: number;
  /**
   * `refused`: the provider or EC2 turns the launch down. `aborted`: cloud-init's init stage ends with "Consuming user
   * data failed!", so that no users, no keys and nothing else of the user data come to be.
   */
  readonly outcome: "processed" | "refused" | "aborted";
}

/** What the image's cloud-init is like; left out where it is not known. 23+ stands for 23.3 and later. */
export interface CloudInitRelease {
  readonly cloudInit?: "19" | "22" | "23+";
}

// The most that user data may inflate to and still be read: 64 times EC2's limit.
const INFLATE_LIMIT = 1024 * 1024;

/**
 * From user data as written in a resource to the parts that cloud-init processes (`cloudinit/user_data.py`,
 * `cloudinit/handlers/`), and what is wrong with it. Never throws; bounded in time whatever the text.
 *
 * @param input the property's text and whether the provider encodes it (`plain`) or the program has to (`base64`)
 */
export function decodeUserData(
  input: { readonly text: string; readonly encoding: "plain" | "base64" },
  image: CloudInitRelease = {},
): DecodedUserData {
  const { bytes, size, problems, perhapsDecoded } = transport(input, image.cloudInit);
  if (bytes === undefined) return { parts: [], problems, size, outcome: "refused" };
  if (problems.some(({ cause, severity }) => cause === "double-base64" && severity === "error")) {
    return {
      parts: [opaquePart(perhapsDecoded ? "unknown" : "unrecognised")],
      problems,
      size,
      outcome: "processed",
    };
  }
  const read = readBytes(bytes, {
    cloudInit: image.cloudInit ?? "22",
    certain: image.cloudInit !== undefined,
  });
  return { ...read, problems: [...problems, ...read.problems], size };
}

type Read = Omit<DecodedUserData, "size">;
type Release = Omit<Surroundings, "customHandlers">;

function opaquePart(kind: "unknown" | "unrecognised", text = ""): Part {
  return { kind, source: partSource(text, { part: 1, parts: 1 }), jinja: false, filename: "part-001" };
}

const only = (part: Part, problem: Problem): Read => ({
  parts: [part],
  problems: [problem],
  outcome: "processed",
});

function readBytes(bytes: Buffer, release: Release): Read {
  if (bytes.length === 0) return { parts: [], problems: [], outcome: "processed" };
  if (!isGzip(bytes)) return readContent(bytes, release);
  const inflated = inflate(bytes, INFLATE_LIMIT);
  if (inflated.state === "inflated") return readContent(inflated.bytes, release);
  if (inflated.state === "corrupt") {
    return only(
      opaquePart("unrecognised"),
      error("gzip-corrupt", undefined, "broken gzip: cloud-init ignores all of it"),
    );
  }
  const message = "inflates to more than is read here: not judged";
  return only(opaquePart("unknown"), warning("gzip-too-large", undefined, message));
}

function readContent(bytes: Buffer, release: Release): Read {
  const { text, valid } = decodeUtf8(bytes);
  if (isUtf16(bytes)) {
    const message = "UTF-16, as Windows editors save: cloud-init reads UTF-8 only and ignores all of it";
    return only(opaquePart("unrecognised"), error("utf16", undefined, message));
  }
  // cloudinit.user_data.convert_string
  const isMessage = bytes.toString("latin1", 0, 4096).toLowerCase().includes("mime-version:");
  if (!isMessage) return readLeaves([singleLeaf(text, valid)], [], release, "whole");
  const whole = partSource(text, { part: 1, parts: 1 });
  if (!valid) {
    const message =
      "a MIME message with bytes that are no UTF-8: cloud-init stops here, and no part takes effect";
    const at = whole.placeAt(Math.max(0, text.indexOf("\ufffd")));
    return { parts: [], problems: [error("not-utf8", at, message)], outcome: "aborted" };
  }
  const { leaves, flaws, tooComplex } = leavesOfMessage(text, INFLATE_LIMIT);
  if (tooComplex) {
    const message = "more parts, or deeper ones, than are read here: not judged";
    return only(opaquePart("unknown", text), warning("too-complex", whole.placeAt(0), message));
  }
  const problems = flaws.map(({ at, severity, message }): Problem => ({
    cause: "mime-malformed",
    severity,
    place: whole.placeAt(at),
    message,
  }));
  // Where the headers themselves went astray, the one leaf is the text that its author sees.
  const astray = leaves.length === 1 && leaves[0]?.contentType === "text/plain" && leaves[0].text !== text;
  const shown =
    astray && !HEADERS_FIRST.test(text) ? [{ ...singleLeaf(text, true), contentType: "text/plain" }] : leaves;
  const from = leaves.length === 1 && !text.includes("multipart/") ? "whole" : "message";
  return readLeaves(shown, problems, release, shown === leaves ? from : "whole");
}

const HEADERS_FIRST = /^[\x21-\x39\x3b-\x7e]+:/;

/** A UTF-16 byte order mark, or a NUL in the first characters, as UTF-16 text in a Western language has. */
function isUtf16(bytes: Buffer): boolean {
  const mark = bytes.subarray(0, 2).toString("hex");
  return (
    mark === "fffe" ||
    mark === "feff" ||
    (bytes.length > 3 && (bytes[0] === 0) !== (bytes[1] === 0) && (bytes[2] === 0) !== (bytes[3] === 0))
  );
}

function readLeaves(
  leaves: readonly Leaf[],
  flaws: readonly Problem[],
  release: Release,
  from: "whole" | "message",
): Read {
  const problems: Problem[] = [...flaws];
  const parts: Part[] = [];
  let attached = 0;
  let customHandlers = false;
  for (const [index, leaf] of leaves.entries()) {
    const opened = openLeaf(leaf, index, leaves.length, from, release);
    problems.push(...opened.problems);
    if (opened.aborts) return { parts: [], problems, outcome: "aborted" };
    if (opened.part !== undefined) parts.push(opened.part);
    for (const item of opened.items) {
      const fetched = item.from !== "archive" && item.contentType.startsWith("text/x-include-");
      if (!fetched) attached++;
      const filename = item.filename ?? `part-${String(fetched ? attached + 1 : attached).padStart(3, "0")}`;
      const finished = finishItem(item, cleanFileName(filename), { ...release, customHandlers });
      parts.push(finished.part);
      problems.push(...finished.problems);
      customHandlers ||= finished.part.kind === "part-handler";
    }
  }
  return { parts, problems: [...problems, ...problemsBetween(parts)], outcome: "processed" };
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
  index: number,
  parts: number,
  from: "whole" | "message",
  release: Release,
): Opened {
  const name = leaf.filename === undefined ? {} : { partName: leaf.filename };
  const source = partSource(leaf.text, { part: index + 1, parts, ...name });
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
    return { ...nothing, part: { ...opaquePart("unknown"), source }, problems: [problem] };
  }
  const contentType = effectiveType(leaf.contentType, leaf.text, release.cloudInit);
  if (contentType === "text/cloud-config-archive" && leaf.utf8) {
    const archive = explodeArchive(source);
    const part = archive.opaque ? { part: { ...opaquePart("unknown"), source } } : {};
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

/** `util.clean_filename`. */
const cleanFileName = (name: string): string =>
  name
    .replaceAll("/", "_")
    .replace(/[^\w.()-]/g, "")
    .trim();
