import { ListValue, Struct, Value as Message } from "google-protobuf/google/protobuf/struct_pb";
import { checkedInputs } from "../../../policies/offline/check";
import { readConfiguration } from "../../../policies/offline/configuration";
import { defaultsOf } from "../../../policies/offline/defaults";
import { difference } from "../../../policies/offline/diff";
import { forcesNew } from "../../../policies/offline/force-new";
import { resourceId } from "../../../policies/offline/ids";
import { nameMatcher } from "../../../policies/offline/invokes/name-regex";
import { invoke } from "../../../policies/offline/invokes/invoke";
import { findOverride, type Overrides } from "../../../policies/offline/overrides";
import { fromStruct, secret, toStruct, type Properties } from "../../../policies/offline/properties";
import { create } from "../../../policies/offline/provider";
import { shape } from "../../../policies/offline/table";

const configuration = readConfiguration({ version: "7.48.0", region: "eu-west-1" }, {});
const none: Overrides = { file: "/project/latchkey.offline.json", invokes: [] };
const AMI = "aws:ec2/getAmi:getAmi";

const answered = (token: string, args: Properties): Properties => {
  const answer = invoke(token, args, configuration, none);
  if ("refused" in answer) throw new Error(answer.refused);
  return answer.result;
};
const refused = (token: string, args: Properties): string => {
  const answer = invoke(token, args, configuration, none);
  return "refused" in answer ? answer.refused : "answered";
};

/** Names that every object has, whatever is written in it. */
const INHERITED = ["toString", "constructor", "hasOwnProperty", "valueOf", "isPrototypeOf", "__proto__"];

const named = (name: string, value: Properties[string]): Properties => Object.fromEntries([[name, value]]);

describe.each(INHERITED)("%s is a name like any other", (name) => {
  const other = "unheardOf";

  it("for a resource's type", () => {
    expect(defaultsOf(name)).toEqual({});
    expect(forcesNew(name, "name", {})).toBe(false);
    expect(resourceId(name, undefined, "seed", configuration)).toMatch(/^[\w-]+-[0-9a-f]{17}$/);
    expect(shape(name, 7)).toEqual({ computed: [], nested: [] });
    const made = (token: string) =>
      create({ urn: "urn:pulumi:dev::shop::x::web", token, inputs: {}, preview: true }, configuration)
        .outputs;
    expect(made(name)).toEqual(made(other));
  });

  it("for a property, which is new where it was not there, and is kept", () => {
    const { changes } = difference(
      { token: "aws:ec2/instance:Instance", oldInputs: {}, newInputs: named(name, "x"), ignoreChanges: [] },
      undefined,
    );
    expect(changes).toEqual([{ property: name, kind: "add", replaces: false }]);
    const request = {
      urn: "urn:pulumi:dev::shop::x::web",
      token: "x",
      randomSeed: new Uint8Array(),
      olds: { ...named(name, "kept"), __defaults: [name] },
      news: {},
    };
    expect(Object.entries(checkedInputs(request, undefined))).toContainEqual([name, "kept"]);
  });

  it("for a tag", () => {
    const outputs = (major: string): Properties =>
      create(
        { urn: "u", token: "aws:ec2/vpc:Vpc", inputs: { tags: named(name, "x") }, preview: true },
        readConfiguration({ version: major, defaultTags: JSON.stringify({ tags: { a: "b" } }) }, {}),
      ).outputs;
    expect(Object.entries(outputs("7.48.0").tagsAll ?? {})).toEqual([
      ["a", "b"],
      [name, "x"],
    ]);
  });

  it("for a function, an owner, a filter, a parameter and a statement's sid", () => {
    expect(refused(name, {})).toContain("no answer for this function");
    const filters = [{ name, values: [name] }];
    expect(answered(AMI, { owners: [name], filters })).toMatchObject({ ownerId: name, imageOwnerAlias: "" });
    expect(toStruct(answered(AMI, { owners: [name] })).toJavaScript()).toMatchObject({ ownerId: name });
    expect(refused("aws:ssm/getParameter:getParameter", { name })).toContain("only public parameters");
    const statements = [{ sid: name }, { principals: [{ type: name, identifiers: [name] }] }];
    const { json } = answered("aws:iam/getPolicyDocument:getPolicyDocument", { statements });
    const [first, second] = (JSON.parse(json as string) as { Statement: Record<string, object>[] }).Statement;
    expect(first).toMatchObject({ Sid: name });
    expect(Object.entries(second?.Principal ?? {})).toEqual([[name, name]]);
  });

  it("for an argument that an answer of the project's own asks for", () => {
    const invokes = [{ token: AMI, args: named(name, {}), result: {} }];
    expect(findOverride({ ...none, invokes }, AMI, {})).toBeUndefined();
    expect(findOverride({ ...none, invokes }, AMI, named(name, {}))).toBe(invokes[0]);
  });
});

