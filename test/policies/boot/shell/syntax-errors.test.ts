import { partSource } from "../../../../policies/facts/place";
import { parseScript } from "../../../../policies/boot/shell/parse";
import { runReal } from "./text/real-programs";
import fc from "../../../support/fast-check";

const COMMANDS: readonly string[] = [
  "echo 1",
  "echo 2; echo 3",
  "true && echo 4",
  "echo 5 | cat",
  "if [ -d / ]; then\n  echo 6\nfi",
  "if false; then echo 7; else echo 8; fi",
  "for i in a b; do\n  echo 9\ndone",
  "case x in\n  a) echo 10 ;;\n  x|y) echo 11 ;;\nesac",
  "f() {\n  echo 12\n}\nf",
  "{ echo 13; echo 14; }",
  "( echo 15 )",
  "echo $(echo 16) `echo 17`",
  "cat <<EOT\nhere it's $(echo 18)\nEOT",
  "cat <<'EOT' | cat\nhere ( ' \" fi\nEOT",
  "# a comment's quote",
  "echo 19 \\\n  more",
  "true ||\n  echo 20",
  "if true\nthen echo 21\nfi",
];
const STRAYS: readonly string[] =
  "fi done esac ) ( } { ' \" ` ;; && || | then do else & $( if for case while in elif ! < ;".split(" ");

const broken = fc
  .tuple(
    fc.array(fc.constantFrom(...COMMANDS), { minLength: 1, maxLength: 6 }),
    fc.constantFrom(...STRAYS, ""),
    fc.nat({ max: 1000 }),
    fc.boolean(),
  )
  .map(([commands, stray, at, alone]) => {
    const text = `${commands.join("\n")}\n`;
    const places = [...text.matchAll(alone ? /^/gmu : /\w+|\S|\n/gu)];
    const place = places[at % places.length];
    const index = place?.index ?? 0;
    const left = stray === "" ? text.slice(index + (place?.[0].length ?? 0)) : text.slice(index);
    return `${text.slice(0, index)}${stray}${alone ? "\n" : ""}${left}`;
  });

it("has the commands run that bash and dash run before a syntax error, and ends where they do", () => {
  const scripts = fc.sample(broken, 120).flatMap((text) => {
    const { statements, certain } = parseScript(partSource(text, { part: 1, parts: 1 }));
    if (certain === undefined) return [];
    const end = statements.at(-1)?.end ?? 0;
    return [{ text, end, certain }];
  });
  const run = (
    program: string,
    of: (script: (typeof scripts)[number]) => string,
  ): readonly (readonly [string, boolean])[] =>
    runReal(scripts.map((script) => ({ program, args: ["script"], files: { script: of(script) } }))).map(
      ({ output, status }) => [output, status !== 0] as const,
    );
  for (const program of ["bash", "dash"]) {
    const whole = run(program, ({ text }) => text);
    // What has been read ends a here-document whose last line is not there.
    const before = run(program, ({ text, end }) => text.slice(0, lineAfter(text, end)));
    for (const [at, { text, certain }] of scripts.entries()) {
      if (program === "dash" && certain !== "every shell") continue;
      expect([text, ...(whole[at] ?? [])]).toEqual([text, before[at]?.[0], true]);
    }
  }
  expect(scripts.length).toBeGreaterThan(40);
});

// A command's here-document stands behind it, up to where the next command or the error begins.
function lineAfter(text: string, end: number): number {
  const body = /^[^\n]*<<'?EOT'?[^\n]*\n[^]*?\nEOT\n/u.exec(text.slice(text.lastIndexOf("\n", end - 1) + 1));
  const line = text.indexOf("\n", end);
  if (end === 0) return 0;
  return body === null ? line + 1 : text.lastIndexOf("\n", end - 1) + 1 + body[0].length;
}
