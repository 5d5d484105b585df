// What the providers of the tests have in common: they answer each call at once, and the engine asks them by gRPC.
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const grpc = require("@grpc/grpc-js");
const { ResourceProviderService } = require("@pulumi/pulumi/proto/provider_grpc_pb.js");
const plugin = require("@pulumi/pulumi/proto/plugin_pb.js");
const { Struct } = require("google-protobuf/google/protobuf/struct_pb.js");
const { Empty } = require("google-protobuf/google/protobuf/empty_pb.js");

export const rpc = require("@pulumi/pulumi/proto/provider_pb.js");

// How the engine writes a value that is not known yet: sdk/go/common/resource/plugin/rpc.go.
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** A handler of a call that is answered at once. */
export const answering = (respond) => (call, reply) => {
  try {
    reply(null, respond(call.request));
  } catch (error) {
    reply({ code: grpc.status.INTERNAL, message: error.message }, null);
  }
};

/** @param {new () => any} Response @param {Record<string, unknown>} values by the setter's name without `set` */
export function response(Response, values) {
  const made = new Response();
  for (const [name, value] of Object.entries(values)) made[`set${name}`](value);
  return made;
}

/** @returns {Record<string, unknown>} */
export const read = (struct) => struct?.toJavaScript() ?? {};
/** @param {Record<string, unknown>} values */
export const write = (values) => Struct.fromJavaScript(values);

/** @param {Record<string, unknown>} one @param {Record<string, unknown>} other @returns {readonly string[]} the properties on which they differ */
export const differing = (one, other) =>
  Object.keys({ ...one, ...other }).filter(
    (name) => JSON.stringify(one[name]) !== JSON.stringify(other[name]),
  );

/**
 * Serves until the engine is gone, and prints the port as the engine expects it.
 *
 * @param {string} version
 * @param {Record<string, unknown>} handlers besides those that say the same for every provider
 */
export function serve(version, handlers) {
  // An engine that was killed cannot end its plugins.
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && process.exit(0), 1_000).unref();

  const server = new grpc.Server();
  server.addService(ResourceProviderService, {
    getPluginInfo: answering(() => response(plugin.PluginInfo, { Version: version })),
    checkConfig: answering((request) => response(rpc.CheckResponse, { Inputs: request.getNews() })),
    diffConfig: answering(() => new rpc.DiffResponse()),
    configure: answering(() =>
      response(rpc.ConfigureResponse, { Acceptsecrets: true, Supportspreview: true }),
    ),
    read: answering((request) =>
      response(rpc.ReadResponse, {
        Id: request.getId(),
        Properties: request.getProperties(),
        Inputs: request.getInputs(),
      }),
    ),
    delete: answering(() => new Empty()),
    cancel: answering(() => new Empty()),
    ...handlers,
  });
  server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
    if (error) throw error;
    process.stdout.write(`${port}\n`);
  });
}
