import fc from "fast-check";
import { basic, extended, text } from "./sed-scripts";

/** A call of a filter: its words, and what it reads, from standard input or from files. */
export interface FilterCall {
  readonly name: string;
  readonly args: readonly string[];
  readonly stdin: string;
  readonly files: Readonly<Record<string, string>>;
}

const words = (...parts: readonly fc.Arbitrary<readonly string[]>[]): fc.Arbitrary<readonly string[]> =>
  fc.tuple(...parts).map((all) => all.flat());
const some = (...options: readonly string[]): fc.Arbitrary<readonly string[]> => fc.subarray([...options]);
const choice = (...options: readonly (readonly string[])[]): fc.Arbitrary<readonly string[]> =>
  fc.constantFrom(...options);
const files = choice([], [], ["f"], ["f", "g"], ["-"]);
const file = choice([], ["f"]);
const literal = fc.constantFrom("a", "ab", "#", "", " ", "a b", ".", "=", "A", "1\nb", "b$");
const flags = some("-i", "-v", "-x", "-w", "-c", "-o", "-n", "-q", "-l", "-h", "-H", "-s");
const few = fc.oneof(
  { weight: 3, arbitrary: flags.map((all) => all.slice(0, 1)) },
  { weight: 1, arbitrary: flags.map((all) => all.slice(0, 3)) },
);
const number = fc.integer({ min: 0, max: 6 }).map(String);

export const grepArgs = fc.oneof(
  words(
    fc.constant(["-E"]),
    few,
    extended.map((regex) => ["-e", regex]),
    files,
  ),
  words(
    few,
    basic.map((regex) => ["-e", regex]),
    files,
  ),
  words(
    fc.constant(["-F"]),
    few,
    literal.map((each) => ["--", each]),
    files,
  ),
  words(
    few,
    fc.tuple(basic, literal).map(([a, b]) => ["-e", a, "-e", b]),
    file,
  ),
);

const set = fc.constantFrom(
  "a-c",
  "abc",
  "[:upper:]",
  "[:lower:]",
  "[:space:]",
  "\\n",
  " ",
  "#=",
  "A-Z",
  "a-z",
  "\\t ",
  "0-9",
  "x",
  "a\\-c",
  "[a-z]",
  "\\043",
  "xy",
  "-a",
  "aab",
  "é",
);

const ARGS: Readonly<Record<string, fc.Arbitrary<readonly string[]>>> = {
  head: words(
    fc.oneof(
      number.map((n) => [`-${n}`]),
      number.map((n) => ["-n", n]),
      number.map((n) => [`-n-${n}`]),
      number.map((n) => ["-c", n]),
      fc.constant([]),
    ),
    file,
  ),
  tail: words(
    fc.oneof(
      number.map((n) => [`-${n}`]),
      number.map((n) => ["-n", n]),
      number.map((n) => [`-n+${n}`]),
      number.map((n) => ["-c", n]),
      number.map((n) => [`-c+${n}`]),
      fc.constant([]),
    ),
    file,
  ),
  cut: words(
    fc.oneof(
      words(
        choice(["-d", " "], ["-d="], ["-d", "#"], []),
        choice(["-f1"], ["-f", "2"], ["-f2-"], ["-f-2"], ["-f1,3"], ["-f3,1-2"], ["-f9"]),
        some("-s", "--output-delimiter=::"),
      ),
      choice(["-c1"], ["-c2-3"], ["-b", "-2"]),
    ),
    files,
  ),
  tr: fc.oneof(
    fc.tuple(set, set).map((pair) => [...pair]),
    fc.tuple(set, set).map((pair) => ["-s", ...pair]),
    set.map((each) => ["-d", each]),
    set.map((each) => ["-s", each]),
    set.map((each) => ["-dc", each]),
    fc.tuple(set, set).map((pair) => ["-ds", ...pair]),
    fc.tuple(set, set).map((pair) => ["-c", ...pair]),
    set.map((each) => ["-cs", each, "\\n"]),
  ),
  sort: words(some("-u", "-r", "-n"), files),
  uniq: words(
    some("-c", "-d", "-u").map((all) => all.slice(0, 2)),
    file,
  ),
  wc: words(choice(["-l"], ["-c"], ["-w"]), file),
  awk: words(
    choice(["-F:"], ["-F", "="], ["-F#"], [], [], ["-F", " "], ["-F\\t"]),
    fc
      .tuple(
        fc.constantFrom(
          "",
          "",
          "NR==2",
          "NR>1 ",
          "/a/",
          "!/^#/ ",
          '$1=="a"',
          '$2 != "b"',
          "/^#?a+/",
          "/a\\/b|[bc]$/",
          "/[.]\\t/",
          "NR<=2",
          "$1 > 1",
          "$2 <= 10 ",
          "$1 == $2",
          "NF && NR",
          "NF > 1 && !/b/",
          "($1 ~ /^a/ || $2 !~ /[ab]/) && NR != 3 ",
          '!($1 == "a") || NF == 0',
          "/a/ && /b/ || /c/",
        ),
        fc.constantFrom(
          "{print $1}",
          "{ print $2 }",
          "{print $NF}",
          "{print $0}",
          "{print}",
          "{print $1,$3}",
          '{print "k", $2;}',
          "{print NF}",
          "{print NR, $1}",
          '{print $1 $2 "," $3}',
          '{sub(/a/, "b"); print}',
          '/b/ {gsub(/[ab]/, "xy"); print $1} {print}',
          '/a/ {print "is"; next} {print $2}',
        ),
      )
      .map((pair) => [pair.join("")]),
    files,
  ),
  basename: fc
    .tuple(
      fc.constantFrom("/a/b.c", "a", "/", "//", "a/b/", "b.c", ".c", "", "/x/.c/"),
      fc.constantFrom([], [".c"], ["b"]),
    )
    .map(([path, more]) => [path, ...more]),
  dirname: fc.array(fc.constantFrom("/a/b.c", "a", "/", "//", "a/b/", "/a", "a//b", "", "./x", "//a"), {
    minLength: 1,
    maxLength: 2,
  }),
  base64: words(choice([], ["-w", "0"], ["-w8"], ["--wrap=0"]), file),
};

export const filterCall: fc.Arbitrary<FilterCall> = fc
  .tuple(
    fc.oneof(
      { weight: 6, arbitrary: grepArgs.map((args) => ({ name: "grep", args })) },
      ...Object.entries(ARGS).map(([name, args]) => ({
        weight: 1,
        arbitrary: args.map((each) => ({ name, args: each })),
      })),
    ),
    text,
    text,
    text,
    fc.constantFrom("", "", "", "é", "–"),
  )
  .map(([call, stdin, f, g, more]) => ({
    ...call,
    stdin: stdin + more,
    files: { f, g: g.replace("b", `b${more}`) },
  }));
