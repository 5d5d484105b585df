import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { repository } from "../support/engine";

// The SDKs are made from the schema when a project adds the package; what the examples say is held against it here.
interface Property {
  readonly type?: string;
  readonly $ref?: string;
  readonly items?: Property;
}
interface Shape {
  readonly properties?: Readonly<Record<string, Property>>;
  readonly inputProperties?: Readonly<Record<string, Property>>;
  readonly requiredInputs?: readonly string[];
  readonly required?: readonly string[];
}
interface Schema {
  readonly resources: Readonly<Record<string, Shape>>;
  readonly types: Readonly<Record<string, Shape>>;
}

const read = (path: string): string => readFileSync(join(repository, path), "utf8");
const schema = JSON.parse(read("components/schema.json")) as Schema;
const shapeOf = (name: string): Shape | undefined =>
  schema.resources[`components:index:${name}`] ?? schema.types[`components:index:${name}`];
const inputsOf = (shape: Shape): Readonly<Record<string, Property>> =>
  shape.inputProperties ?? shape.properties ?? {};

const camel = (name: string): string =>
  name.replace(/_([a-z])/gu, (_, letter: string) => letter.toUpperCase());

/** Properties of a value that the schema does not know, or knows as another type. */
function unknownIn(value: unknown, property: Property, path: string): readonly string[] {
  const shape = property.$ref === undefined ? undefined : shapeOf(property.$ref.split(":").at(-1) ?? "");
  if (shape !== undefined) return unknownInObject(value as Readonly<Record<string, unknown>>, shape, path);
  if (property.type === "array") {
    return Array.isArray(value)
      ? value.flatMap((item, index) => unknownIn(item, property.items ?? {}, `${path}[${String(index)}]`))
      : [`${path} is no list`];
  }
  const fits =
    property.type === undefined ||
    property.type === typeof value ||
    (property.type === "number" && typeof value === "number");
  return fits ? [] : [`${path} is no ${property.type ?? ""}`];
}

function unknownInObject(
  value: Readonly<Record<string, unknown>>,
  shape: Shape,
  path: string,
): readonly string[] {
  const inputs = inputsOf(shape);
  const missing = (
    (shape.inputProperties === undefined ? shape.required : shape.requiredInputs) ?? []
  ).filter((name) => !(name in value));
  const wrong = Object.entries(value).flatMap(([name, each]) => {
    const property = inputs[name];
    return property === undefined
      ? [`${path}.${name} is unknown`]
      : unknownIn(each, property, `${path}.${name}`);
  });
  return [...missing.map((name) => `${path}.${name} is missing`), ...wrong];
}

it("the YAML example fits the schema", () => {
  const program = parse(read("examples/languages/yaml/Pulumi.yaml")) as {
    readonly resources: Readonly<
      Record<string, { readonly type: string; readonly properties: Readonly<Record<string, unknown>> }>
    >;
    readonly outputs: Readonly<Record<string, string>>;
  };
  const wrong = Object.entries(program.resources).flatMap(([name, { type, properties }]) => {
    const shape = schema.resources[type.replace(":", ":index:")];
    return shape === undefined ? [`${type} is unknown`] : unknownInObject(properties, shape, name);
  });
  expect(wrong).toEqual([]);
  for (const output of Object.values(program.outputs)) {
    const [, resource = "", property = ""] = /^\$\{(\w+)\.(\w+)\}$/u.exec(output) ?? [];
    const type = program.resources[resource]?.type.replace(":", ":index:") ?? "";
    expect(Object.keys(schema.resources[type]?.properties ?? {})).toContain(property);
  }
});

/** Calls in a program's text, as name and the names of the arguments at its own level. */
function calls(
  text: string,
  open: string,
  close: string,
): readonly { readonly name: string; readonly args: readonly string[] }[] {
  return [...text.matchAll(new RegExp(`components\\.(\\w+)\\${open}`, "gu"))].map((match) => {
    let depth = 1;
    let own = "";
    for (let at = match.index + match[0].length; depth > 0 && at < text.length; at++) {
      const character = text[at] ?? "";
      if ("([{".includes(character)) depth++;
      if (")]}".includes(character)) depth--;
      if (depth === 1 && character !== close) own += character;
    }
    const pattern = open === "(" ? /(?:^|[\s,(])(\w+)=/gu : /(?:^|[\s,{])(\w+):/gu;
    return { name: match[1] ?? "", args: [...own.matchAll(pattern)].map(([, name = ""]) => name) };
  });
}

it("the Python example fits the schema", () => {
  const text = read("examples/languages/python/__main__.py");
  const found = calls(text, "(", ")");
  expect(found.map(({ name }) => name).sort()).toEqual([
    "RecoverableInstance",
    "RecoveryUserArgs",
    "SerialConsole",
    "UserArgs",
  ]);
  for (const { name, args } of found) {
    const shape = shapeOf(name) ?? shapeOf(name.replace(/Args$/u, ""));
    expect(args.length).toBeGreaterThan(0);
    expect(args.map(camel).filter((arg) => !(arg in inputsOf(shape ?? {})))).toEqual([]);
  }
  const outputs = [...text.matchAll(/web\.(\w+)\)/gu)].map(([, name = ""]) => camel(name));
  expect(Object.keys(shapeOf("RecoverableInstance")?.properties ?? {})).toEqual(
    expect.arrayContaining(outputs),
  );
});

it("the Go example fits the schema", () => {
  const text = read("examples/languages/go/main.go");
  const found = calls(text, "{", "}");
  expect(found.map(({ name }) => name).sort()).toEqual([
    "RecoverableInstanceArgs",
    "RecoveryUserArgs",
    "SerialConsoleArgs",
  ]);
  for (const { name, args } of found) {
    const shape = shapeOf(name.replace(/Args$/u, ""));
    expect(args.length).toBeGreaterThan(0);
    const lower = args.map((arg) => arg.charAt(0).toLowerCase() + arg.slice(1));
    expect(lower.filter((arg) => !(arg in inputsOf(shape ?? {})))).toEqual([]);
  }
});

it("no type of the schema is called as the SDKs call their inputs", () => {
  // Else people would write UserArgsArgs.
  expect(Object.keys(schema.types).filter((name) => name.endsWith("Args"))).toEqual([]);
});
