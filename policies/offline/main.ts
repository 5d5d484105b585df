import { Server, ServerCredentials } from "@grpc/grpc-js";
import service from "@pulumi/pulumi/proto/provider_grpc_pb";
import { handlers } from "./handlers";
import { readOverrides } from "./overrides";

// How often to look whether the engine is still there: one that was killed cannot end its plugins.
const WATCH_MILLISECONDS = 2_000;

/**
 * Serves the provider on a free port of the loopback interface and prints the port as the only line on stdout, which is
 * what the engine waits for. Runs until the engine ends it.
 */
export function main(): void {
  const overrides = readOverrides(process.cwd(), process.env);
  // State files and user data may be large; the engine itself allows 400 MB.
  const server = new Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
  server.addService(service.ResourceProviderService, handlers({ environment: process.env, overrides }));
  server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
    if (error !== null) {
      process.stderr.write(`The offline AWS provider cannot listen on 127.0.0.1: ${error.message}\n`);
      process.exit(1);
    }
    process.stdout.write(`${String(port)}\n`);
  });
  endWithParent();
}

function endWithParent(): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.exit(0);
  }, WATCH_MILLISECONDS).unref();
}
