import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findOverride, readOverrides } from "../../../policies/offline/overrides";
import { secret } from "../../../policies/offline/properties";
import type { Properties } from "../../../policies/offline/properties";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "latchkey-overrides-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const write = (name: string, text: string): void => {
  mkdirSync(join(folder, name, ".."), { recursive: true });
  writeFileSync(join(folder, name), text);
};
const entry = (id: string, args: Properties = {}) => ({
  token: "aws:ec2/getAmi:getAmi",
  args,
  result: { id },
});

test.each([
  ["beside Pulumi.yaml", "latchkey.offline.json", "."],
  ["beside Pulumi.yaml, seen from the program's folder", "latchkey.offline.json", "src/app"],
  ["in the program's folder", "src/app/latchkey.offline.json", "src/app"],
])("finds the file %s", (_what, name, from) => {
  write("Pulumi.yaml", "name: shop");
  mkdirSync(join(folder, "src/app"), { recursive: true });
  write(name, JSON.stringify({ invokes: [entry("ami-1")] }));
  expect(readOverrides(join(folder, from), {})).toEqual({
    file: join(folder, name),
    invokes: [entry("ami-1")],
  });
});

test("looks no further up than the project", () => {
  write("latchkey.offline.json", JSON.stringify({ invokes: [entry("ami-1")] }));
  write("shop/Pulumi.yaml", "name: shop");
  expect(readOverrides(join(folder, "shop"), {})).toEqual({
    file: join(folder, "shop/latchkey.offline.json"),
    invokes: [],
  });
});

test("takes the file that the environment names", () => {
  write("answers.json", JSON.stringify({ invokes: [entry("ami-1")] }));
  expect(readOverrides(folder, { LATCHKEY_OFFLINE_FILE: "answers.json" }).invokes).toHaveLength(1);
});

test("says that the file which the environment names is not there", () => {
  expect(readOverrides(folder, { LATCHKEY_OFFLINE_FILE: "answers.json" }).problem).toBe(
    `${join(folder, "answers.json")} does not exist. LATCHKEY_OFFLINE_FILE names it.`,
  );
});

test.each([
  ["no JSON", "{", "cannot be read as JSON"],
  ["another root", "[]", "the file: "],
  ["no invokes", "{}", "invokes: "],
  ["an unknown key", '{"invokes":[],"resources":[]}', "resources: unknown key."],
  [
    "an unknown key further in",
    '{"invokes":[{"token":"a:b:c","result":{},"arg":{}}]}',
    "invokes[0].arg: unknown key.",
  ],
  ["no result", '{"invokes":[{"token":"a:b:c"}]}', "invokes[0].result: "],
  ["a result of another type", '{"invokes":[{"token":"a:b:c","result":"x"}]}', "invokes[0].result: "],
  ["no token", '{"invokes":[{"token":"getAmi","result":{}}]}', "invokes[0].token: must be a token such as"],
])("names the file and the key for %s", (_what, text, expected) => {
  write("latchkey.offline.json", text);
  const { problem, invokes } = readOverrides(folder, {});
  expect(problem).toContain(join(folder, "latchkey.offline.json"));
  expect(problem).toContain(expected);
  expect(invokes).toEqual([]);
});

test.each<[string, Properties, Properties, boolean]>([
  ["no arguments are asked for", {}, { owners: ["self"] }, true],
  ["the call has more arguments", { owners: ["self"] }, { owners: ["self"], mostRecent: true }, true],
  ["an object has more keys", { tags: { a: "1" } }, { tags: { a: "1", b: "2" } }, true],
  ["the argument is secret", { name: "n" }, { name: secret("n") }, true],
  ["a value differs", { owners: ["self"] }, { owners: ["amazon"] }, false],
  ["a list has more items", { owners: ["self"] }, { owners: ["self", "amazon"] }, false],
  ["the argument is missing", { owners: ["self"] }, {}, false],
])("matches as it should when %s", (_what, args, call, expected) => {
  const overrides = { file: "", invokes: [entry("ami-1", args)] };
  expect(findOverride(overrides, "aws:ec2/getAmi:getAmi", call) !== undefined).toBe(expected);
});

test("takes the first answer that fits, and none for another token", () => {
  const overrides = { file: "", invokes: [entry("ami-1", { owners: ["self"] }), entry("ami-2")] };
  expect(findOverride(overrides, "aws:ec2/getAmi:getAmi", {})?.result).toEqual({ id: "ami-2" });
  expect(findOverride(overrides, "aws:ec2/getVpc:getVpc", {})).toBeUndefined();
});
