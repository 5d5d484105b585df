import { isMap, isSeq, parseDocument, type Document, type YAMLError } from "yaml";
import type { SourceText } from "../../facts/place";
import { newWork, standAt, type Work } from "../work";
import { error, warning, type Problem } from "./problem";
import { checkTokens } from "./yaml-tokens";
import { settle, type DuplicateKey } from "./yaml-tree";

/** What became of a YAML text. */
export interface CloudConfig {
  /**
   * As PyYAML would have loaded it: the last of two equal keys, aliases and merge keys written out, so that `get` and
   * walking need no care. Nodes keep their ranges; `sourceOfScalar` leads from a scalar's value back to its place. The
   * contents are of the wanted root or null (nothing but comments). `undefined`: cloud-init ignores the text, or
   * `opaque`.
   */
  readonly document: Document | undefined;
  /** True where the text may well load, but cannot be followed here: treat it as unknown. */
  readonly opaque: boolean;
  readonly problems: readonly Problem[];
}

/**
 * Reads YAML as cloud-init's `util.load_yaml` does: YAML 1.1, PyYAML's `SafeLoader`, one document.
 *
 * @param source a cloud-config (or, with `root: "list"`, a cloud-config-archive)
 * @param work shared by the texts of one user data, so that their sum is bounded
 */
export function parseCloudConfig(
  source: SourceText,
  root: "mapping" | "list" = "mapping",
  work: Work = newWork(),
): CloudConfig {
  standAt(work, source, 0, "cloud-config");
  const tokens = checkTokens(source.text, work);
  if (tokens.state === "too-complex") return opaque(source);
  if (tokens.state === "invalid") return refused(source, tokens.at, tokens.message);
  if (tokens.state === "foreign" || FOREIGN_BREAK.test(source.text)) {
    return { document: undefined, opaque: true, problems: [] };
  }
  const document = parseQuietly(source.text);
  const [first] = document.errors;
  if (first !== undefined) return refusedByParser(source, first);
  const [warned] = document.warnings;
  if (warned?.code === "TAG_RESOLVE_FAILED") {
    return refused(source, warned.pos[0], "a tag that cloud-init does not know");
  }
  const settled = settle(document);
  if (settled.state === "too-complex") return opaque(source);
  if (settled.state === "invalid") return refused(source, settled.at, settled.message);
  const { contents } = document;
  const fits = root === "list" ? isSeq(contents) : isMap(contents);
  if (!fits && !isNothing(document)) return wrongRoot(source, contents?.range?.[0] ?? 0, root);
  return {
    document,
    opaque: false,
    problems: settled.duplicates.map((duplicate) => duplicateProblem(source, duplicate)),
  };
}

/** The `yaml` package makes an Error for each mistake: without their stack traces, ten thousand take milliseconds. */
function parseQuietly(text: string): Document {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    // `logLevel: "silent"` would drop the error about a second document; nothing is printed either way.
    return parseDocument(text, { version: "1.1", uniqueKeys: false, prettyErrors: false, logLevel: "error" });
  } finally {
    Error.stackTraceLimit = limit;
  }
}

// What ends a line in YAML 1.1 and for PyYAML, but not for the parser used here.
const FOREIGN_BREAK = /\r(?!\n)|[\x85\u2028\u2029]/;

/** Comments only, or an explicit null: cloud-init takes it for an empty configuration. */
function isNothing(document: Document): boolean {
  return document.contents === null || document.toJS() === null;
}

// Keys whose loss may cost the log-in.
const DECISIVE: ReadonlySet<string> = new Set([
  "users",
  "ssh_authorized_keys",
  "write_files",
  "runcmd",
  "bootcmd",
]);

function duplicateProblem(source: SourceText, { at, name, depth }: DuplicateKey): Problem {
  // A user's own keys stand at depth 2: in the mapping that is an item of the root's `users`.
  const decisive = DECISIVE.has(name) && (depth === 0 || depth === 2);
  const message = decisive
    ? `${name} stands twice: the last one wins, the earlier one is lost`
    : "a key stands twice in one mapping: the last one wins, the earlier one is lost";
  return (decisive ? error : warning)("yaml-duplicate-key", source.placeAt(at), message);
}

const none = { document: undefined, opaque: false };

function refused(source: SourceText, at: number, why: string): CloudConfig {
  const message = `not the YAML that cloud-init reads, so it ignores all of this text: ${why}`;
  return { ...none, problems: [error("yaml-invalid", source.placeAt(at), message)] };
}

function wrongRoot(source: SourceText, at: number, root: "mapping" | "list"): CloudConfig {
  const message = `the YAML is no ${root} at its root, so cloud-init ignores all of it`;
  return { ...none, problems: [error("yaml-root", source.placeAt(at), message)] };
}

function opaque(source: SourceText): CloudConfig {
  const message = "too large, too deep or too many aliases to be followed here: not judged";
  return {
    document: undefined,
    opaque: true,
    problems: [warning("too-complex", source.placeAt(0), message)],
  };
}

function refusedByParser(source: SourceText, yamlError: YAMLError): CloudConfig {
  const at = Math.min(yamlError.pos[0], source.text.length);
  if (mayLoadInPython(source.text, yamlError)) return { ...none, opaque: true, problems: [] };
  return refused(source, at, EXPLANATIONS[yamlError.code] ?? "the syntax is broken here");
}

/**
 * PyYAML does not mind how far the later lines of a quoted text or a bracketed collection are indented, nor a comment
 * right behind a bracket; the `yaml` package does, and what it makes of the rest is of no use.
 */
function mayLoadInPython(text: string, { code, message, pos }: YAMLError): boolean {
  if (code === "BAD_INDENT" && message.startsWith("Flow")) {
    return text.includes(message.startsWith("Flow map") ? "}" : "]", pos[0]);
  }
  if (message.startsWith("Comments must be separated")) return true;
  if (code !== "MISSING_CHAR" || !message.startsWith("Missing closing")) return false;
  return text.includes(message.includes('"') ? '"' : "'", pos[0]);
}

const EXPLANATIONS: Partial<Record<YAMLError["code"], string>> = {
  BAD_ALIAS: "a broken alias or anchor",
  BAD_DQ_ESCAPE: "an escape that double quotes do not know",
  BAD_INDENT: "the indentation does not fit",
  BAD_SCALAR_START: "a value starts with a character that needs quotes",
  BLOCK_AS_IMPLICIT_KEY: "a mapping where a plain value must stand, as an unquoted colon makes",
  MISSING_CHAR: "a colon, comma, quote or bracket is missing",
  MULTILINE_IMPLICIT_KEY: "a key that runs over several lines, as a missing colon makes",
  MULTIPLE_DOCS: "more than one document",
  TAB_AS_INDENT: "a tab in the indentation",
  UNEXPECTED_TOKEN: "something stands where nothing can follow",
};
