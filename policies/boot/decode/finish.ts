import { isMap, isNode, isScalar, type Pair } from "yaml";
import type { SourceText } from "../../facts/place";
import { parseCloudConfig } from "./cloud-config";
import { frequencyOf, kindOfType, typeFromBeginning } from "./content-type";
import { restOf, withUnixLineEnds } from "./derived-source";
import type { Item } from "./item";
import { mergingOf } from "./merging";
import type { Part, PartKind } from "./part";
import { guessPlatform } from "./platform";
import { error, warning, type Problem } from "./problem";
import { lstrip } from "./python";
import type { Work } from "../work";
import { readBoothook, readScript, type Script } from "./script";

export interface Finished {
  readonly part: Part;
  readonly problems: readonly Problem[];
}

export interface Release {
  readonly cloudInit: "19" | "22" | "23+";
  /** Whether the release of cloud-init is known rather than assumed. */
  readonly certain: boolean;
}

export interface Surroundings extends Release {
  /** True where an earlier part is a part-handler, which may take on any type. */
  readonly customHandlers: boolean;
  readonly work: Work;
}

type Base = Pick<Part, "filename" | "mergeType">;

/** What the handler of the item's type makes of it. */
export function finishItem(item: Item, filename: string, around: Surroundings): Finished {
  const base: Base = { filename, ...(item.mergeType === undefined ? {} : { mergeType: item.mergeType }) };
  if (item.contentType === "text/jinja2") return finishJinja(item, base, around);
  return finishAs(kindOfType(item.contentType, around.cloudInit), item, base, around);
}

function finishAs(kind: PartKind, item: Item, base: Base, around: Surroundings): Finished {
  const plain = (as: PartKind, problems: readonly Problem[] = []): Finished => ({
    part: { kind: as, source: item.source, jinja: false, ...base },
    problems,
  });
  const handled =
    kind !== "unrecognised" && kind !== "other" && !(item.from === "archive" && kind.startsWith("include"));
  if (!handled) return kind === "other" ? plain("other") : plain(...unhandled(item, around));
  if (item.unreadable !== undefined) return plain("unrecognised", [unreadableProblem(item, item.unreadable)]);
  if (kind === "script") return finishScript(kind, readScript(item.source), base, item.contentType);
  if (kind === "boothook") return finishScript(kind, readBoothook(item.source), base, item.contentType);
  return kind === "cloud-config" ? finishCloudConfig(item.source, base, around.work) : plain(kind);
}

function finishScript(kind: PartKind, script: Script, base: Base, contentType: string): Finished {
  const frequency = frequencyOf(contentType);
  const named = { ...base, ...(frequency === undefined ? {} : { frequency }) };
  const ran = { yes: kind, no: "unrecognised", unknown: "unknown" } as const;
  return {
    part: {
      kind: ran[script.runs],
      source: script.source,
      jinja: false,
      ...named,
      ...(script.runs === "unknown" && { boothook: true }),
    },
    problems: script.problems,
  };
}

function finishCloudConfig(source: SourceText, base: Base, work: Work): Finished {
  const { document, opaque, problems } = parseCloudConfig(source, "mapping", work);
  const part = { source, jinja: false, ...base };
  if (document !== undefined && mergingOf(document, base.mergeType) === undefined) {
    const message =
      "its merge type cannot be read or says nothing about dict: cloud-init drops this cloud-config";
    const key = isMap(document.contents) ? document.contents.items.find(isMergeKey)?.key : undefined;
    const at = isNode(key) ? (key.range?.[0] ?? 0) : 0;
    const problem = error("merge-type-invalid", source.placeAt(at), message);
    return { part: { kind: "unrecognised", ...part }, problems: [...problems, problem] };
  }
  if (document !== undefined) return { part: { kind: "cloud-config", ...part, config: document }, problems };
  if (opaque) return { part: { kind: "unknown", ...part }, problems };
  const script = source.text.indexOf("\n#!") + 1;
  if (script === 0) return { part: { kind: "unrecognised", ...part }, problems };
  const message =
    "a script below a cloud-config: together they are no YAML, and cloud-init ignores both; make them two parts of a MIME message";
  return {
    part: { kind: "unrecognised", ...part },
    problems: [error("mixed-types", source.placeAt(script), message)],
  };
}

const isMergeKey = ({ key }: Pair): boolean =>
  isScalar(key) && (key.value === "merge_how" || key.value === "merge_type");

const JINJA_HEADER = /^##\s*template:(.*)/i;

