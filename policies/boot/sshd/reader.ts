import { isExact } from "../shell/value";
import type { Count } from "../../facts/wildcard";
import type { Verdict } from "./algorithms";
import { checkArguments } from "./arguments";
import { wordsBeforeEmpty, type Line } from "./check";
import { expand, type SshdFiles } from "./files";
import { lookUp, type ArgumentKind, type Distribution, type Keyword } from "./keywords";
import { appliesAtStart, parseMatch } from "./match-line";
import { parseLines, type SourceLine } from "./parse";
import type { Located, Node, Opaque, Program, Statement } from "./program";
import { ANY_ALONE, SPLITS_LIKE_A_SHELL, type Version } from "./version";
import { checkWhole } from "./whole";

/** Why sshd does not start. */
export interface Failure extends Located {
  readonly keyword: string;
  readonly why: string;
}

/** Something that decides whether sshd starts and cannot be told. */
export interface Doubt extends Located {
  readonly why: string;
}

export type Reading =
  | { readonly failure: Failure }
  | { readonly failure?: undefined; readonly program: Program; readonly doubts: readonly Doubt[] };

/** SERVCONF_MAX_DEPTH of servconf.c. */
const MAX_DEPTH = 16;

interface Start {
  readonly distribution: Distribution;
  readonly main: string;
  readonly count?: Count;
}

interface Reader {
  readonly count: Count | undefined;
  readonly files: SshdFiles;
  readonly version: Version;
  readonly distribution: Distribution;
  readonly atStart: (Statement | Opaque)[];
  readonly doubts: Doubt[];
  readonly subsystems: Set<string>;
}

/** The Match state of the file that is being read. */
interface Scope {
  readonly file: string;
  readonly depth: number;
  /** The files that are being read, this one's last. */
  readonly within: readonly string[];
  /** Included from a block that does not apply: nothing in it does. */
  readonly never: boolean;
  active: boolean;
}

/** Reads the configuration as one release does when it starts: parse_server_config() with nobody connected. */
export function readAs(version: Version, { distribution, main, count }: Start, files: SshdFiles): Reading {
  const reader: Reader = {
    files,
    version,
    distribution,
    count,
    atStart: [],
    doubts: [],
    subsystems: new Set(),
  };
  const nodes = readFile(reader, { file: main, depth: 0, within: [main], never: false, active: true });
  if (!Array.isArray(nodes)) return { failure: nodes };
  const program: Program = { version, includesMatch: true, nodes, atStart: reader.atStart };
  const whole = checkWhole(program);
  if (whole && "fails" in whole)
    return { failure: { ...whole.at, keyword: whole.keyword, why: whole.fails } };
  if (whole) reader.doubts.push({ ...whole.at, why: whole.unknown });
  return { program, doubts: reader.doubts };
}

/** What reading a file takes, in the units of `boot/work.ts`. */
const PER_LINE = 20;

function readFile(reader: Reader, scope: Scope): Node[] | Failure {
  const { file, depth } = scope;
  if (depth > MAX_DEPTH)
    return { file, line: 0, keyword: "Include", why: "files include each other too deeply" };
  const content = reader.files.read(file);
  if (content.state === "absent") return { file, line: 0, keyword: "", why: "there is no such file" };
  if (content.state === "unknown") return [opaque(reader, { file, line: 0 }, content.why, scope.active)];
  const nodes: Node[] = [];
  reader.count?.(content.text.length >> 3);
  for (const source of parseLines(content.text, reader.version)) {
    reader.count?.(PER_LINE);
    const node = readLine(reader, scope, source);
    if (node === undefined) continue;
    if ("kind" in node) nodes.push(node);
    else return node;
  }
  return nodes;
}

/** Where it stands in a block that does not apply, what it sets is not set; but it may hold a "Match all". */
function opaque(reader: Reader, at: Located, why: string, active: boolean): Opaque {
  const node: Opaque = { kind: "opaque", why, file: at.file, line: at.line };
  if (active) reader.atStart.push(node);
  reader.doubts.push({ file: at.file, line: at.line, why });
  return node;
}

function readLine(reader: Reader, scope: Scope, source: SourceLine): Node | Failure | undefined {
  const at: Located = { file: scope.file, line: source.line };
  if (!isExact(source.keyword)) return opaque(reader, at, "the line is not known", scope.active);
  const fail = (why: string): Failure => ({ ...at, keyword: source.keyword, why });
  const { version } = reader;
  const noArgument = source.rest === undefined || source.rest === "";
  if (version >= 807 && noArgument) return fail("the argument is missing");
  const keyword = lookUp(source.keyword, version, reader.distribution);
  if (!keyword) return fail("sshd does not know this keyword");
  if (source.words === "open") {
    return source.exact
      ? fail("a quote is not closed")
      : opaque(reader, at, "the line is not known", scope.active);
  }
  if (!scope.active && !keyword.inMatch) return fail("it is not allowed in a Match block");
  if (keyword.status === "unsure") {
    reader.doubts.push({ ...at, why: `whether this build of sshd knows ${source.keyword}` });
  }
  const { kind } = keyword;
  if (kind === "match") return readMatch(reader, scope, at, source, source.words);
  if (kind === "include") return readInclude(reader, scope, at, source, source.words);
  return readSetting(reader, scope, at, source, source.words, { ...keyword, kind });
}

