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

/**
 * A handler of Diff that compares the inputs, property by property.
 *
 * @param {"DIFF_SOME" | "DIFF_UNKNOWN"} change what is answered where any differ
 * @param {(names: readonly string[]) => Record<string, unknown>} tell the rest of the answer, from those that differ
 */
export const diffing = (change, tell) =>
  answering((request) => {
    const [before, after] = [read(request.getOldInputs()), read(request.getNews())];
    const names = Object.keys({ ...before, ...after }).filter(
      (name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]),
    );
    const { DiffChanges } = rpc.DiffResponse;
    const kind = names.length === 0 ? "DIFF_NONE" : change;
    return response(rpc.DiffResponse, { Changes: DiffChanges[kind], ...tell(names) });
  });

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
