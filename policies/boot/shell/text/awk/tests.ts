import { skip, take, type Cursor } from "../sed/cursor";
import { compileRegex } from "../regex/regex";
import { isDoubtful } from "../regex/tree";
import type { Line, Of } from "./line";
import { compares, readTerm } from "./terms";
import type { Regex } from "../regex/regex";

const BLANKS = /[ \t]/u;
const MAX_DEPTH = 20;

/** The test that stands at the cursor, taken: comparisons and matches with `!`, `&&`, `||` and parentheses. */
export function readTest(cursor: Cursor, depth = 0): Of<boolean> | undefined {
  return readSeveral(cursor, /\|\|\s*/y, true, () =>
    readSeveral(cursor, /&&\s*/y, false, () => readOne(cursor, depth)),
  );
}

function readSeveral(
  cursor: Cursor,
  between: RegExp,
  decisive: boolean,
  read: () => Of<boolean> | undefined,
): Of<boolean> | undefined {
  const tests: Of<boolean>[] = [];
  do {
    const test = read();
    if (test === undefined) return undefined;
    tests.push(test);
    skip(cursor, BLANKS);
  } while (take(cursor, between));
  return tests.length === 1 ? tests[0] : (line) => several(tests, line, decisive);
}

// Left to right, and no further than to the one that decides.
function several(tests: readonly Of<boolean>[], line: Line, decisive: boolean): boolean | undefined {
  for (const test of tests) {
    const holds = test(line);
    if (holds !== !decisive) return holds;
  }
  return !decisive;
}

function readOne(cursor: Cursor, depth: number): Of<boolean> | undefined {
  skip(cursor, BLANKS);
  if (depth > MAX_DEPTH) return undefined;
  if (take(cursor, /!(?![=~])\s*/y)) {
    // What else than a match or parentheses it stands before is not the same in all of them.
    const test = /[/(]/u.test(cursor.text.charAt(cursor.at)) ? readOne(cursor, depth + 1) : undefined;
    return test && negated(test);
  }
  if (take(cursor, /\(\s*/y)) {
    const test = readTest(cursor, depth + 1);
    skip(cursor, BLANKS);
    return test && take(cursor, /\)/y) ? test : undefined;
  }
  const alone = readRegex(cursor);
  if (alone !== undefined) return (line) => matches(alone, line.whole);
  return readComparison(cursor);
}

const negated =
  (test: Of<boolean>): Of<boolean> =>
  (line) => {
    const holds = test(line);
    return holds === undefined ? undefined : !holds;
  };

function readComparison(cursor: Cursor): Of<boolean> | undefined {
  const left = readTerm(cursor);
  skip(cursor, BLANKS);
  const operator = take(cursor, /[=!<>]=|!?~|[<>]/y)?.[0];
  if (left === undefined || operator === undefined) return undefined;
  skip(cursor, BLANKS);
  if (operator.endsWith("~")) {
    const regex = readRegex(cursor);
    const test: Of<boolean> | undefined = regex && ((line) => matches(regex, left.of(line) ?? ""));
    return test && (operator === "~" ? test : negated(test));
  }
  const right = readTerm(cursor);
  return right && ((line) => compares(line, [left, operator, right]));
}

const matches = (regex: Regex, text: string): boolean | undefined =>
  isDoubtful(regex.doubts, text) ? undefined : regex.search(text) !== undefined;

/** An expression between slashes, taken. */
export function readRegex(cursor: Cursor): Regex | undefined {
  const source = take(cursor, /\/((?:[^/\\\n]|\\.)+)\//y)?.[1];
  // Intervals are not in every awk(1).
  return source === undefined || /[{}]/u.test(source)
    ? undefined
    : compileRegex(source, { extended: true, ignoreCase: false, program: "awk", count: cursor.count });
}