describe("an expression of names", () => {
  test.each([
    ["Go's named groups", "^(?P<name>golden)$", "golden", true],
    ["Go's flags within", "(?i)GOLDEN", "golden", true],
    ["Go's classes", "^[[:alpha:]]+\\z", "golden", true],
    ["the end of the text, not of a line", "golden$", "golden\n", false],
    ["a text anywhere", "old", "golden", true],
  ])("knows %s", (_, expression, name, expected) => {
    expect(nameMatcher(expression)?.(name)).toBe(expected);
  });

  test.each([
    ["look-ahead", "(?=golden)"],
    ["look-behind", "(?<!x)golden"],
    ["references back", "(a)\\1"],
    ["possessive repetition", "a++"],
    ["JavaScript's escapes", "\\u0041"],
    ["repetition beyond a thousand", "(a{1000}){1000}"],
    ["an open bracket", "["],
    ["more depth than Go takes", "(".repeat(480) + "(?:".repeat(10) + "a)"],
  ])("refuses %s, as AWS's provider does", (_, expression) => {
    const why = "nameRegex is no regular expression of Go's (RE2)";
    expect(refused(AMI, { nameRegex: expression })).toContain(why);
    expect(refused("aws:ec2/getAmiIds:getAmiIds", { nameRegex: expression })).toContain(why);
  });

  // Each of them takes an engine that tries one way after the other longer than anybody waits: this ends or never does.
  test.each([
    ["nested repetition", "(a+)+$", "a".repeat(128) + "b"],
    ["repeated alternatives", "^(a|a)*$", "a".repeat(128) + "b"],
    ["optional parts", "(?:(?:a?){30}){30}b", "a".repeat(128)],
    ["many wildcards", ".*".repeat(60) + "x", "a".repeat(128)],
  ])("is matched step by step, %s too", (_, expression, name) => {
    expect(nameMatcher(expression)?.(name)).toBe(false);
  });

  test("is held step by step against the name that it is made into", () => {
    // The second half becomes part of the name, and there the first half has 2^64 ways.
    const nameRegex = `(a+)+$|${"a".repeat(64)}!`;
    expect(answered(AMI, { nameRegex }).id).toMatch(/^ami-/);
  });

  test("that is longer than any has to be finds no name", () => {
    expect(answered(AMI, { nameRegex: `^${"a".repeat(2_000)}$` })).toMatchObject({ name: "offline-image" });
  });

  test.each(["*".repeat(200_000), "/*".repeat(100_000), `a${"*?".repeat(100_000)}`])(
    "a pattern of 200,000 signs is answered",
    (pattern) => {
      expect(answered(AMI, { filters: [{ name: "name", values: [pattern] }] }).id).toMatch(/^ami-/);
    },
  );
});

test("a policy of 50,000 statements is rendered, each once", () => {
  const statements = Array.from({ length: 50_000 }, (_, at) => ({ sid: `S${String(at)}` }));
  const conditions = Array.from({ length: 50_000 }, (_, at) => ({
    test: "StringLike",
    variable: "aws:x",
    values: [String(at)],
  }));
  const token = "aws:iam/getPolicyDocument:getPolicyDocument";
  expect(answered(token, { statements }).minifiedJson).toContain("S49999");
  expect(answered(token, { statements: [{ conditions }] }).minifiedJson).toContain("49999");
});

describe("a null among the arguments of a look-up", () => {
  test.each<[string, Properties]>([
    ["filters[0]", { filters: [null] }],
    [
      "filters[1].name",
      {
        filters: [
          { name: "name", values: ["a"] },
          { name: null, values: ["a"] },
        ],
      },
    ],
    ["filters[0].values[1]", { filters: [{ name: "name", values: ["a", null] }] }],
    ["owners[0]", { owners: [null] }],
    ["tags.Name", { tags: { Name: null } }],
    ["filters[0].values[0]", { filters: secret([{ name: "name", values: [secret(null)] }]) }],
  ])("is told by its place, %s", (place, args) => {
    expect(refused(AMI, args)).toContain(`${AMI}: ${place} is null`);
  });

  test("is no argument at all where it is the whole of one", () => {
    expect(answered(AMI, { nameRegex: null, owners: secret(null) })).toEqual(answered(AMI, {}));
  });

  test("is the project's own business where it answers the call itself", () => {
    const invokes = [{ token: AMI, args: {}, result: { id: "ami-1" } }];
    expect(invoke(AMI, { owners: [null] }, configuration, { ...none, invokes })).toEqual({
      result: { id: "ami-1" },
    });
  });
});

test("a value that is none is told by its place", () => {
  const list = new ListValue();
  list.addValues(new Message());
  const filter = Struct.fromJavaScript({ name: "name" });
  const values = new Message();
  values.setListValue(list);
  filter.getFieldsMap().set("values", values);
  const outer = new ListValue();
  const item = new Message();
  item.setStructValue(filter);
  outer.addValues(item);
  const filters = new Message();
  filters.setListValue(outer);
  const args = new Struct();
  args.getFieldsMap().set("filters", filters);
  expect(() => fromStruct(args)).toThrow("filters[0].values[0] has no value.");
});

test("a sid is not told where an argument is secret", () => {
  const statements = [{ sid: secret("mrkzqsecret") }, { sid: "mrkzqsecret" }];
  const message = refused("aws:iam/getPolicyDocument:getPolicyDocument", { statements });
  expect(message).toContain("two of its statements have the same sid");
  expect(message).not.toContain("mrkzqsecret");
});
