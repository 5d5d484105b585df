import { harmless, saysSomething, shown } from "../../../policies/facts/shown";
import fc from "../../support/fast-check";

const DANGEROUS: readonly (readonly [string, string])[] = [
  ["an escape of a terminal", "\u001b[31mred"],
  ["a title of a terminal (OSC)", "\u001b]0;title\u0007"],
  ["a link of a terminal (OSC 8)", "\u001b]8;;https://evil.example\u001b\\text"],
  ["an escape of one byte (C1)", "\u009b31mred"],
  ["a carriage return, which overwrites the line", "bad\rgood"],
  ["a backspace", "bad\b\b\bgood"],
  ["a line separator", "a\u2028b"],
  ["a paragraph separator", "a\u2029b"],
  ["an override of direction", "a\u202egnp.exe"],
  ["an isolate of direction", "a\u2066b"],
  ["an Arabic letter mark", "a\u061cb"],
  ["a zero-width space", "a\u200bb"],
  ["a zero-width joiner", "a\u200db"],
  ["a byte order mark", "a\ufeffb"],
  ["a soft hyphen", "a\u00adb"],
  ["a filler of Hangul", "a\u3164b"],
  ["a tag character", "a\u{e0041}b"],
  ["a variation selector", "a\ufe0fb"],
  ["half of a character", "a\ud800b"],
  ["a private character", "a\ue000b"],
  ["a colour of Pulumi", "<{%fg 1%}>red<{%reset%}>"],
  ["a colour that Pulumi does not know, which ends it", "<{%nothing%}>"],
  ["the beginning of a colour, which hides the rest", "a<{%b"],
  ["a command to Azure Pipelines", "a ##vso[task.setvariable variable=x]y"],
  ["an old command to GitHub's runner", "a ##[set-env name=x]y"],
];

const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;
const COMMANDS = /<\{%|##\w*\[/u;

describe.each([
  ["a message", harmless],
  ["a value", shown],
])("%s", (_, show) => {
  it.each(DANGEROUS)("shows %s for what it is", (_name, text) => {
    const said = show(text);
    expect(said).not.toMatch(UNSEEN);
    expect(said).not.toMatch(COMMANDS);
    expect(said).toMatch(/\\u\{/u);
  });

  it.each([
    ["plain text", "user data, line 3 (usermod --expiredate): ~/.ssh is not there"],
    ["other scripts", "Nobody logs in: 誰もログインしない, никто, أحد, é"],
    ["a brace, a less-than and a per cent", "a < b, {x}, 100%, #1, C::D"],
    ["nothing", ""],
  ])("leaves %s alone", (_name, text) => {
    expect(show(text)).toBe(text);
  });

  it("says the same said twice", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const once = show(text);
        expect(show(once)).toBe(once);
        expect(once).not.toMatch(COMMANDS);
      }),
    );
  });

  it("of a million marks on one letter stays within a line", () => {
    expect(show(`a${"\u0300".repeat(1_000_000)}`).length).toBeLessThan(50);
  });

  it("of ten megabytes stays short", () => {
    expect(show("a".repeat(10_000_000)).length).toBeLessThan(13_000);
    expect(show("\u001b".repeat(10_000_000)).length).toBeLessThan(100_000);
  });
});

test("a message keeps its lines, a value is one", () => {
  expect(harmless("a\nb")).toBe("a\nb");
  expect(shown("a\nb\tc")).toBe("a\\u{0a}b\\u{09}c");
});

test("a line of a message is no command to GitHub's runner", () => {
  expect(harmless("a\n  ::error::b")).toBe("a\n  \\u{3a}:error::b");
});

test("what is cut off is counted, and not within a character", () => {
  expect(shown(`${"a".repeat(199)}😀b`)).toBe(`${"a".repeat(199)}… (3 more)`);
});

test.each([[undefined], [null], [{ toString: () => "secret" }], [12]])(
  "what is no text is nothing",
  (value) => {
    expect(harmless(value)).toBe("");
  },
);

test.each<[string, string, boolean]>([
  ["two letters", "so", true],
  ["digits", "№ 42", true],
  ["two of another script", "測試", true],
  ["nothing", "", false],
  ["blanks", " \t\u3000", false],
  ["a zero-width space", "\u200b\u200b\u200b", false],
  ["fillers of Hangul, which are letters", "\u3164\uffa0\u115f", false],
  ["blank braille", "\u2800\u2800\u2800", false],
  ["dots", "...---", false],
  ["marks without letters", "\u0301\u0301\u0301", false],
  ["one letter between what has no width", "\u200bx\u200b", false],
  ["controls", "\u0001\u0002\u001b", false],
  ["an order to a terminal", "\u001b[2K\u001b[31m", false],
  ["a title for a terminal", "\u001b]0;all is well\u0007", false],
  ["words after an order to a terminal", "\u001b[31mso", true],
  ["halves of characters", "\ud800\ud801", false],
])("a text of %s says something: %s", (_, text, expected) => {
  expect(saysSomething(text)).toBe(expected);
});
