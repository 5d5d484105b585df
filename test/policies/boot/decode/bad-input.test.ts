import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { decodeUserData } from "../../../../policies/boot/decode/decode";
import fc from "../../../support/fast-check";

const FIXTURES = join(__dirname, "fixtures");
const fixtures = readdirSync(FIXTURES)
  .filter((file) => /\.(txt|bin)$/.test(file))
  .map((file) => readFileSync(join(FIXTURES, file)));

const lines = (count: number, line: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => line(at)).join("\n");
const config = (yaml: string): string => `#cloud-config\n${yaml}`;
const nested = (depth: number): string =>
  lines(depth, (at) => `--b${String(at)}\nContent-Type: multipart/mixed; boundary=b${String(at + 1)}\n`);
const message = (body: string): string =>
  `MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b0\n\n${body}`;
const bomb = lines(
  9,
  (at) =>
    `a${String(at)}: &a${String(at)} [${Array(9)
      .fill(at === 0 ? "x" : `*a${String(at - 1)}`)
      .join(",")}]`,
);

// Written as they stand where EC2 would take them, else gzipped to fit.
const HOSTILE: readonly [name: string, content: string | Buffer][] = [
  ["ten megabytes", "a".repeat(10_000_000)],
  ["ten megabytes that are no base64", "#!/bin/sh\n".repeat(1_000_000)],
  ["ten megabytes of line breaks", "\n".repeat(10_000_000)],
  ["random bytes", randomBytes(16_000)],
  ["zeros", Buffer.alloc(16_000)],
  ["lone surrogates", "#cloud-config\na: \ud800\udfff\ud800"],
  ["NULs", "#!/bin/sh\n\0\0\0"],
  ["a gzip bomb", gzipSync(Buffer.alloc(12_000_000))],
  ["an alias bomb", config(bomb)],
  ["an alias of its own ancestor", config("a: &a [*a]")],
  [
    "merge keys upon merge keys",
    config(
      `a0: &a0 {x: 1}\n${lines(300, (at) => `a${String(at + 1)}: &a${String(at + 1)}\n  <<: [*a${String(at)}, *a0]\n  x${String(at)}: 1`)}`,
    ),
  ],
  ["10,000 flow lists", config("[".repeat(10_000))],
  ["10,000 flow mappings", gzipSync(config("{a: ".repeat(10_000)))],
  ["8,000 lists in a line", config("- ".repeat(8000))],
  ["8,000 explicit keys", config("? ".repeat(8000))],
  ["10,000 levels of indentation", gzipSync(config(lines(600, (at) => `${" ".repeat(at)}a:`)))],
  ["tags", config("! ".repeat(8000))],
  ["anchors", config("&a ".repeat(5000))],
  ["open quotes", config('"'.repeat(16_000))],
  ["a flat list of 100,000", gzipSync(config(`a: [${"b,".repeat(100_000)}]`))],
  ["250,000 line breaks", gzipSync(config("\n".repeat(250_000)))],
  ["250,000 blanks", gzipSync(config(" ".repeat(250_000)))],
  ["250,000 hashes", gzipSync(config("#\n".repeat(125_000)))],
  ["10,000 nested messages", gzipSync(message(nested(10_000)))],
  ["10,000 parts", gzipSync(message("--b0\n\nx\n".repeat(10_000)))],
  ["10,000 headers", gzipSync(`MIME-Version: 1.0\n${"X: y\n".repeat(10_000)}\n`)],
  ["a header of semicolons", message("").replace("boundary=b0", `"${";".repeat(12_000)}`)],
  ["a boundary of blanks", message("").replace("boundary=b0", `boundary="${" ".repeat(12_000)}`)],
  ["boundary lines that never end", gzipSync(message(`--b0${" ".repeat(1000)}x\n`.repeat(200)))],
  ["here-documents", gzipSync(`#!/bin/sh\n${"<<<<<< a\n".repeat(20_000)}\n#cloud-config\n`)],
  ["an archive of 3,000", config("").replace("config", "config-archive") + lines(3000, () => "- a")],
  [
    "40 gzip bombs",
    message(
      lines(
        40,
        () =>
          `--b0\nContent-Type: application/gzip\nContent-Transfer-Encoding: base64\n\n${gzipSync(Buffer.alloc(200_000)).toString("base64")}`,
      ),
    ),
  ],
];

test.each(HOSTILE)("%s is read or refused", (_name, content) => {
  const inputs =
    typeof content === "string" && content.length > 1_000_000
      ? [
          { text: content, encoding: "plain" as const },
          { text: content, encoding: "base64" as const },
        ]
      : [{ text: Buffer.from(content as string).toString("base64"), encoding: "base64" as const }];
  for (const input of inputs) {
    expect(decodeUserData(input)).toBeDefined();
  }
});

/** A fixture with a few bytes cut out, doubled or replaced. */
const mutated = fc
  .tuple(
    fc.constantFrom(...fixtures.filter((bytes) => bytes.length > 0)),
    fc.array(fc.tuple(fc.nat(), fc.constantFrom("cut", "double", "replace"), fc.nat(255)), {
      minLength: 1,
      maxLength: 4,
    }),
  )
  .map(([bytes, changes]) =>
    changes.reduce((now, [where, how, byte]) => {
      const at = where % (now.length + 1);
      const span = (where % 7) + 1;
      if (how === "cut") return Buffer.concat([now.subarray(0, at), now.subarray(at + span)]);
      if (how === "double") return Buffer.concat([now.subarray(0, at + span), now.subarray(at)]);
      return Buffer.concat([now.subarray(0, at), Buffer.from([byte]), now.subarray(at + 1)]);
    }, bytes),
  );

const yamlish = fc
  .array(
    fc.constantFrom(
      "a",
      ": ",
      "- ",
      "\n",
      "  ",
      "[",
      "]",
      "{",
      "}",
      ",",
      "&a ",
      "*a",
      "!x ",
      "|",
      ">",
      "'",
      '"',
      "\\",
      "#",
      "<<: ",
      "? ",
      "%",
      "\t",
      "\r",
      "---\n",
    ),
    { maxLength: 60 },
  )
  .map((pieces) => Buffer.from(config(pieces.join(""))));

test.each([
  ["mutated fixtures", mutated],
  ["bytes", fc.uint8Array({ maxLength: 400 }).map((bytes) => Buffer.from(bytes))],
  ["texts", fc.string({ unit: "binary", maxLength: 200 }).map((text) => Buffer.from(text))],
  ["YAML of sorts", yamlish],
])("%s never make it throw, and every place lies in its part", (_name, arbitrary) => {
  fc.assert(
    fc.property(
      arbitrary,
      fc.constantFrom(undefined, "19" as const, "22" as const, "23+" as const),
      (bytes, cloudInit) => {
        const image = cloudInit === undefined ? {} : { cloudInit };
        const { parts, problems } = decodeUserData(
          { text: bytes.toString("base64"), encoding: "base64" },
          image,
        );
        decodeUserData({ text: bytes.toString("utf16le"), encoding: "plain" }, image);
        for (const { source } of parts) source.placeAt(source.text.length);
        for (const { place } of problems)
          if (place && (place.line < 1 || place.column < 1 || place.part > place.parts)) return false;
        return true;
      },
    ),
    { numRuns: 400 },
  );
});
