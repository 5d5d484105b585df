import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const root = join(__dirname, "..", "..");

/** What the rules about input say of some lines: a rule's name for each complaint. ESLint is loaded by a process of its own. */
function complaints(code: string): readonly string[] {
  const folder = mkdtempSync(join(root, "eslint-input-"));
  const file = join(folder, "file.ts");
  try {
    writeFileSync(file, code);
    writeFileSync(
      join(folder, "tsconfig.json"),
      JSON.stringify({ extends: "../tsconfig.json", include: ["file.ts"] }),
    );
    const source = `
      import { ESLint } from "eslint";
      import tseslint from "typescript-eslint";
      import input from "./eslint/input.mjs";
      const eslint = new ESLint({
        overrideConfigFile: true,
        overrideConfig: [{
          files: ["**/*.ts"],
          plugins: { input },
          languageOptions: { parser: tseslint.parser, parserOptions: { project: ${JSON.stringify(join(folder, "tsconfig.json"))} } },
          rules: { "input/no-built-regexp": "error", "input/no-foreign-look-up": "error" },
        }],
      });
      const [result] = await eslint.lintFiles([${JSON.stringify(file)}]);
      console.log(JSON.stringify(result.messages.map(({ ruleId, message, line }) => \`\${line}: \${ruleId ?? message}\`)));
    `;
    const output = execFileSync(process.execPath, ["--input-type=module", "--eval", source], {
      cwd: root,
      encoding: "utf8",
    });
    return JSON.parse(output) as string[];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

it("tells what is built or looked up by a text, and nothing else", () => {
  const code = [
    'const text: string = process.argv.join("");',
    "const table: Record<string, number> = { a: 1 };",
    "const fixed = { a: 1, b: 2 };",
    'const key = text === "x" ? ("a" as const) : ("b" as const);',
    "export const told = [",
    "  new RegExp(text),",
    "  RegExp(`^${text}$`),",
    "  table[text],",
    "  text in table,",
    "];",
    "export const untold = [",
    '  new RegExp("^a$", "u"),',
    "  fixed[key],",
    "  [1, 2][text.length],",
    "  text[0],",
    "  Object.hasOwn(table, text) ? table[text] : 0,",
    "  new Map(Object.entries(table)).get(text),",
    '  table["a"],',
    "];",
  ].join("\n");
  expect(complaints(code)).toEqual([
    "6: input/no-built-regexp",
    "7: input/no-built-regexp",
    "8: input/no-foreign-look-up",
    "9: input/no-foreign-look-up",
  ]);
}, 120_000);
