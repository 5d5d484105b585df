import { isScalar, type Document } from "yaml";
import { partSource, type SourceText } from "../../../../policies/facts/place";
import { parseCloudConfig } from "../../../../policies/boot/decode/cloud-config";
import { sourceOfScalar } from "../../../../policies/boot/decode/scalar-source";

function scalarAt(text: string, path: readonly (string | number)[]): SourceText {
  const source = partSource(text, { part: 1, parts: 1 });
  const { document } = parseCloudConfig(source) as { document: Document };
  const node = document.getIn(path, true);
  if (!isScalar(node)) throw new Error("no scalar there");
  return sourceOfScalar(source, node);
}

test.each<
  [
    style: string,
    yaml: string,
    path: readonly (string | number)[],
    word: string,
    line: number,
    column: number,
  ]
>([
  ["plain", "a:\n  - echo one two\n", ["a", 0], "two", 2, 14],
  ["single quotes", "a: 'it''s here'\n", ["a"], "here", 1, 11],
  ["double quotes", 'a: "one\\ttwo \\u00e9 three"\n', ["a"], "three", 1, 21],
  ["double quotes around an escaped line end", 'a: "one\\ntwo"\n', ["a"], "two", 1, 10],
  ["double quotes over lines", 'a: "one\n  two \\\n  three"\n', ["a"], "three", 3, 3],
  ["an astral escape", 'a: "\\U0001f600 x"\n', ["a"], "x", 1, 16],
  ["a literal block", "a: |\n  one\n\n    two\n  three\n", ["a"], "three", 5, 3],
  ["a deeper line of a literal block", "a: |\n  one\n\n    two\n  three\n", ["a"], "two", 4, 5],
  ["a literal block with Windows line ends", "a: |\r\n  one\r\n  two\r\n", ["a"], "two", 3, 3],
  ["a literal block with an indicator and a comment", "a: |2- # why\n   one\n  two\n", ["a"], "two", 3, 3],
  ["a folded block", "a: >\n  one\n  two\n\n  three\n", ["a"], "three", 5, 3],
  ["a plain text over lines", "a: one\n  two\n  three\n", ["a"], "three", 3, 3],
])("%s", (_style, yaml, path, word, line, column) => {
  const source = scalarAt(yaml, path);
  expect(source.placeAt(source.text.indexOf(word))).toMatchObject({ line, column });
});

test("an alias leads to the text that its anchor stands at", () => {
  expect(scalarAt("a: &x one two\nb: *x\n", ["b"]).placeAt(4)).toMatchObject({ line: 1, column: 11 });
});

test("offsets outside the text stay inside the scalar", () => {
  const source = scalarAt("a: one\n", ["a"]);
  expect([source.placeAt(-5).column, source.placeAt(99).column]).toEqual([4, 7]);
});

test("a number keeps the spelling it was written in", () => {
  expect(scalarAt("a: 0644\n", ["a"]).text).toBe("0644");
});
