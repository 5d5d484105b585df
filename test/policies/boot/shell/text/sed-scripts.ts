import fc from "fast-check";

/** Regular expressions and scripts of sed(1), for texts of few letters, so that much of it matches. */
const letter = fc.constantFrom("a", "b", "c", "#", " ", "=", "1");
const bracket = fc.constantFrom(
  "[abc]",
  "[^a]",
  "[a-c]",
  "[[:space:]]",
  "[[:alnum:]_]",
  "[^[:space:]#]",
  "[#]",
  "[]a]",
  "[^]b]",
  "[a/]",
  "[.*]",
  "[0-9]",
  "[ \\t]",
  "[a\\n]",
);
const place = fc.constantFrom("^", "$", "\\b", "\\B", "\\<", "\\>", "\\`", "\\'");
const set = fc.constantFrom(".", "\\w", "\\W", "\\s", "\\S", "\\.", "\\*", "\\/", "\\t", "\\n", "\\-");

interface Flavour {
  readonly open: string;
  readonly close: string;
  readonly bar: string;
  readonly repeats: readonly string[];
}
const BASIC: Flavour = {
  open: "\\(",
  close: "\\)",
  bar: "\\|",
  repeats: ["*", "*", "\\?", "\\+", "\\{2\\}", "\\{0,1\\}", "\\{1,\\}"],
};
const EXTENDED: Flavour = {
  open: "(",
  close: ")",
  bar: "|",
  repeats: ["*", "*", "?", "+", "{2}", "{,2}", "{1,3}"],
};

export const regexOf = (flavour: Flavour): fc.Arbitrary<string> =>
  fc
    .letrec<{ piece: string; all: string; either: string }>((tie) => ({
      piece: fc
        .tuple(
          fc.oneof(
            { maxDepth: 3, withCrossShrink: true },
            { weight: 5, arbitrary: letter },
            { weight: 2, arbitrary: bracket },
            { weight: 2, arbitrary: set },
            { weight: 1, arbitrary: place },
            { weight: 2, arbitrary: tie("either").map((of) => flavour.open + of + flavour.close) },
          ),
          fc.oneof(fc.constant(""), fc.constant(""), fc.constantFrom(...flavour.repeats)),
        )
        .map((pair) => pair.join("")),
      all: fc.array(tie("piece"), { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join("")),
      either: fc.oneof(
        { weight: 3, arbitrary: tie("all") },
        { weight: 1, arbitrary: fc.tuple(tie("all"), tie("all")).map((two) => two.join(flavour.bar)) },
      ),
    }))
    .either.chain((regex) =>
      fc
        .tuple(fc.constantFrom("", "", "^"), fc.constant(regex), fc.constantFrom("", "", "$", ".*"))
        .map((all) => all.join("")),
    );

export const basic = regexOf(BASIC);
export const extended = regexOf(EXTENDED);

const number = fc.integer({ min: 1, max: 5 }).map(String);
const address = (regex: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 2, arbitrary: number },
    { weight: 1, arbitrary: fc.constant("$") },
    {
      weight: 3,
      arbitrary: fc.tuple(regex, fc.constantFrom("", "", "I")).map(([of, flag]) => `/${of}/${flag}`),
    },
    { weight: 1, arbitrary: fc.tuple(number, number).map((two) => two.join("~")) },
  );
const where = (regex: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.oneof(
        { weight: 3, arbitrary: fc.constant("") },
        { weight: 3, arbitrary: address(regex) },
        { weight: 2, arbitrary: fc.tuple(address(regex), address(regex)).map((two) => two.join(",")) },
        { weight: 1, arbitrary: fc.tuple(address(regex), number).map((two) => two.join(",+")) },
        { weight: 1, arbitrary: regex.map((of) => `0,/${of}/`) },
      ),
      fc.constantFrom("", "", "", "!"),
    )
    .map((pair) => pair.join(""));

const replacement = fc
  .array(
    fc.constantFrom(
      "x",
      "a",
      "&",
      "\\1",
      "\\2",
      "\\n",
      "\\t",
      "\\&",
      "\\/",
      "\\U",
      "\\L",
      "\\u",
      "\\E",
      " y",
      "\\\n",
      "\\.",
    ),
    {
      maxLength: 4,
    },
  )
  .map((pieces) => pieces.join(""));
const flags = fc.constantFrom("", "", "g", "g", "p", "2", "2g", "I", "gI", "M", "gp");

const command = (regex: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.tuple(regex, replacement, flags).map(([of, by, how]) => `s/${of}/${by}/${how}`),
    },
    {
      weight: 4,
      arbitrary: fc.constantFrom(
        "d",
        "D",
        "p",
        "P",
        "n",
        "N",
        "=",
        "h",
        "H",
        "g",
        "G",
        "x",
        "z",
        "q",
        "q3",
        "Q",
        "$!N",
        "s//X/",
      ),
    },
    {
      weight: 3,
      arbitrary: fc.constantFrom(
        "a new",
        "i new",
        "c new",
        "a\\\nnew\\\n two",
        "i\\\n  new",
        "c\\\nnew",
        "a\\  new",
        "a b\\#c",
        "$!a x",
      ),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        "y/abc/123/",
        "y/\\tb/ x/",
        "a\\text",
        "i\\  \\ x",
        "c\\Use",
        "y/a\\/\\n/x y/",
        "b",
        "t",
        "te",
        "be",
        "Te",
      ),
    },
  );

const line = (regex: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 5, arbitrary: fc.tuple(where(regex), command(regex)).map((pair) => pair.join("")) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(where(regex), fc.array(fc.tuple(where(regex), command(regex)), { minLength: 1, maxLength: 2 }))
        .map(([at, all]) => `${at}{${all.map((pair) => pair.join("")).join("\n")}\n}`),
    },
  );
const scriptOf = (regex: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.array(line(regex), { minLength: 1, maxLength: 3 }).map((lines) => {
    const text = lines.join("\n");
    return /[bTt]e$/mu.test(text) ? `${text}\n:e` : text;
  });

export const text = fc
  .tuple(
    fc.array(
      fc.oneof(
        {
          weight: 4,
          arbitrary: fc
            .array(fc.constantFrom("a", "b", "c", "#", " ", "=", "1", "A", "\t", "."), { maxLength: 8 })
            .map((all) => all.join("")),
        },
        { weight: 1, arbitrary: fc.constantFrom("", "#a b", "a/b", "a = 1", "a\\b", "x*[.]") },
      ),
      { maxLength: 6 },
    ),
    fc.boolean(),
  )
  .map(([lines, ended]) => lines.join("\n") + (ended && lines.length > 0 ? "\n" : ""));

export interface SedCase {
  readonly args: readonly string[];
  readonly text: string;
  /** Whether the file is edited or read from standard input. */
  readonly inPlace: boolean;
}

export const sedCase: fc.Arbitrary<SedCase> = fc.boolean().chain((isExtended) =>
  fc
    .tuple(scriptOf(isExtended ? extended : basic), text, fc.constantFrom([], ["-n"]), fc.boolean())
    .map(([script, of, quiet, inPlace]) => ({
      args: [...(isExtended ? ["-E"] : []), ...quiet, ...(inPlace ? ["-i", script, "f"] : [script])],
      text: of,
      inPlace,
    })),
);
