// npm run fuzz -- --guided MINUTES: inputs that grow out of those that reached code which no other did before.
//
// What an input reaches is V8's own block coverage (inspector protocol, Profiler.takePreciseCoverage), so that nothing is
// instrumented and nothing has to be installed: @jazzer.js/core is published for a glibc (2.38) that Debian 12 does not have.
import { Session } from "node:inspector";
import * as fc from "fast-check";
import { commands, keys, keywords, MARKER, properties, SIZE, values, words } from "./vocabulary.mjs";

const OWN = /\/(?:policies|components)\/dist\//u;
/** Inputs of the models that a reader starts from. */
const BEGINNING = 60;
/** Inputs between two looks at the coverage, at most; fewer of those that take longer than the look itself. */
const AT_ONCE = 64;
/** Inputs that are kept to grow others from; an older one makes room. */
const MOST_KEPT = 2_000;

/** Numbers that a seed decides (Marsaglia's xorshift). */
function numbers(seed) {
  let state = seed | 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % Math.max(below, 1);
  };
}

/** Tells how many characters of the pack's code were run since it was last asked, and never before. */
function newCoverage() {
  const session = new Session();
  session.connect();
  const post = (method, parameters) => {
    let answer;
    session.post(method, parameters, (error, result) => {
      if (error) throw new Error(error.message);
      answer = result;
    });
    return answer;
  };
  /** By script: a character each. */
  const reached = new Map();
  post("Profiler.enable");
  post("Profiler.startPreciseCoverage", { callCount: false, detailed: true });

  function fresh({ scriptId, functions }) {
    const size = Math.max(...functions.flatMap(({ ranges }) => ranges.map(({ endOffset }) => endOffset)));
    let known = reached.get(scriptId);
    if (known === undefined || known.length < size) {
      const grown = new Uint8Array(size);
      if (known !== undefined) grown.set(known);
      reached.set(scriptId, grown);
      known = grown;
    }
    let count = 0;
    for (const { ranges } of functions) {
      // From the outermost to those in it.
      const [whole] = ranges;
      if (whole === undefined || whole.count === 0) continue;
      const run = new Uint8Array(whole.endOffset - whole.startOffset);
      for (const { startOffset, endOffset, count: times } of ranges)
        run.fill(times > 0 ? 1 : 0, startOffset - whole.startOffset, endOffset - whole.startOffset);
      for (let at = 0; at < run.length; at += 1) {
        if (run[at] === 0 || known[whole.startOffset + at] === 1) continue;
        known[whole.startOffset + at] = 1;
        count += 1;
      }
    }
    return count;
  }
  return () =>
    post("Profiler.takePreciseCoverage")
      .result.filter(({ url }) => OWN.test(url))
      .reduce((sum, script) => sum + fresh(script), 0);
}

const WORDS = [
  ...words,
  ...commands,
  ...keys,
  ...keywords,
  ...values,
  MARKER,
  " ",
  "\n",
  "\t",
  "\0",
  "'",
  '"',
];

function changedText(text, other, draw) {
  const at = draw(text.length + 1);
  const to = at + draw(1 + Math.min(60, text.length - at));
  const [before, middle, after] = [text.slice(0, at), text.slice(at, to), text.slice(to)];
  const from = draw(other.length + 1);
  const word = WORDS[draw(WORDS.length)];
  switch (draw(7)) {
    case 0:
      return before + after;
    case 1:
      return before + word + after;
    case 2:
      return `${before}${word} ${middle}${after}`;
    case 3:
      return before + middle.repeat(2 + draw(40)) + after;
    case 4:
      return before + other.slice(from, from + draw(400)) + after;
    case 5:
      return before + String.fromCharCode(draw(256)) + after;
    default: {
      const lines = text.split("\n");
      const others = other.split("\n");
      lines.splice(draw(lines.length + 1), draw(2), others[draw(others.length)] ?? "");
      return lines.join("\n");
    }
  }
}

