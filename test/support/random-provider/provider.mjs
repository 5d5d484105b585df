// RandomPassword of @pulumi/random, whose plugin cannot be had offline: it makes a password when the resource is created,
// and from then on the password is what the state says. Any argument that it does not know it refuses.
//
// Usage: the engine finds bin/pulumi-resource-random on PATH.
import { randomInt } from "node:crypto";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const grpc = require("@grpc/grpc-js");
const { ResourceProviderService } = require("@pulumi/pulumi/proto/provider_grpc_pb.js");
const rpc = require("@pulumi/pulumi/proto/provider_pb.js");
const plugin = require("@pulumi/pulumi/proto/plugin_pb.js");
const { Struct } = require("google-protobuf/google/protobuf/struct_pb.js");
const { Empty } = require("google-protobuf/google/protobuf/empty_pb.js");

// How the engine writes a value that is not known yet: sdk/go/common/resource/plugin/rpc.go.
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const LETTERS_AND_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** @param {number} length */
const password = (length) =>
  Array.from({ length }, () => LETTERS_AND_DIGITS[randomInt(LETTERS_AND_DIGITS.length)]).join("");

/** @param {Record<string, unknown>} inputs @returns {string | undefined} why they will not do */
function problem({ length, special, ...others }) {
  if (!Number.isInteger(length) || length < 1) return "length must be a whole number above 0";
  if (special !== false) return "special must be false: the test provider makes letters and digits only";
  const [name] = Object.keys(others).filter((each) => !each.startsWith("__"));
  return name === undefined ? undefined : `the test provider does not know ${name}`;
}

/** A handler of a call that is answered at once. */
const answering = (respond) => (call, reply) => {
  try {
    reply(null, respond(call.request));
  } catch (error) {
    reply({ code: grpc.status.INTERNAL, message: error.message }, null);
  }
};

/** @param {new () => any} Response @param {Record<string, unknown>} values by the setter's name without `set` */
function response(Response, values) {
  const made = new Response();
  for (const [name, value] of Object.entries(values)) made[`set${name}`](value);
  return made;
}

const handlers = {
  getPluginInfo: answering(() =>
    response(plugin.PluginInfo, { Version: require("@pulumi/random/package.json").version }),
  ),
  checkConfig: answering((request) => response(rpc.CheckResponse, { Inputs: request.getNews() })),
  diffConfig: answering(() => new rpc.DiffResponse()),
  configure: answering(() => response(rpc.ConfigureResponse, { Supportspreview: true })),
  check: answering((request) => {
    const reason = problem(request.getNews().toJavaScript());
    const failures = reason === undefined ? [] : [response(rpc.CheckFailure, { Reason: reason })];
    return response(rpc.CheckResponse, { Inputs: request.getNews(), FailuresList: failures });
  }),
  // As with the real one: nothing can be changed without making another password.
  diff: answering((request) => {
    const [before, after] = [request.getOldInputs().toJavaScript(), request.getNews().toJavaScript()];
    const names = Object.keys({ ...before, ...after }).filter((name) => before[name] !== after[name]);
    const { DIFF_NONE, DIFF_SOME } = rpc.DiffResponse.DiffChanges;
    return response(rpc.DiffResponse, {
      Changes: names.length === 0 ? DIFF_NONE : DIFF_SOME,
      DiffsList: names,
      ReplacesList: names,
    });
  }),
  create: answering((request) => {
    const inputs = request.getProperties().toJavaScript();
    const result = request.getPreview() ? UNKNOWN : password(inputs.length);
    return response(rpc.CreateResponse, {
      Id: request.getPreview() ? "" : "none",
      Properties: Struct.fromJavaScript({ ...inputs, result }),
    });
  }),
  read: answering((request) =>
    response(rpc.ReadResponse, {
      Id: request.getId(),
      Properties: request.getProperties(),
      Inputs: request.getInputs(),
    }),
  ),
  delete: answering(() => new Empty()),
  cancel: answering(() => new Empty()),
};

// An engine that was killed cannot end its plugins.
const parent = process.ppid;
setInterval(() => process.ppid !== parent && process.exit(0), 1_000).unref();

const server = new grpc.Server();
server.addService(ResourceProviderService, handlers);
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  process.stdout.write(`${port}\n`);
});