function readSetting(
  reader: Reader,
  scope: Scope,
  at: Located,
  source: SourceLine,
  words: readonly string[],
  keyword: Keyword & { readonly kind: Exclude<ArgumentKind, "include" | "match"> },
): Node | Failure | undefined {
  if (keyword.status === "ignored") return undefined;
  const rest = source.rest ?? "";
  const line: Line = {
    words,
    rest,
    version: reader.version,
    distribution: reader.distribution,
    active: scope.active,
    count: reader.count,
  };
  const verdict = source.exact
    ? (checkArguments(keyword.kind, line) ?? checkAgainstEarlier(reader, keyword, line))
    : checkInexact(keyword.kind, line);
  if (verdict && "fails" in verdict) return { ...at, keyword: source.keyword, why: verdict.fails };
  if (verdict) reader.doubts.push({ ...at, why: `${source.keyword}: ${verdict.unknown}` });
  if (keyword.kind === "subsystem" && scope.active) reader.subsystems.add(words[0] ?? "");
  const listed = LISTS.has(keyword.kind) && reader.version < 807 ? wordsBeforeEmpty(words) : words;
  if (LISTS.has(keyword.kind) && listed.length === 0) return undefined;
  const node: Statement = { kind: "set", sets: keyword.sets, words: listed, rest, ...at };
  if (scope.active) reader.atStart.push(node);
  return node;
}

/** Kinds that set nothing without a word, and before 8.7 end at an empty one. */
const LISTS: ReadonlySet<ArgumentKind> = new Set(["paths", "methods", "users", "groups"]);

/** Kinds that take any text, so that a part of it is enough to say that sshd reads the line. */
const TAKES_ANYTHING: ReadonlySet<ArgumentKind> = new Set(["raw", "groups", "ignored"]);

function checkInexact(kind: ArgumentKind, { words }: Line): Verdict {
  const something = words.some((word) => word.replace(/[\uE000-\uE002]/gu, "") !== "");
  return TAKES_ANYTHING.has(kind) && something ? undefined : { unknown: "the value is not known" };
}

function checkAgainstEarlier(reader: Reader, { kind, sets }: Keyword, { words, active }: Line): Verdict {
  const { version } = reader;
  if (kind === "subsystem" && version < 905 && active && reader.subsystems.has(words[0] ?? "")) {
    return { fails: "the subsystem is already defined" };
  }
  const once =
    kind === "methods" && words.includes("any") && version >= SPLITS_LIKE_A_SHELL && version < ANY_ALONE;
  if (once && reader.atStart.some((each) => each.kind === "set" && each.sets === sets)) {
    return { fails: '"any" stands with other methods' };
  }
  return undefined;
}

function readMatch(
  reader: Reader,
  scope: Scope,
  at: Located,
  source: SourceLine,
  words: readonly string[],
): Node | Failure {
  const parsed = source.exact
    ? parseMatch(source.rest, words, reader.version)
    : { unknown: "the condition is not known" };
  if ("fails" in parsed) return { ...at, keyword: source.keyword, why: parsed.fails };
  if ("unknown" in parsed) {
    reader.doubts.push({ ...at, why: `${source.keyword}: ${parsed.unknown}` });
    scope.active = false;
    return { kind: "match", criteria: [{ name: "unread", value: "" }], ...at };
  }
  scope.active = !scope.never && appliesAtStart(parsed, reader.version);
  return { kind: "match", criteria: parsed, ...at };
}

function readInclude(
  reader: Reader,
  scope: Scope,
  at: Located,
  source: SourceLine,
  words: readonly string[],
): Node | Failure {
  const fail = (why: string): Failure => ({ ...at, keyword: source.keyword, why });
  if (!source.exact) return opaque(reader, at, "the included file is not known", scope.active);
  const patterns = reader.version >= 807 ? words : words.slice(0, [...words, ""].indexOf(""));
  if (patterns.includes("")) return fail("the argument is empty");
  if (patterns.length === 0) return fail("the argument is missing");
  const included: (readonly Node[])[] = [];
  for (const pattern of patterns) {
    const relative = !pattern.startsWith("/") && !pattern.startsWith("~");
    // 8.2 itself looks for "/etc/ssh/Include" then; builds of it may have the mend.
    if (relative && reader.version === 802)
      return opaque(reader, at, "which file 8.2 includes", scope.active);
    const found = expand(relative ? `/etc/ssh/${pattern}` : pattern, reader.files, reader.count);
    if (found === "unknown") {
      included.push([opaque(reader, at, "which files it includes is not known", scope.active)]);
      continue;
    }
    for (const file of found) {
      // What sshd has of a pattern by then depends on the order in which it came to its files.
      if (/[*?[]/u.test(pattern) && scope.within.includes(file)) {
        included.push([opaque(reader, at, "how far files that include each other are read", scope.active)]);
        continue;
      }
      const inner: Scope = {
        file,
        depth: scope.depth + 1,
        within: [...scope.within, file],
        never: !scope.active,
        active: scope.active,
      };
      const nodes = readFile(reader, inner);
      if (!Array.isArray(nodes)) return nodes;
      included.push(nodes);
    }
  }
  return { kind: "include", files: included, ...at };
}
