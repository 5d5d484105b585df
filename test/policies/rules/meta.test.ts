import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { parse } from "unbash";
import { parseDocument } from "yaml";
import { WAYS } from "../../../policies/access/way";
import { rules } from "../../../policies/rules/index";
import { rulePage } from "../../../policies/rules/pages";
import type { Rule } from "../../../policies/rules/rule";
import { messages, sshOnly, userData } from "../../support/subjects";
import { findingsOn, resourcesIn } from "../../support/written-resources";

const ROOT = join(__dirname, "../../..");
const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");

interface Block {
  readonly heading: string;
  readonly language: string;
  /** `bad` or `good` where the block is user data that the rule is to report, or not. */
  readonly mark: string | undefined;
  readonly text: string;
}

interface Page {
  readonly sections: ReadonlyMap<string, string>;
  readonly blocks: readonly Block[];
}

function pageOf(id: string): Page {
  const sections = new Map<string, string>();
  const blocks: Block[] = [];
  let heading = "";
  let open: { info: string; lines: string[] } | undefined;
  for (const line of read(`docs/rules/${id}.md`).split("\n")) {
    const fence = /^```(.*)$/u.exec(line);
    if (open === undefined && line.startsWith("## ")) heading = line.slice(3);
    else sections.set(heading, `${sections.get(heading) ?? ""}${line}\n`);
    if (fence === null) open?.lines.push(line);
    else if (open === undefined) open = { info: fence[1] ?? "", lines: [] };
    else {
      const [language = "", mark] = open.info.split(" ");
      blocks.push({ heading, language, mark, text: `${open.lines.join("\n")}\n` });
      open = undefined;
    }
  }
  return { sections, blocks };
}

const ids = readdirSync(join(ROOT, "policies/rules"))
  .filter((file) => read(`policies/rules/${file}`).includes("export default defineRule("))
  .map((file) => file.replace(/\.ts$/u, ""));

test("the index holds every rule's file, under its file's name", () => {
  expect(rules.map(({ id }) => id)).toEqual([...ids].sort());
});

test("only the two verdicts block", () => {
  expect(rules.filter(({ enforcement }) => enforcement === "mandatory").map(({ id }) => id)).toEqual([
    "login-shut",
    "no-way-in",
  ]);
});

describe.each(rules.map((rule): [string, Rule] => [rule.id, rule]))("%s", (id, rule) => {
  test("has a title that is one sentence without a full stop", () => {
    expect(rule.title).toMatch(/^[A-Z][^.]*[^.\s]$/u);
    expect(rule.title.length).toBeLessThan(100);
  });

  test("says what it recognises and what people can do", () => {
    expect(rule.causes.length).toBeGreaterThan(0);
    expect(rule.causes.filter((cause) => cause.trim() === "" || cause.endsWith("."))).toEqual([]);
    expect(rule.remedy).toMatch(/^[A-Z].*\.$/u);
    expect(rule.remedy).not.toContain("\n");
  });

  test("has a severity and ways that there are", () => {
    expect(["low", "medium", "high", "critical"]).toContain(rule.severity);
    expect(rule.closes.filter((way) => !WAYS.includes(way))).toEqual([]);
  });

  test("has options that each have a default", () => {
    expect(() => rule.options?.parse({})).not.toThrow();
  });

  test("has a test", () => {
    expect(existsSync(join(ROOT, `test/policies/rules/${id}.test.ts`))).toBe(true);
  });

  test("has a page that its URL leads to", () => {
    expect(rulePage(id)).toMatch(new RegExp(`/docs/rules/${id}\\.md$`, "u"));
    expect(read(`docs/rules/${id}.md`)).toMatch(new RegExp(`^# ${id}\n`, "u"));
  });

  test.each(["Why", "Bad", "Good", "When not"])("its page says something under %s", (heading) => {
    const text = pageOf(id).sections.get(heading) ?? "";
    expect(text.replace(/\s/gu, "").length).toBeGreaterThan(20);
  });

  test("shows a bad and a good example", () => {
    const headings = new Set(pageOf(id).blocks.map(({ heading }) => heading));
    expect([...headings]).toEqual(expect.arrayContaining(["Bad", "Good"]));
  });

  test("has examples that parse", () => {
    const broken = pageOf(id).blocks.filter((block) => block.mark !== "bad" && !parses(block));
    expect(broken.map(({ text }) => text)).toEqual([]);
  });

  test("has user data or resources in its examples that it reports, or not, as they say", () => {
    const marked = pageOf(id).blocks.filter(({ mark }) => mark !== undefined);
    if (rule.judges !== "launch")
      expect(new Set(marked.map(({ mark }) => mark))).toEqual(new Set(["bad", "good"]));
    for (const { heading, mark, text } of marked) {
      expect({ heading, text }).toEqual({ heading: mark === "bad" ? "Bad" : "Good", text });
      expect({ text, reported: isReported(rule, text) }).toEqual({ text, reported: mark === "bad" });
    }
  });
});

/** Examples of rules about resources are programs in Pulumi YAML, all others user data. */
const isReported = (rule: Rule, text: string): boolean =>
  rule.judges === "resource"
    ? resourcesIn(text).some((resource) => findingsOn(rule, resource).length > 0)
    : messages(rule, { ...sshOnly, userData: userData(text) }).length > 0;

function parses({ language, text }: Block): boolean {
  switch (language) {
    case "ts":
      return (ts.transpileModule(text, { reportDiagnostics: true }).diagnostics ?? []).length === 0;
    case "yaml":
      return parseDocument(text, { version: "1.1" }).errors.length === 0;
    case "json":
      return typeof JSON.parse(text) === "object";
    case "sh":
      return (parse(text).errors ?? []).length === 0;
    case "console":
    case "text":
      return true;
    default:
      return false;
  }
}
