// Boots cases of test/corpus in the boot lab and writes down what came of it, in each case's recorded.json.
//
// usage: node test/boot/predict/record.mjs [--all] [WORD...]
//   Records the cases that have no record, or all of them; with words only those whose name holds one of them.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { transformSync } from "@swc/core";
import { format } from "prettier";

const require = createRequire(import.meta.url);
// The lab is TypeScript, and this is no test that jest would read it for.
require.extensions[".ts"] = (module, filename) => {
  const { code } = transformSync(readFileSync(filename, "utf8"), {
    filename,
    jsc: { parser: { syntax: "typescript" }, target: "es2022" },
    module: { type: "commonjs" },
  });
  module._compile(code, filename);
};

const { openLab } = require("../lab/lab.ts");
const { readCases, recordOf } = require("../../corpus/cases.ts");
const { observe } = require("./observe.ts");
const { writeOperatorKey } = require("./operator-key.ts");

const AT_A_TIME = 2;

const words = process.argv.slice(2).filter((word) => word !== "--all");
const all = process.argv.includes("--all");
// What the lab has not is not there to be recorded.
const isWanted = ({ name, needs }) =>
  needs === undefined && (words.length === 0 || words.some((word) => name.includes(word)));

// Every case on its first image comes before any on its second: a run that is cut short has seen most.
const wanted = readCases()
  .filter(isWanted)
  .flatMap((each) => each.images.map((image, turn) => ({ each, image, turn })))
  .filter(({ each, image }) => all || each.recorded?.[image] === undefined)
  .sort((one, other) => one.turn - other.turn);

const lab = openLab();
const folder = mkdtempSync(join(tmpdir(), "latchkey-corpus-"));
const operator = writeOperatorKey(folder);
const failed = [];
const say = (line) => process.stdout.write(`${line}\n`);

async function record({ each, image }) {
  const boots = await observe(lab, each, image, operator);
  const file = recordOf(each.folder);
  const others = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
  const known = each.images.filter((name) => name === image || others[name] !== undefined);
  const recorded = Object.fromEntries(known.map((name) => [name, name === image ? boots : others[name]]));
  writeFileSync(file, await format(JSON.stringify(recorded), { parser: "json", printWidth: 110 }));
  const { afterBoot, afterReboot } = boots;
  say(`${each.name} (${image}): ${JSON.stringify(afterBoot.login)} ${JSON.stringify(afterReboot.login)}`);
}

const queue = [...wanted];
async function work() {
  for (let next = queue.shift(); next; next = queue.shift()) {
    const { each, image } = next;
    await record(next).catch((error) => {
      failed.push(each.name);
      say(`${each.name} (${image}): ${error.message}`);
    });
  }
}

try {
  await lab.prepare("bookworm", "trixie", "bookworm-upstream-modes");
  await Promise.all(Array.from({ length: AT_A_TIME }, work));
} finally {
  await lab.close();
  rmSync(folder, { recursive: true, force: true });
}
say(`${wanted.length - failed.length} recorded, ${failed.length} failed`);
process.exit(failed.length > 0 ? 1 : 0);
