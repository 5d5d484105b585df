import { spawn } from "node:child_process";
import type { ChildProcess, SpawnOptions } from "node:child_process";
import { once } from "node:events";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { credentials } from "@grpc/grpc-js";
import type { ServiceError } from "@grpc/grpc-js";
import service from "@pulumi/pulumi/proto/provider_grpc_pb";
import { transformFileSync } from "@swc/core";

export type Client = InstanceType<typeof service.ResourceProviderClient>;

export interface Running {
  readonly client: Client;
  readonly process: ChildProcess;
  stop(): Promise<void>;
}

const root = join(__dirname, "../../..");
const EXECUTABLE = "pulumi-resource-aws";

export const temporaryFolder = (): string => realpathSync(mkdtempSync(join(tmpdir(), "latchkey-offline-")));

/**
 * Lays the provider out as a packed @latchkey/policies would be, compiled, and links it into a folder for PATH.
 *
 * @returns that folder
 */
export function installProvider(): string {
  const folder = temporaryFolder();
  const packed = join(folder, "node_modules/@latchkey/policies");
  const sources = join(root, "policies/offline");
  for (const room of ["offline", "boot/image", "facts"]) compile(room, join(packed, "dist"));
  cpSync(join(sources, "bin"), join(packed, "offline/bin"), { recursive: true });
  cpSync(join(sources, "computed-properties.json"), join(packed, "offline/computed-properties.json"));
  for (const name of ["@pulumi", "@grpc", "google-protobuf", "re2js", "zod"]) {
    symlinkSync(join(root, "node_modules", name), join(folder, "node_modules", name));
  }
  const path = join(folder, "path");
  mkdirSync(path);
  symlinkSync(join(packed, "offline/bin", EXECUTABLE), join(path, EXECUTABLE));
  return path;
}

/** Compiles a room of the pack, and nothing else: what the provider needs beyond these would fail here. */
function compile(room: string, dist: string): void {
  const sources = join(root, "policies", room);
  for (const entry of readdirSync(sources, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith(".ts")) continue;
    const source = join(entry.parentPath, entry.name);
    const target = join(dist, room, source.slice(sources.length + 1).replace(/\.ts$/, ".js"));
    mkdirSync(dirname(target), { recursive: true });
    const { code } = transformFileSync(source, {
      jsc: { parser: { syntax: "typescript" }, target: "es2022" },
      module: { type: "commonjs" },
      swcrc: false,
    });
    writeFileSync(target, code);
  }
}

/** Starts the provider as the engine does: by name from PATH, with the engine's address, reading its port from stdout. */
export async function startProvider(path: string, options: SpawnOptions = {}): Promise<Running> {
  const child = spawn(EXECUTABLE, ["127.0.0.1:1"], {
    stdio: ["pipe", "pipe", "inherit"],
    ...options,
    env: { ...process.env, ...options.env, PATH: [path, process.env.PATH].join(delimiter) },
  });
  const [line] = (await once(child.stdout ?? child, "data")) as [Buffer];
  const client = new service.ResourceProviderClient(
    `127.0.0.1:${String(Number(line.toString()))}`,
    credentials.createInsecure(),
  );
  return {
    client,
    process: child,
    async stop() {
      client.close();
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill("SIGINT");
      await once(child, "exit");
    },
  };
}

/** Makes a call with the callback that the generated client asks for. */
export function ask<T>(
  call: (callback: (error: ServiceError | null, response: T) => void) => unknown,
): Promise<T> {
  return new Promise((resolve, reject) => {
    call((error, response) => {
      if (error === null) resolve(response);
      else reject(error);
    });
  });
}
