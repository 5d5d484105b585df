import { readFileSync } from "node:fs";
import { join } from "node:path";
import { decodeUserData } from "../../../../policies/boot/decode/decode";
import type { Problem, ProblemCause } from "../../../../policies/boot/decode/problem";

type Where = readonly [part: number, parts: number, line: number, column: number];

const fixture = (file: string): Buffer => readFileSync(join(__dirname, "fixtures", file));

const decodeFixture = (file: string) =>
  decodeUserData({ text: fixture(file).toString("base64"), encoding: "base64" }, { cloudInit: "22" });

const whereOf = ({ place }: Problem): Where | undefined =>
  place && [place.part, place.parts, place.line, place.column];

test.each<[reason: string, file: string, ProblemCause, Problem["severity"], Where | undefined]>([
  ["a comment above the shebang", "script-comment-first.txt", "unrecognised-format", "error", [1, 1, 1, 1]],
  ["a blank inside the header", "header-with-space.txt", "unrecognised-format", "error", [1, 1, 1, 1]],
  [
    "a document marker above the header",
    "document-marker-first.txt",
    "unrecognised-format",
    "error",
    [1, 1, 1, 1],
  ],
  ["blanks before #!", "script-leading-blank.txt", "leading-whitespace-shebang", "error", [1, 1, 2, 5]],
  ["a byte order mark", "bom.txt", "bom", "error", [1, 1, 1, 1]],
  ["a byte order mark before #!", "bom-script.txt", "bom", "error", [1, 1, 1, 1]],
  ["UTF-16", "utf16.bin", "utf16", "error", undefined],
  ["Latin-1 in a script", "latin1-script.bin", "not-utf8", "error", [1, 1, 2, 4]],
  ["Latin-1 in a cloud-config", "latin1-cloud-config.bin", "not-utf8", "error", [1, 1, 2, 16]],
  ["line ends change after the first line", "script-crlf-mixed.txt", "crlf-mixed", "error", [1, 1, 2, 21]],
  ["a tab as indentation", "yaml-tab.txt", "yaml-invalid", "error", [1, 1, 3, 1]],
  ["an unrendered template value", "yaml-unrendered.txt", "yaml-invalid", "error", [1, 1, 3, 12]],
  ["a list at the root", "yaml-root-list.txt", "yaml-root", "error", [1, 1, 2, 1]],
  ["users twice", "yaml-duplicate-users.txt", "yaml-duplicate-key", "error", [1, 1, 5, 1]],
  ["a script below a cloud-config", "mixed-config-then-script.txt", "mixed-types", "error", [1, 1, 7, 1]],
  ["a cloud-config below a script", "mixed-script-then-config.txt", "mixed-types", "warning", [1, 1, 4, 1]],
  ["a boothook header in capitals", "boothook-any-case.txt", "missing-shebang", "error", [1, 1, 1, 1]],
  ["a boothook without #!", "boothook-without-shebang.txt", "missing-shebang", "warning", [1, 1, 2, 1]],
  ["a script part without #!", "mime-script-without-shebang.txt", "missing-shebang", "error", [1, 1, 1, 1]],
  ["a blank line above the template line", "jinja-leading-blank.txt", "jinja-header", "error", [1, 1, 1, 1]],
  ["another template engine", "jinja-other-engine.txt", "jinja-header", "error", [1, 1, 1, 1]],
  ["a boothook from a template", "jinja-boothook.txt", "jinja-header", "error", [1, 1, 1, 1]],
  ["truncated gzip", "gzip-truncated.bin", "gzip-corrupt", "error", undefined],
  ["text behind gzip", "gzip-trailing-text.bin", "gzip-corrupt", "error", undefined],
  ["a broken gzip part", "mime-gzip-part-corrupt.txt", "gzip-corrupt", "error", [1, 2, 1, 1]],
  ["base64 twice", "double-base64.txt", "double-base64", "error", undefined],
  ["a multipart on one line", "mime-one-line.txt", "mime-malformed", "error", [1, 1, 1, 1]],
  ["an indented multipart", "mime-indented.txt", "mime-malformed", "error", [1, 1, 1, 1]],
  ["a blank line above the headers", "mime-leading-blank-line.txt", "mime-malformed", "error", [1, 1, 1, 1]],
  ["fused headers", "mime-fused-headers.txt", "mime-malformed", "error", [1, 1, 1, 1]],
  ["no boundary named", "mime-no-boundary-parameter.txt", "mime-malformed", "error", [1, 1, 1, 1]],
  ["another boundary named", "mime-other-boundary.txt", "mime-malformed", "error", [1, 1, 1, 1]],
  ["no MIME-Version", "mime-no-version.txt", "mime-malformed", "error", [1, 1, 1, 1]],
  ["the first boundary without headers", "mime-boundary-first.txt", "mime-malformed", "error", [1, 1, 1, 1]],
  [
    "a blank line above a part's headers",
    "mime-blank-before-headers.txt",
    "mime-malformed",
    "error",
    [2, 2, 1, 1],
  ],
  ["a part after the end", "mime-part-after-end.txt", "mime-malformed", "warning", [1, 1, 26, 1]],
  ["a Latin character, not encoded", "mime-latin-character.txt", "mime-8bit", "error", [2, 2, 2, 5]],
  ["Latin-1 bytes in a message", "mime-latin1-bytes.bin", "not-utf8", "error", [1, 1, 13, 1]],
  ["a type without handler", "mime-unknown-type.txt", "mime-part-unknown-type", "warning", [1, 2, 1, 1]],
  [
    "a list replaced by a later part",
    "mime-merge-none.txt",
    "mime-later-part-overrides",
    "warning",
    [2, 2, 2, 1],
  ],
  [
    "a list dropped by the merge type",
    "mime-merge-keep.txt",
    "mime-later-part-overrides",
    "warning",
    [2, 2, 3, 1],
  ],
  [
    "a list overlaid item by item",
    "mime-merge-overlay.txt",
    "mime-later-part-overrides",
    "warning",
    [2, 2, 3, 1],
  ],
  ["a merge type for lists alone", "mime-merge-list-only.txt", "merge-type-invalid", "error", [2, 2, 2, 1]],
  ["an unreadable merge type", "mime-merge-unreadable.txt", "merge-type-invalid", "error", [1, 1, 1, 1]],
  ["two scripts of one name", "mime-same-filename.txt", "duplicate-filename", "error", [1, 2, 1, 1]],
  ["an include in an archive", "archive-include.txt", "mime-part-unknown-type", "warning", [1, 1, 3, 12]],
  ["an archive that is no list", "archive-mapping.txt", "yaml-root", "error", [1, 1, 2, 1]],
  ["an archive entry without content", "archive-null-content.txt", "archive-invalid", "error", [1, 1, 2, 3]],
  [
    "an archive type without slash",
    "archive-type-without-slash.txt",
    "archive-invalid",
    "error",
    [1, 1, 2, 3],
  ],
  ["an archive header that is a list", "archive-extra-list.txt", "archive-invalid", "error", [1, 1, 2, 3]],
])("%s is told with its place", (_reason, file, cause, severity, where) => {
  const { problems } = decodeFixture(file);
  expect(problems.map((problem) => [problem.cause, problem.severity, whereOf(problem)])).toEqual([
    [cause, severity, where],
  ]);
});

