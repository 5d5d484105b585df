// Pulumi's aws-native provider as far as a plan can tell it from the real one, for the types in types.json: what Check
// names, which arguments it refuses, and what a preview leaves unknown. Nothing reaches AWS; ids are made up.
//
// Usage: the engine finds bin/pulumi-resource-aws-native on PATH.
//
// Sources: pulumi-aws-native, provider/pkg/{provider/provider.go, autonaming/spec.go, autonaming/application.go,
// outputs/previewOutputs.go}; types.json: arguments, outputs and identifiers of @pulumi/aws-native 1.79.0.
import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { answering, diffing, read, response, rpc, serve, UNKNOWN, write } from "../serving.mjs";

const require = createRequire(import.meta.url);
const types = require("./types.json");

// How the engine writes a secret: sdk/go/common/resource/plugin/rpc.go.
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/** @param {string} urn @returns {string} the last of the types in it */
const typeIn = (urn) => urn.split("::")[2].split("$").at(-1);

/** @param {string} text names between spaces @returns {readonly string[]} */
const names = (text) => text.split(" ").filter((name) => name !== "");

/** @param {string} seed @param {number} length */
const hex = (seed, length) => createHash("sha256").update(seed).digest("hex").slice(0, length);

/** @param {string} urn @throws {Error} as the real one does for a type that CloudFormation lacks */
function specOf(urn) {
  const spec = types[typeIn(urn)];
  if (spec === undefined) throw new Error(`resource type ${typeIn(urn)} not found`);
  return spec;
}

/** What is written, without nulls at any depth; an empty list stays. @param {unknown} value */
function withoutNulls(value) {
  if (Array.isArray(value)) return value.map(withoutNulls).filter((each) => each !== null);
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).map(([name, each]) => [name, withoutNulls(each)]);
  return Object.fromEntries(kept.filter(([, each]) => each !== null));
}

/** The inputs with a name for what is autonamed: `<logical name>-<7 hex digits>`. */
function named(urn, olds, news, seed) {
  const { autonamed } = specOf(urn);
  if (autonamed === undefined || news[autonamed] !== undefined) return news;
  const name = olds[autonamed] ?? `${urn.split("::").slice(3).join("::")}-${hex(seed + urn, 7)}`;
  return { ...news, [autonamed]: name };
}

/** @returns {readonly string[]} what is wrong with the inputs */
function problems(urn, inputs) {
  const spec = specOf(urn);
  const known = names(spec.inputs);
  return [
    ...Object.keys(inputs)
      .filter((name) => !known.includes(name))
      .map((name) => `${name} is not a property of ${typeIn(urn)}`),
    ...names(spec.required)
      .filter((name) => inputs[name] === undefined)
      .map((name) => `required property '${name}' is missing`),
  ];
}

/** In a preview all is unknown that only AWS tells; what may be written and was not is left out. */
const planned = (urn, inputs, previous = {}) => ({
  ...inputs,
  ...Object.fromEntries(names(specOf(urn).readOnly).map((name) => [name, previous[name] ?? UNKNOWN])),
});

// What EC2 puts before the id; any other type has its own name there.
const PREFIXES = {
  Instance: "i",
  InternetGateway: "igw",
  LaunchTemplate: "lt",
  NatGateway: "nat",
  RouteTable: "rtb",
  SecurityGroup: "sg",
  VpcEndpoint: "vpce",
};

function created(urn, inputs) {
  const type = typeIn(urn);
  const kind = type.split(":").at(-1);
  const id = `${PREFIXES[kind] ?? kind.toLowerCase()}-0${hex(urn + JSON.stringify(inputs), 16)}`;
  const made = (name) => {
    if (name.endsWith("VersionNumber")) return "1";
    if (/arn$/iu.test(name)) return `arn:aws:${type.split(":")[1]}::123456789012:${kind.toLowerCase()}/${id}`;
    // Several outputs of a type may be its id, as `groupId` and `awsId` of a group.
    return name.endsWith("Id") ? id : `${id}-${name}`;
  };
  const computed = names(specOf(urn).readOnly).map((name) => [name, made(name)]);
  const outputs = { ...inputs, ...Object.fromEntries(computed) };
  return {
    id: names(specOf(urn).identifier)
      .map((name) => outputs[name])
      .join("|"),
    // The real provider keeps the inputs in its state, too.
    outputs: { ...outputs, __inputs: { [SIGNATURE]: SECRET, value: inputs } },
  };
}

serve("1.79.0", {
  check: answering((request) => {
    const urn = request.getUrn();
    const written = withoutNulls(read(request.getNews()));
    const seed = Buffer.from(request.getRandomseed_asU8()).toString("hex");
    const inputs = named(urn, read(request.getOlds()), written, seed);
    const failures = problems(urn, inputs).map((reason) => response(rpc.CheckFailure, { Reason: reason }));
    return response(rpc.CheckResponse, { Inputs: write(inputs), FailuresList: failures });
  }),
  diff: diffing("DIFF_UNKNOWN", () => ({ Deletebeforereplace: true })),
  create: answering((request) => {
    const [urn, inputs] = [request.getUrn(), read(request.getProperties())];
    if (request.getPreview()) {
      return response(rpc.CreateResponse, { Id: "", Properties: write(planned(urn, inputs)) });
    }
    const { id, outputs } = created(urn, inputs);
    return response(rpc.CreateResponse, { Id: id, Properties: write(outputs) });
  }),
  update: answering((request) => {
    const [urn, inputs, olds] = [request.getUrn(), read(request.getNews()), read(request.getOlds())];
    return response(rpc.UpdateResponse, { Properties: write(planned(urn, inputs, olds)) });
  }),
});
