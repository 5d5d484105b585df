import { listed, unlike } from "./packed-files";

/** One file for each line: of those with `*`, one that there is. */
const asListed = listed("components").map((line) =>
  line.endsWith("*")
    ? `${line.slice(0, -1)}${line.includes("resources") ? "image" : "index"}.js`
    : line.replace("*", "image"),
);

test("a package that is as its list says is like it", () => {
  expect(unlike(asListed, "components")).toEqual({ unlisted: [], missing: [], ofNoSource: [] });
});

test.each([".npmrc", "cloud-init/repair/notes.md", "dist/deep/er/index.js", "node_modules/a/index.js"])(
  "%s is not listed",
  (path) => {
    expect(unlike([...asListed, path], "components").unlisted).toEqual([path]);
  },
);

test("what is compiled of nothing, and what is not there, is told", () => {
  expect(unlike([...asListed, "dist/gone.js"], "components").ofNoSource).toEqual(["dist/gone.js"]);
  expect(unlike(asListed.slice(1), "components").missing).toEqual(asListed.slice(0, 1));
});
