import {
  flagAt,
  listAt,
  mayBeWritten,
  numberAt,
  objectAt,
  textAt,
  textsAt,
} from "../../../policies/launch/read";
import { UNKNOWN, type Properties } from "../../../policies/launch/resource";

const properties: Properties = {
  text: "ops",
  empty: "",
  nothing: null,
  later: UNKNOWN,
  flag: true,
  flagText: "false",
  port: "22",
  list: ["a", UNKNOWN, null, ""],
  noList: [],
  nested: { list: [{ text: "deep" }, UNKNOWN], later: UNKNOWN, flag: "perhaps" },
};

describe("textAt", () => {
  it.each([
    ["a text", "text", { state: "known", value: "ops" }],
    ["a text in a list's object", "nested.list[0].text", { state: "known", value: "deep" }],
    ["a number, coerced", "port", { state: "known", value: "22" }],
    ["an empty text, which the provider leaves out", "empty", { state: "absent" }],
    ["null", "nothing", { state: "absent" }],
    ["what was left out", "missing", { state: "absent" }],
    ["what was left out of an object that is not there", "missing.too.deep", { state: "absent" }],
    ["an element past the end", "list[9]", { state: "absent" }],
    ["a name of Object.prototype", "constructor", { state: "absent" }],
    ["an unknown", "later", { state: "unknown" }],
    ["something inside an unknown object", "nested.later.x.y", { state: "unknown" }],
    ["something inside an unknown element", "nested.list[1].text", { state: "unknown" }],
    ["an object where text belongs", "nested", { state: "unknown", why: "nested is no text" }],
    ["a property of a text", "text.more", { state: "unknown" }],
    ["a named property of a list", "list.name", { state: "unknown" }],
  ])("tells %s", (_, path, expected) => {
    expect(textAt(properties, path)).toMatchObject({ ...expected, path });
  });

  it("calls nothing absent where nobody saw what was written", () => {
    expect(textAt(undefined, "keyName").state).toBe("unknown");
    expect(mayBeWritten(undefined, "keyName")).toBe(true);
  });
});

it.each([
  ["flag", { state: "known", value: true }],
  ["flagText", { state: "known", value: false }],
  ["nested.flag", { state: "unknown" }],
  ["later", { state: "unknown" }],
  ["missing", { state: "absent" }],
])("flagAt reads %s as Pulumi coerces it", (path, expected) => {
  expect(flagAt(properties, path)).toMatchObject(expected);
});

it.each([
  ["port", { state: "known", value: 22 }],
  ["text", { state: "unknown", why: "text is no number" }],
  ["missing", { state: "absent" }],
])("numberAt reads %s", (path, expected) => {
  expect(numberAt(properties, path)).toMatchObject(expected);
});

it("lists keep their unknown elements, texts leave the empty ones out", () => {
  expect(listAt(properties, "list")).toMatchObject({ state: "known", value: ["a", UNKNOWN, null, ""] });
  expect(listAt(properties, "text").state).toBe("unknown");
  expect(objectAt(properties, "list").state).toBe("unknown");
  expect(textsAt(properties, "list")).toMatchObject({
    value: [
      { state: "known", value: "a", path: "list[0]" },
      { state: "unknown", path: "list[1]" },
    ],
  });
});

it("an empty list and an empty text count as left out", () => {
  expect(["noList", "empty", "missing", "nothing"].map((path) => mayBeWritten(properties, path))).toEqual(
    Array<boolean>(4).fill(false),
  );
  expect(["list", "later", "text"].map((path) => mayBeWritten(properties, path))).toEqual(
    Array<boolean>(3).fill(true),
  );
});
