// npm run fuzz: what reads input is given what nobody writes. `-- --runs 20000 --seed 7 --reader shell` for one's own;
// `-- --guided 30` for so many minutes of inputs that grow by what they reach (guided.mjs).
//
// Held of each answer: nothing throws, it ends soon and in little memory, the same input has the same answer, no value of the
// input is told, and a name that every object has is a word like any other. Each input is written down before it is read, so
// that what hangs is found; what fails is put into `test/fuzz/crashers/`, and read again at the start of each run.
import { createHash } from "node:crypto";
import { mkdtempSync, openSync, readdirSync, readFileSync, writeFileSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import * as fc from "fast-check";
import { guided } from "./guided.mjs";
import { MESSAGE_READERS } from "./messages.mjs";
import { MESSAGES, TEXTS } from "./models.mjs";
import { TEXT_READERS } from "./readers.mjs";
import { MARKER } from "./vocabulary.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const { values: options } = parseArgs({
  options: {
    runs: { type: "string", default: "300" },
    seed: { type: "string", default: "90005" },
    reader: { type: "string" },
    guided: { type: "string" },
    last: { type: "string" },
  },
});

const READERS = { ...TEXT_READERS, ...MESSAGE_READERS };
const MODELS = { ...TEXTS, ...MESSAGES };
const last = options.last ?? join(mkdtempSync(join(tmpdir(), "latchkey-fuzz-")), "last");
const lastFile = openSync(last, "w");

/** Milliseconds of CPU time after which an answer is no answer; a generous one, for machines that do other things too. */
const MOST_MS = 1_500;
/** Bytes of heap that an answer may leave in use at once. */
const MOST_HEAP = 700 * 2 ** 20;

const FOREIGN = ["toString", "constructor", "__proto__", "hasOwnProperty", "valueOf"];
const ordinary = (name) => name.replace(/[A-Za-z]+/u, (letters) => [...letters].reverse().join(""));

const figures = new Map();

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc");

/** What has only not been collected yet is not in use. */
function heapInUse() {
  const { heapUsed } = process.memoryUsage();
  if (heapUsed < MOST_HEAP / 2) return heapUsed;
  collect();
  return process.memoryUsage().heapUsed;
}

function ask(name, input) {
  // Over the one before, of which a rest stays behind the line's end: a file made anew takes longer than most answers.
  writeSync(lastFile, `${JSON.stringify({ name, input })}\n`, 0);
  const before = process.cpuUsage();
  const answer = JSON.stringify(READERS[name](input)) ?? "";
  const { user, system } = process.cpuUsage(before);
  const ms = (user + system) / 1000;
  const heap = heapInUse();
  const known = figures.get(name) ?? { inputs: 0, ms: 0, worst: 0, heap: 0, slowest: "" };
  const isWorst = ms > known.worst;
  if (isWorst && ms > 100) writeFileSync(`${last}-slowest-${name}`, JSON.stringify({ name, input }));
  figures.set(name, {
    inputs: known.inputs + 1,
    ms: known.ms + ms,
    worst: Math.max(known.worst, ms),
    heap: Math.max(known.heap, heap),
  });
  if (ms > MOST_MS) throw new Error(`${name}: took ${ms.toFixed(0)} ms of CPU time`);
  if (heap > MOST_HEAP) throw new Error(`${name}: ${String(heap >> 20)} MiB of heap`);
  return answer;
}

// Accounts, and the files that a message is made of, are told by the names that they have.
const told = (answer) => answer.replaceAll(/(?:removes|of|refuses|makes|never makes|account) mrkz\w+/gu, "");

