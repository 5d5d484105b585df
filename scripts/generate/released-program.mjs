// What the component's repair program is known by: the texts that its boothook writes, as the sources have it now.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { transformSync } from "@swc/core";

const require = createRequire(import.meta.url);
const SOURCE = join(import.meta.dirname, "../../components/cloud-init/repair.ts");

// The sources themselves: what was built of them may be older.
require.extensions[".ts"] = (module, filename) => {
  const { code } = transformSync(readFileSync(filename, "utf8"), {
    filename,
    jsc: { parser: { syntax: "typescript" }, target: "es2022" },
    module: { type: "commonjs" },
  });
  module._compile(code, filename);
};

/**
 * The files that the boothook writes and that no option changes, by their paths: what stands in its here-documents, which
 * is what the host gets.
 *
 * @returns {ReadonlyMap<string, string>}
 */
function writtenTexts() {
  const { repairScript, CONFIGURATION } = require(SOURCE);
  const script = repairScript({ loginUser: "admin", keyPair: true });
  const written = /^put (\S+) \d+ "[\d ]+" <<'(\w+)'\n([\s\S]*?\n)\2\n/gmu;
  const texts = [...script.matchAll(written)].map(([, path, , text]) => [path, text]);
  return new Map(texts.filter(([path]) => path !== CONFIGURATION));
}

/** @returns {string} a module with the digest of each text */
export function releasedProgram() {
  const rows = [...writtenTexts()].map(([path, text]) => {
    const sha256 = createHash("sha256").update(text).digest("hex");
    return `[${JSON.stringify(path)}, { length: ${text.length}, sha256: ${JSON.stringify(sha256)} }],`;
  });
  if (rows.length === 0) throw new Error("The boothook of components/cloud-init/repair.ts writes no file");
  return [
    "// Made by `npm run gen` of the sources in components/cloud-init/repair.",
    "",
    "/** A text that is known by its length and digest. */",
    "export interface Released {",
    "  readonly length: number;",
    "  readonly sha256: string;",
    "}",
    "",
    "/** What the component's boothook writes, the configuration aside: by path. */",
    "export const RELEASED: ReadonlyMap<string, Released> = new Map([",
    ...rows,
    "]);",
    "",
  ].join("\n");
}