test.each([
  ["a script with Windows line ends throughout", "script-crlf.txt"],
  ["a cloud-config with Windows line ends", "cloud-config-crlf.txt"],
  ["a message with Windows line ends", "mime-crlf.txt"],
  ["a header in other case", "cloud-config-any-case.txt"],
  ["a header that goes on", "cloud-config-longer-word.txt"],
  ["blanks before #cloud-config", "cloud-config-leading-blank.txt"],
  ["a cloud-config of comments", "cloud-config-only-comment.txt"],
  ["nothing", "empty.txt"],
  ["nothing but blanks", "blank.txt"],
  ["a missing closing boundary", "mime-no-closing-boundary.txt"],
  ["no empty line above a part's body", "mime-no-blank-before-body.txt"],
  ["a part that nodeadm reads", "mime-node-eks.txt"],
  ["a NodeConfig of its own", "node-config-plain.txt"],
  ["types that say little", "mime-plain-types.txt"],
  ["a cloud-config called a script", "mime-shellscript-is-config.txt"],
  ["lists that the merge type joins", "mime-merge-type.txt"],
  ["lists that merge_how joins", "mime-merge-how.txt"],
  ["a script that writes a cloud-config", "script-writes-config.txt"],
  ["a script that mentions MIME", "mime-mention-in-script.txt"],
  ["characters that Python spells out", "mime-japanese.txt"],
  ["a remote include, which its part tells", "include.txt"],
  ["PowerShell", "windows.txt"],
  ["Bottlerocket's TOML", "bottlerocket.txt"],
  ["Ignition's JSON", "ignition.txt"],
  ["zeros behind gzip", "gzip-trailing-zeros.bin"],
])("%s is no problem", (_reason, file) => {
  expect(decodeFixture(file).problems).toEqual([]);
});

