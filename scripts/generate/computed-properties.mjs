// Writes policies/offline/computed-properties.json: what the AWS provider computes for each resource type, read from
// the typings of @pulumi/aws. With --check it writes nothing and exits 1 if the checked-in file differs.
//
// How the typings tell (they are generated from the provider's schema): an output that is no argument is computed; an
// optional argument whose output type lacks `undefined` is optional and computed: left out, it is only known at apply.
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const target = join(root, "policies/offline/computed-properties.json");

// The provider names these in Check though the property is not called `name` (AutoName in pulumi-aws'
// provider/resources.go).
const autonamedElsewhere = {
  "aws:ec2/keyPair:KeyPair": "keyName",
  "aws:s3/bucket:Bucket": "bucket",
  "aws:s3/bucketV2:BucketV2": "bucket",
};
// Its `name` is a deprecated alias, added by hand in provider/resources.go.
const notAutonamed = new Set(["aws:rds/instance:Instance"]);

const parse = (file) => ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, false);

function resourceFiles(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory())
      return entry.name === "types" || entry.name === "node_modules" ? [] : resourceFiles(path);
    return entry.name.endsWith(".d.ts") ? [path] : [];
  });
}

/** `Output<X>` and `Input<X>` to the members of X, if it is a union. */
function members(type) {
  const argument = ts.isTypeReferenceNode(type) && type.typeArguments?.[0];
  const name = ts.isTypeReferenceNode(type) ? nameOf(type.typeName) : "";
  if (argument && (name === "pulumi.Output" || name === "pulumi.Input")) return members(argument);
  return ts.isUnionTypeNode(type) ? type.types.flatMap(members) : [type];
}

const nameOf = (entity) =>
  ts.isIdentifier(entity) ? entity.text : `${nameOf(entity.left)}.${entity.right.text}`;
const isUndefined = (type) => type.kind === ts.SyntaxKind.UndefinedKeyword;

/** The suffix that says a property's kind in the table; none is a string. */
function kindOf(type) {
  const [first] = members(type).filter((member) => !isUndefined(member));
  if (first === undefined) return "";
  if (ts.isArrayTypeNode(first)) {
    const item = kindOf(first.elementType);
    return item.startsWith(":object(") ? item.replace(":object(", ":objects(") : ":list";
  }
  if (ts.isTypeLiteralNode(first)) return ":map";
  if (first.kind === ts.SyntaxKind.NumberKeyword) return ":number";
  if (first.kind === ts.SyntaxKind.BooleanKeyword) return ":boolean";
  if (first.kind === ts.SyntaxKind.AnyKeyword) return ":any";
  const name = ts.isTypeReferenceNode(first) ? nameOf(first.typeName) : "";
  return name.startsWith("outputs.") ? `:object(${name.slice("outputs.".length)})` : "";
}

const shapeOf = (kind) => /^:objects?\((.*)\)$/.exec(kind)?.[1];

function properties(declaration) {
  const found = new Map();
  for (const member of declaration.members) {
    const isProperty = ts.isPropertyDeclaration(member) || ts.isPropertySignature(member);
    if (!isProperty || member.type === undefined) continue;
    if (member.modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.StaticKeyword)) continue;
    if (member.name.text === undefined) continue;
    found.set(member.name.text, { type: member.type, optional: member.questionToken !== undefined });
  }
  return found;
}

/** Object types of types/output.d.ts and types/input.d.ts: name without the leading `outputs.` to its properties. */
function objectTypes(file) {
  const found = new Map();
  const visit = (statements, prefix) => {
    for (const statement of statements) {
      if (ts.isModuleDeclaration(statement))
        visit(statement.body.statements, `${prefix}${statement.name.text}.`);
      if (ts.isInterfaceDeclaration(statement))
        found.set(`${prefix}${statement.name.text}`, properties(statement));
    }
  };
  visit(parse(file).statements, "");
  return found;
}

/** What the provider fills in inside an object that a program gave: what it may leave out and always finds in the output. */
function shapes(folder) {
  const inputs = objectTypes(join(folder, "types/input.d.ts"));
  const outputs = objectTypes(join(folder, "types/output.d.ts"));
  const found = new Map();
  for (const [name, output] of outputs) {
    const input = inputs.get(name);
    if (input === undefined) continue;
    const computed = [];
    const nested = [];
    for (const [property, { type, optional }] of output) {
      const kind = kindOf(type);
      const given = input.get(property);
      if (!optional && (given === undefined || given.optional)) computed.push(property + kind);
      if (given !== undefined && shapeOf(kind) !== undefined) nested.push(property + kind);
    }
    found.set(name, { computed, nested });
  }
  return found;
}

/** Keeps only shapes that have something computed, in themselves or further in. */
function prune(all) {
  const useful = new Map();
  const isUseful = (name, seen = new Set()) => {
    if (useful.has(name)) return useful.get(name);
    if (seen.has(name)) return false;
    seen.add(name);
    const shape = all.get(name);
    const answer =
      shape !== undefined &&
      (shape.computed.length > 0 || shape.nested.some((property) => isUseful(shapeIn(property), seen)));
    if (answer || seen.size === 1) useful.set(name, answer);
    return answer;
  };
  for (const name of all.keys()) isUseful(name);
  return (name) => useful.get(name) ?? false;
}

const shapeIn = (property) => shapeOf(property.slice(property.indexOf(":")));

