import { credentials, type ServiceError } from "@grpc/grpc-js";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import analyzerGrpc from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import analyzer from "@pulumi/pulumi/proto/analyzer_pb";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

/** How the engine writes a value that is only known at apply. */
export const UNKNOWN_TEXT = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** A resource as the engine sends it to an analyzer. */
export interface SentResource {
  readonly type: string;
  readonly name: string;
  readonly inputs: Record<string, unknown>;
  /** The planned state. */
  readonly outputs: Record<string, unknown>;
  /** URNs by top-level property. */
  readonly dependencies?: Readonly<Record<string, readonly string[]>>;
  /** A URN. */
  readonly parent?: string;
}

/** What the pack answers about a resource or a stack. */
export interface Diagnostic {
  readonly policy: string;
  readonly message: string;
  /** Empty where the policy named no resource. */
  readonly urn: string;
  readonly enforcement: "advisory" | "mandatory";
}

/** A policy pack that is being served, asked as the engine asks it, with no engine around it. */
export interface Analyzer {
  /** Sends one resource's inputs; answers with what was found. */
  analyze(resource: SentResource): Promise<readonly Diagnostic[]>;
  /** Sends the whole stack; answers with what was found. */
  analyzeStack(resources: readonly SentResource[]): Promise<readonly Diagnostic[]>;
  /** Milliseconds of processor time that the pack's process has used so far. */
  cpuMs(): number;
  stop(): Promise<void>;
}

const MAX_MESSAGE = 400 * 1024 * 1024;
const localRequire = createRequire(__filename);

export const sentUrn = ({ type, name }: Pick<SentResource, "type" | "name">): string =>
  `urn:pulumi:dev::shop::${type}::${name}`;

/**
 * Starts the policy pack of a folder with the program that Pulumi's language host starts it with.
 *
 * @throws Error when it ends before it says where it listens.
 */
export async function startAnalyzer(folder: string): Promise<Analyzer> {
  const runner = localRequire.resolve("@pulumi/pulumi/cmd/run-policy-pack");
  const child = spawn(process.execPath, [runner, "127.0.0.1:0", folder], {
    cwd: folder,
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, PULUMI_NODEJS_TRANSPILE_ONLY: "true" },
  });
  const [port] = (await Promise.race([
    once(createInterface(child.stdout), "line"),
    once(child, "exit").then(([code]) => {
      throw new Error(`the policy pack in ${folder} ended with exit code ${String(code)}`);
    }),
  ])) as [string];
  const client = new analyzerGrpc.AnalyzerClient(`127.0.0.1:${port}`, credentials.createInsecure(), {
    "grpc.max_send_message_length": MAX_MESSAGE,
    "grpc.max_receive_message_length": MAX_MESSAGE,
  });
  interface Answer {
    getDiagnosticsList(): analyzer.AnalyzeDiagnostic[];
  }
  const ask = (call: (done: (error: ServiceError | null, answer: Answer) => void) => void) =>
    new Promise<readonly Diagnostic[]>((resolve, reject) => {
      call((error, answer) => {
        if (error) reject(error);
        else resolve(answer.getDiagnosticsList().map(diagnosticOf));
      });
    });
  return {
    analyze: (resource) => ask((done) => client.analyze(requestOf(resource), done)),
    analyzeStack: (resources) => ask((done) => client.analyzeStack(stackRequestOf(resources), done)),
    cpuMs: () => cpuMsOf(child.pid ?? 0),
    async stop() {
      client.close();
      child.kill();
      if (child.exitCode === null) await once(child, "exit");
    },
  };
}

const diagnosticOf = (diagnostic: analyzer.AnalyzeDiagnostic): Diagnostic => ({
  policy: diagnostic.getPolicyname(),
  message: diagnostic.getMessage(),
  urn: diagnostic.getUrn(),
  enforcement:
    diagnostic.getEnforcementlevel() === analyzer.EnforcementLevel.MANDATORY ? "mandatory" : "advisory",
});

function requestOf(resource: SentResource) {
  return new analyzer.AnalyzeRequest()
    .setType(resource.type)
    .setName(resource.name)
    .setUrn(sentUrn(resource))
    .setOptions(new analyzer.AnalyzerResourceOptions())
    .setProperties(Struct.fromJavaScript(resource.inputs as never));
}

function stackRequestOf(resources: readonly SentResource[]) {
  const request = new analyzer.AnalyzeStackRequest();
  request.setResourcesList(
    resources.map((resource) => {
      const sent = new analyzer.AnalyzerResource()
        .setType(resource.type)
        .setName(resource.name)
        .setUrn(sentUrn(resource))
        .setOptions(new analyzer.AnalyzerResourceOptions())
        .setProperties(Struct.fromJavaScript(resource.outputs as never));
      if (resource.parent !== undefined) sent.setParent(resource.parent);
      const dependencies = Object.entries(resource.dependencies ?? {});
      sent.setDependenciesList([...new Set(dependencies.flatMap(([, urns]) => urns))]);
      for (const [property, urns] of dependencies) {
        sent
          .getPropertydependenciesMap()
          .set(property, new analyzer.AnalyzerPropertyDependencies().setUrnsList([...urns]));
      }
      return sent;
    }),
  );
  return request;
}

/** proc_pid_stat(5): utime and stime, in ticks of 10 ms on Linux. */
function cpuMsOf(pid: number): number {
  const stat = readFileSync(`/proc/${String(pid)}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