function hold(name, input, turn) {
  const answer = ask(name, input);
  if (turn % 5_000 === 4_999) console.error(`${name}: ${String(turn + 1)}`);
  if (turn % 8 === 0 && ask(name, input) !== answer)
    throw new Error(`${name}: the same input has two answers`);
  if (told(answer).includes(MARKER.slice(0, 5)))
    throw new Error(`${name}: a value of the input is told: ${around(told(answer))}`);
  if (turn % 16 > 0) return;
  const foreign = FOREIGN[(turn / 16) % FOREIGN.length] ?? "toString";
  const [as, other] = [foreign, ordinary(foreign)].map((word) => {
    // Where the name stands already, another one does, so that no object comes to have one key twice.
    const text = JSON.stringify(input).replaceAll(foreign, "another").replaceAll(MARKER, word);
    return ask(name, JSON.parse(text)).replaceAll(word, "WORD");
  });
  if (as !== other) throw new Error(`${name}: ${foreign} is no word like any other\n${as}\n${other}`);
}

const around = (answer) =>
  answer.slice(Math.max(0, answer.indexOf("mrkz") - 120), answer.indexOf("mrkz") + 40);

/** What once hung, threw or told too much, each with every name that is no word like any other. */
function replay(names) {
  let [count, failed] = [0, 0];
  for (const file of readdirSync(join(here, "crashers")).sort()) {
    const { name, input } = JSON.parse(readFileSync(join(here, "crashers", file), "utf8"));
    if (!names.includes(name)) continue;
    count += 1;
    try {
      for (const [at] of FOREIGN.entries()) hold(name, input, 16 * at);
    } catch (error) {
      failed += 1;
      console.log(`  ${file}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  const worst = Math.max(0, ...[...figures.values()].map((each) => each.worst));
  console.log(
    `${String(count)} that once failed: worst ${worst.toFixed(0)} ms, ${failed > 0 ? "FAILED" : "held"}`,
  );
  figures.clear();
  return failed === 0;
}

function fuzz(name) {
  let turn = 0;
  const found = fc.check(
    fc.property(MODELS[name], (input) => hold(name, input, turn++)),
    { numRuns: Number(options.runs), seed: Number(options.seed), endOnFailure: Number(options.runs) > 5_000 },
  );
  print(name, found.failed ? "FAILED" : "held");
  if (found.failed) keep(name, found.counterexample?.[0], found.errorInstance);
  return !found.failed;
}

function grow(name) {
  const { turns, kept, reached, failed } = guided({
    name,
    model: MODELS[name],
    minutes: Number(options.guided) / names.length,
    seed: Number(options.seed),
    hold: (input, turn) => hold(name, input, turn),
  });
  const what = `${String(turns)} grown, ${String(kept)} kept, ${String(reached)} characters of code reached`;
  print(name, `${failed ? "FAILED" : "held"}  ${what}`);
  if (failed) keep(name, failed.input, failed.error);
  return failed === undefined;
}

function print(name, end) {
  const { inputs = 0, ms = 0, worst = 0, heap = 0 } = figures.get(name) ?? {};
  const mean = (ms / Math.max(inputs, 1)).toFixed(2);
  console.log(
    `${name.padEnd(14)} ${String(inputs).padStart(8)} asked  ${mean.padStart(7)} ms each  worst ${worst.toFixed(0).padStart(5)} ms  heap ${String(heap >> 20).padStart(4)} MiB  ${end}`,
  );
}

/** Each of them is read again at the start of each run. */
function keep(name, input, error) {
  const text = JSON.stringify({ name, why: error instanceof Error ? error.message : String(error), input });
  const file = join(
    here,
    "crashers",
    `${name}-${createHash("sha256").update(text).digest("hex").slice(0, 8)}.json`,
  );
  writeFileSync(file, `${text}\n`);
  console.log(`  ${error instanceof Error ? error.message : String(error)}\n  kept in ${file}`);
}

const names = options.reader === undefined ? Object.keys(MODELS) : options.reader.split(",");
const held = [replay(names), ...names.map(options.guided === undefined ? fuzz : grow)];
console.log(
  `${String(held.filter(Boolean).length)} passed, ${String(held.filter((each) => !each).length)} failed`,
);
if (held.includes(false)) process.exitCode = 1;