function resourceTypes(folder, isUseful) {
  const found = {};
  for (const file of resourceFiles(folder)) {
    const script = file.replace(/\.d\.ts$/, ".js");
    if (!existsSync(script)) continue;
    const token = /__pulumiType = '(aws:[^']+)'/.exec(readFileSync(script, "utf8"))?.[1];
    if (token === undefined || token.startsWith("aws:index/")) continue;
    const { statements } = parse(file);
    const resource = statements.find(
      (statement) =>
        ts.isClassDeclaration(statement) &&
        statement.heritageClauses?.some((clause) => nameOfClause(clause) === "pulumi.CustomResource"),
    );
    if (resource === undefined) continue;
    const args = statements.find(
      (statement) =>
        ts.isInterfaceDeclaration(statement) && statement.name.text === `${resource.name.text}Args`,
    );
    found[token] = describe(
      token,
      properties(resource),
      args === undefined ? new Map() : properties(args),
      isUseful,
    );
  }
  return found;
}

function nameOfClause(clause) {
  const expression = clause.types[0]?.expression;
  return expression && ts.isPropertyAccessExpression(expression)
    ? `${expression.expression.text}.${expression.name.text}`
    : "";
}

function describe(token, outputs, args, isUseful) {
  const computed = [];
  const optional = [];
  const nested = [];
  for (const [name, { type }] of outputs) {
    const kind = kindOf(type);
    const given = args.get(name);
    if (given === undefined) computed.push(name + kind);
    else if (given.optional && !members(type).some(isUndefined)) optional.push(name + kind);
    const shape = shapeOf(kind);
    if (given !== undefined && shape !== undefined && isUseful(shape)) nested.push(name + kind);
  }
  const autonamed =
    autonamedElsewhere[token] ?? (optional.includes("name") && !notAutonamed.has(token) ? "name" : "");
  return {
    ...(computed.length > 0 && { computed }),
    ...(optional.length > 0 && { optional }),
    ...(nested.length > 0 && { nested }),
    ...(autonamed !== "" && { autonamed }),
  };
}

function provider(name) {
  const folder = join(root, "node_modules", name);
  const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const all = shapes(folder);
  const isUseful = prune(all);
  const types = sorted(resourceTypes(folder, isUseful));
  return { version, types, shapes: reachable(types, all, isUseful) };
}

function reachable(types, all, isUseful) {
  const found = {};
  const visit = (property) => {
    const name = shapeIn(property);
    if (name === undefined || found[name] !== undefined || !isUseful(name)) return;
    const { computed, nested } = all.get(name);
    const inside = nested.filter((each) => isUseful(shapeIn(each)));
    found[name] = { ...(computed.length > 0 && { computed }), ...(inside.length > 0 && { nested: inside }) };
    inside.forEach(visit);
  };
  for (const type of Object.values(types)) type.nested?.forEach(visit);
  return sorted(found);
}

const sorted = (object) => Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/** Provider 7 gave nearly every type a `region`; without that, most of provider 6 is as provider 7. */
function withoutRegion(type) {
  const { optional, ...rest } = type;
  const kept = optional?.filter((property) => property !== "region") ?? [];
  return describeInOrder({ ...rest, ...(kept.length > 0 && { optional: kept }) });
}

const describeInOrder = ({ computed, optional, nested, autonamed }) => ({
  ...(computed && { computed }),
  ...(optional && { optional }),
  ...(nested && { nested }),
  ...(autonamed && { autonamed }),
});

/** `null` marks what provider 6 lacks. */
function difference(six, seven, expected) {
  const found = {};
  for (const [name, entry] of Object.entries(six)) {
    if (seven[name] === undefined || !same(expected(seven[name]), entry)) found[name] = entry;
  }
  for (const name of Object.keys(seven)) if (six[name] === undefined) found[name] = null;
  return sorted(found);
}

/** One line an entry: a diff of the file then shows which type changed. */
function lines(entries, indent) {
  const rows = Object.entries(entries).map(
    ([name, entry]) => `${indent}${JSON.stringify(name)}: ${JSON.stringify(entry)}`,
  );
  return `{\n${rows.join(",\n")}\n${indent.slice(2)}}`;
}

function table() {
  const seven = provider("@pulumi/aws");
  const six = provider("@pulumi/aws-v6");
  const block = (version, types, shapeTable) =>
    `{\n    "version": ${JSON.stringify(version)},\n    "types": ${lines(types, "      ")},\n    "shapes": ${lines(shapeTable, "      ")}\n  }`;
  const sixTypes = difference(six.types, seven.types, withoutRegion);
  const sixShapes = difference(six.shapes, seven.shapes, (shape) => shape);
  return `{\n  "7": ${block(seven.version, seven.types, seven.shapes)},\n  "6": ${block(six.version, sixTypes, sixShapes)}\n}\n`;
}

const fresh = table();
const shown = relative(process.cwd(), target);
if (!process.argv.includes("--check")) {
  writeFileSync(target, fresh);
  console.log(`${shown}: ${String(fresh.length)} bytes`);
} else if (!existsSync(target) || readFileSync(target, "utf8") !== fresh) {
  console.error(
    `${shown} is not what @pulumi/aws's typings say. Run: node scripts/generate/computed-properties.mjs`,
  );
  process.exitCode = 1;
} else {
  console.log(`${shown} is up to date`);
}
