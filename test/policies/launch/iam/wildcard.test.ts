import { covers, overlaps } from "../../../../policies/launch/iam/wildcard";
import fc from "../../../support/fast-check";

/** The same as a regular expression. */
const expressionOf = (pattern: string): RegExp =>
  new RegExp(`^${pattern.replaceAll("*", ".*").replaceAll("?", ".")}$`, "s");

const pattern = fc.string({ unit: fc.constantFrom("a", "b", "*", "?"), maxLength: 6 });
const text = fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 8 });

/** Every text of up to five signs. */
const texts = Array.from({ length: 6 }, (_, length) => length).flatMap((length) =>
  Array.from({ length: 2 ** length }, (_, bits) =>
    bits.toString(2).padStart(length, "0").slice(0, length).replace(/0/g, "a").replace(/1/g, "b"),
  ),
);

it.each<[string, string, string, boolean]>([
  ["the same", "ssm:x", "ssm:x", true],
  ["nothing left for a star", "ssm:*", "ssm:", true],
  ["a question mark that lacks its sign", "ssm:x?", "ssm:x", false],
  ["a star within", "s*:x", "ssm:x", true],
  ["a star that has to give back", "*ab", "aab", true],
  ["another end", "ssm:*x", "ssm:xy", false],
  ["every resource by a star", "*", "*", true],
  ["every resource by two", "**", "*", true],
  ["every resource by one sign", "?", "*", false],
  ["all instances by all of EC2", "arn:aws:ec2:*", "arn:aws:ec2:*:*:instance/*", true],
  ["all instances by those of a region", "arn:aws:ec2:eu-west-1:*", "arn:aws:ec2:*:*:instance/*", false],
])("covers: %s", (_, left, right, expected) => {
  expect(covers(left, right)).toBe(expected);
});

it.each<[string, string, string, boolean]>([
  ["two stars", "*", "*", true],
  ["all instances and those of a region", "arn:aws:ec2:eu-west-1:*", "arn:aws:ec2:*:*:instance/*", true],
  ["all instances and a bucket", "arn:aws:s3:::logs/*", "arn:aws:ec2:*:*:instance/*", false],
  ["ends that differ", "*a", "*b", false],
  ["a start and an end", "a*", "*b", true],
])("overlaps: %s", (_, left, right, expected) => {
  expect(overlaps(left, right)).toBe(expected);
  expect(overlaps(right, left)).toBe(expected);
});

it("covers a text as the regular expression does", () => {
  fc.assert(
    fc.property(pattern, text, (left, right) => {
      expect(covers(left, right)).toBe(expressionOf(left).test(right));
      expect(overlaps(left, right)).toBe(covers(left, right));
    }),
  );
});

it("covers a pattern only if it covers all that the pattern does", () => {
  fc.assert(
    fc.property(pattern, pattern, text, (left, right, each) => {
      fc.pre(covers(left, right) && covers(right, each));
      expect(covers(left, each)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

it("overlaps where a text is in both, and nowhere else", () => {
  const short = fc.string({ unit: fc.constantFrom("a", "b", "*", "?"), maxLength: 3 });
  fc.assert(
    fc.property(short, short, (left, right) => {
      const both = texts.some((each) => covers(left, each) && covers(right, each));
      expect(overlaps(left, right)).toBe(both);
    }),
    { numRuns: 500 },
  );
});

it("gets through a hostile pattern", () => {
  const hostile = `${"*a".repeat(3000)}b`;
  expect(covers(hostile, "a".repeat(1000))).toBe(false);
  expect(overlaps(hostile, `${"a".repeat(500)}*c`)).toBe(false);
});