const SCRIPT = "#!/bin/bash\necho one\n";
const base64 = (text: string | Buffer): string => Buffer.from(text).toString("base64");
const causes = (problems: readonly Problem[]): string[] => problems.map(({ cause }) => cause);

describe("from the property to the instance", () => {
  test("plain text is encoded by the provider", () => {
    const { parts, size } = decodeUserData({ text: SCRIPT, encoding: "plain" });
    expect(parts.map(({ kind, source }) => [kind, source.text])).toEqual([["script", SCRIPT]]);
    expect(size).toBe(SCRIPT.length);
  });

  test("plain text that is base64 already is passed on, broken into lines or not", () => {
    for (const text of [base64(SCRIPT), base64(SCRIPT).replace(/.{8}/g, "$&\n")]) {
      expect(decodeUserData({ text, encoding: "plain" }).parts[0]?.source.text).toBe(SCRIPT);
    }
  });

  test("plain text where base64 must be is refused", () => {
    const { problems, outcome, parts } = decodeUserData({ text: SCRIPT, encoding: "base64" });
    expect(problems).toMatchObject([
      { cause: "not-base64", severity: "error", place: { line: 1, column: 1 } },
    ]);
    expect([outcome, parts]).toEqual(["refused", []]);
  });

  test("base64 twice is read by cloud-init since 23.3, ignored before, unknown in between", () => {
    const input = { text: base64(base64(SCRIPT)), encoding: "base64" } as const;
    const judged = (cloudInit?: "19" | "22" | "23+") => {
      const { parts, problems } = decodeUserData(input, cloudInit === undefined ? {} : { cloudInit });
      return [parts[0]?.kind, problems[0]?.cause, problems[0]?.severity];
    };
    expect(judged("23+")).toEqual(["script", "double-base64", "warning"]);
    expect(judged("22")).toEqual(["unrecognised", "double-base64", "error"]);
    expect(judged()).toEqual(["unknown", "double-base64", "error"]);
  });

  test("the inner layer is read only where it is on one line", () => {
    const text = base64(base64(SCRIPT).replace(/.{8}/g, "$&\n"));
    expect(decodeUserData({ text, encoding: "base64" }, { cloudInit: "23+" }).parts[0]?.kind).toBe(
      "unrecognised",
    );
  });

  test.each([
    ["exactly at the limit", 16_384, []],
    ["one byte above", 16_385, ["too-large"]],
  ])("%s, counted before base64", (_reason, bytes, expected) => {
    const text = SCRIPT + "#".repeat(bytes - SCRIPT.length);
    for (const input of [
      { text, encoding: "plain" },
      { text: base64(text), encoding: "plain" },
      { text: base64(text), encoding: "base64" },
    ] as const) {
      const { problems, size } = decodeUserData(input);
      expect([causes(problems), size]).toEqual([expected, bytes]);
    }
  });

  test("characters count as the bytes they take", () => {
    expect(decodeUserData({ text: `${SCRIPT}# é`, encoding: "plain" }).size).toBe(SCRIPT.length + 4);
  });
});

test("old cloud-init runs on Python 2, keeps characters and goes on after a broken compression", () => {
  const old = (file: string) =>
    decodeUserData({ text: base64(fixture(file)), encoding: "base64" }, { cloudInit: "19" });
  expect(old("mime-latin-character.txt").parts.map(({ kind }) => kind)).toEqual(["cloud-config", "script"]);
  expect(old("mime-gzip-part-corrupt.txt")).toMatchObject({
    outcome: "processed",
    parts: [{ kind: "cloud-config" }],
  });
  expect(old("mime-per-boot.txt").parts[0]?.kind).toBe("unrecognised");
});

test("no message holds anything of the user data", () => {
  const secret = "hunter2";
  for (const text of [
    `#cloud-config\n${secret}: !${secret} *${secret}\n`,
    `#cloud-config\n${secret}: [1]\n${secret}: [2]\n`,
    `#cloud-config\na: @${secret}\n`,
    `#cloud-config\na: *${secret}\n`,
    `${secret}\n`,
    `Content-Type: multipart/mixed; boundary="${secret}"\nMIME-Version: 1.0\n\n`,
    `#cloud-config-archive\n- type: ${secret}\n  content: ${secret}\n`,
  ]) {
    const { problems } = decodeUserData({ text, encoding: "plain" });
    expect(problems).not.toEqual([]);
    expect(JSON.stringify(problems)).not.toContain(secret);
  }
});
