import {
  unknownCheckingProxy,
  unknownStringValue,
  unknownArrayValue,
  unknownObjectValue,
} from "./pulumi-proxy";
import { UNKNOWN } from "../../../policies/launch/resource";
import { toProperties } from "../../../policies/pack/properties";

const sent = (props: Record<string, unknown>) => toProperties(unknownCheckingProxy(props));

test("the engine's proxy throws when an unknown is read: that is what is guarded against", () => {
  const proxy = unknownCheckingProxy({ ami: unknownStringValue });
  expect(() => proxy.ami).toThrow("can't be known during preview");
});

test.each<[string, Record<string, unknown>, unknown]>([
  ["at the top", { ami: unknownStringValue }, { ami: UNKNOWN }],
  [
    "within an object",
    { options: { endpoint: unknownStringValue, tokens: "required" } },
    { options: { endpoint: UNKNOWN, tokens: "required" } },
  ],
  ["within a list", { groups: ["sg-1", unknownStringValue] }, { groups: ["sg-1", UNKNOWN] }],
  ["deep down", { a: [{ b: { c: [unknownStringValue, 1] } }] }, { a: [{ b: { c: [UNKNOWN, 1] } }] }],
  ["as a whole list", { groups: unknownArrayValue }, { groups: UNKNOWN }],
  ["as a whole object", { options: unknownObjectValue }, { options: UNKNOWN }],
])("an unknown %s stays one, and the rest is told", (_, props, expected) => {
  expect(sent(props)).toEqual(expected);
});

test("values are told as they are", () => {
  const props = {
    text: "a",
    number: 0,
    flag: false,
    nothing: null,
    empty: [],
    object: {},
    list: [1, "b", true],
  };
  expect(sent(props)).toEqual(props);
});

test("what is left out and what is null are told apart by name only", () => {
  expect(sent({ left: undefined })).toEqual({ left: null });
});

test("what a property cannot hold is nothing", () => {
  expect(sent({ call: () => 1 })).toEqual({ call: null });
});

test("nesting without end is cut off", () => {
  const loop: Record<string, unknown> = {};
  loop.self = loop;
  expect(() => sent(loop)).not.toThrow();
});

test("the copy has nothing of the engine's proxy left", () => {
  expect(JSON.stringify(sent({ a: { b: [unknownStringValue] } }))).toBe('{"a":{"b":[null]}}');
});

test("another error than an unknown's is not swallowed", () => {
  const props = Object.defineProperty({}, "bad", {
    enumerable: true,
    get: () => {
      throw new RangeError("bug");
    },
  });
  expect(() => toProperties(props)).toThrow(RangeError);
});