/** `handlers/jinja_template.py`: only the first line counts, and only some handlers take what was rendered. */
function finishJinja(item: Item, base: Base, around: Surroundings): Finished {
  const end = item.source.text.indexOf("\n");
  const first = end === -1 ? item.source.text : item.source.text.slice(0, end);
  const rest = withUnixLineEnds(restOf(item.source, end === -1 ? item.source.text.length : end + 1));
  const dropped = (message: string): Finished => ({
    part: { kind: "unrecognised", source: rest, jinja: false, ...base },
    problems: [error("jinja-header", item.source.placeAt(0), message)],
  });
  if (JINJA_HEADER.exec(first)?.[1]?.trim().toLowerCase() !== "jinja") {
    return dropped(
      "the template line must be the very first one and say jinja only: cloud-init drops this part",
    );
  }
  if (item.unreadable !== undefined) return finishAs("cloud-config", item, base, around);
  const type = typeFromBeginning(rest.text);
  const kind = type === undefined ? "unrecognised" : kindOfType(type, around.cloudInit);
  if (/\{[{%#]/.test(rest.text)) {
    const known = RENDERED.has(kind) ? kind : "unknown";
    return { part: { kind: known, source: rest, jinja: true, ...base }, problems: [] };
  }
  if (kind === "boothook" && (around.cloudInit === "23+" || !around.certain)) {
    return { part: { kind: "unknown", source: rest, jinja: true, ...base }, problems: [] };
  }
  if (!RENDERED.has(kind)) {
    return lstrip(rest.text) === ""
      ? { part: { kind: "unrecognised", source: rest, jinja: false, ...base }, problems: [] }
      : dropped("a template must render to a cloud-config or a script: cloud-init drops this part");
  }
  return finishAs(kind, { ...item, source: rest, contentType: type ?? item.contentType }, base, around);
}

// What the template handler passes on to its two sub-handlers (a third, for boothooks, came after 22.4).
const RENDERED: ReadonlySet<PartKind> = new Set<PartKind>(["cloud-config", "cloud-config-jsonp", "script"]);

/** A part that no handler takes: what it is called, and why. */
function unhandled(item: Item, around: Surroundings): [PartKind, readonly Problem[]] {
  const { text } = item.source;
  const start = item.source.placeAt(0);
  if (lstrip(text) === "") return ["unrecognised", []];
  if (around.customHandlers) return ["unknown", []];
  const drop = (problem: Problem): [PartKind, readonly Problem[]] => ["unrecognised", [problem]];
  if (text.startsWith("\ufeff")) {
    return drop(
      error("bom", start, "a byte order mark stands before the first line: cloud-init ignores the text"),
    );
  }
  if (item.from === "archive") {
    const message = "an archive entry of a type that cloud-init does not handle there: it drops the entry";
    return drop(warning("mime-part-unknown-type", start, message));
  }
  const vague = item.contentType === "text/plain" || item.from === "whole";
  if (vague && looksLikeMime(text)) return drop(error("mime-malformed", start, whyNotMime(text, item.from)));
  if (item.from === "message") {
    const message =
      "a part of a type that cloud-init does not handle, and whose text does not tell: it drops the part";
    return drop(warning("mime-part-unknown-type", start, message));
  }
  // nodeadm on EKS images of Amazon Linux 2023 takes a bare NodeConfig, too.
  if (text.slice(0, HEAD).includes("node.eks.aws/")) return ["other", []];
  if (guessPlatform(text) !== undefined) return ["unrecognised", []];
  const message =
    "cloud-init ignores this text: it begins with none of #!, #cloud-config, #cloud-boothook, #include, #part-handler, ## template: jinja, MIME headers";
  return drop(error("unrecognised-format", start, message));
}

const HEAD = 4096;

const looksLikeMime = (text: string): boolean =>
  /^[ \t]*(?:content-type|mime-version|content-disposition):/im.test(text.slice(0, HEAD));

function whyNotMime(text: string, from: Item["from"]): string {
  if (from === "message")
    return "headers that follow an empty line or blanks are no headers: cloud-init ignores this part";
  if (!text.slice(0, HEAD).toLowerCase().includes("mime-version:")) {
    return "MIME headers without MIME-Version: cloud-init takes the text for no MIME message and ignores all of it";
  }
  return "the MIME headers do not stand at the very start of the text: cloud-init ignores all of it";
}

function unreadableProblem(item: Item, { cause, at }: NonNullable<Item["unreadable"]>): Problem {
  const message =
    cause === "not-utf8"
      ? "bytes that are no UTF-8: cloud-init fails on this part and drops it"
      : "a character that is not ASCII in a part without Content-Transfer-Encoding: cloud-init fails on this part and drops it; encode the part as base64";
  return error(cause, item.source.placeAt(at), message);
}