/** A value within a message, anywhere, is another one of the same sort, or of another. */
function changedValue(value, other, draw) {
  if (draw(6) === 0) return anyWithin(other, draw);
  if (typeof value === "string") return changedText(value, typeof other === "string" ? other : "", draw);
  if (Array.isArray(value)) {
    if (value.length === 0 || draw(5) === 0) return [...value, anyWithin(other, draw)];
    const at = draw(value.length);
    return draw(5) === 0
      ? value.toSpliced(at, 1)
      : value.with(
          at,
          changedValue(value[at], Array.isArray(other) ? other[draw(other.length)] : other, draw),
        );
  }
  if (typeof value !== "object" || value === null)
    return [null, true, -1, 65_536, "", [], {}, MARKER][draw(8)];
  const names = Object.keys(value);
  const name =
    names.length === 0 || draw(5) === 0 ? [...properties, ...words][draw(90)] : names[draw(names.length)];
  const its = Object.hasOwn(Object(other), name) ? other[name] : other;
  const changed = Object.hasOwn(value, name) ? changedValue(value[name], its, draw) : anyWithin(other, draw);
  return Object.fromEntries([...Object.entries(value), [name, changed]]);
}

function anyWithin(value, draw) {
  if (typeof value !== "object" || value === null || draw(3) === 0) return value ?? null;
  const all = Object.values(value);
  return all.length === 0 ? value : anyWithin(all[draw(all.length)], draw);
}

/** Properties of one object become others; an object stays one, as the protocols have it. */
function changedProperties(value, other, draw) {
  const changed = changedValue(value, other, draw);
  return typeof changed === "object" && changed !== null && !Array.isArray(changed) ? changed : value;
}

/** Another input out of two of a reader's. */
const CHANGES = {
  engine(messages, others, draw) {
    if (messages.length === 0 || draw(5) === 0) return [...messages, ...others].slice(0, 8);
    const at = draw(messages.length);
    const { props = {} } = others[draw(others.length)] ?? {};
    return messages.with(at, { ...messages[at], props: changedProperties(messages[at].props, props, draw) });
  },
  offline(message, other, draw) {
    const part = ["props", "olds", "args"][draw(3)];
    const call = draw(8) === 0 ? other.call : message.call;
    return { ...message, call, [part]: changedProperties(message[part], other[part], draw) };
  },
  // What the SDK has read is of the sorts that its model says.
  aws: (message, other, draw) => ({ ...message, answer: changedAlike(message.answer, other.answer, draw) }),
};

/** A value of the same sort all through. */
function changedAlike(value, other, draw) {
  if (typeof value === "string") return changedText(value, String(other), draw);
  if (typeof value === "number") return draw(70_000) - 1;
  if (Array.isArray(value)) {
    if (value.length === 0 || draw(3) === 0) return [...value, ...other].slice(0, 8);
    const at = draw(value.length);
    return draw(5) === 0 ? value.toSpliced(at, 1) : value.with(at, changedAlike(value[at], value[0], draw));
  }
  const names = Object.keys(value);
  const name = names[draw(names.length)];
  return { ...value, [name]: changedAlike(value[name], other[name], draw) };
}

const changedInput = (text, other, draw) =>
  Buffer.from(changedText(text, other, draw))
    .subarray(0, SIZE)
    .toString("utf8");

/**
 * Asks a reader for some minutes.
 *
 * @param {{ name: string, model: fc.Arbitrary<unknown>, minutes: number, seed: number,
 *   hold: (input: unknown, turn: number) => void }} asked
 * @returns {{ turns: number, kept: number, reached: number, failed?: { input: unknown, error: unknown } }}
 */
export function guided({ name, model, minutes, seed, hold }) {
  const draw = numbers(seed);
  const change = CHANGES[name] ?? changedInput;
  const fresh = newCoverage();
  const kept = fc.sample(model, { numRuns: BEGINNING, seed });
  for (const [at, input] of kept.entries()) hold(input, at);
  let reached = fresh();
  let looked = 0;
  let turns = kept.length;
  const end = Date.now() + minutes * 60_000;
  while (Date.now() < end) {
    const some = [];
    const next = Date.now() + looked;
    while (some.length < AT_ONCE && Date.now() < next) {
      let input = kept[draw(kept.length)];
      for (let times = 1 + draw(4); times > 0; times -= 1)
        input = change(input, kept[draw(kept.length)], draw);
      some.push(input);
      try {
        hold(input, turns++);
      } catch (error) {
        return { turns, kept: kept.length, reached, failed: { input, error } };
      }
    }
    const before = Date.now();
    const more = fresh();
    looked = Date.now() - before;
    reached += more;
    if (more === 0) continue;
    for (const input of some) {
      if (kept.length < MOST_KEPT) kept.push(input);
      else kept[draw(MOST_KEPT)] = input;
    }
  }
  return { turns, kept: kept.length, reached };
}
