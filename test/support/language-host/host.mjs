// A Pulumi language host for Node programs, policy packs and component plugins.
//
// The Pulumi CLI starts programs through `pulumi-language-nodejs`, which comes with the downloaded CLI only. The CLI
// that scripts/pulumi-cli.mjs builds from the Go module proxy has none, so this one is put beside it. It speaks the
// LanguageRuntime service of @pulumi/pulumi/proto as far as preview, up, destroy, policy and package commands call it.
//
// Not done here, compared with the official host: debugging, `bun`, package managers other than npm, project and program
// generation, the synchronous invoke pipes of SDKs before 3.0, and handing stack configuration to a policy pack as
// PULUMI_CONFIG.
//
// Usage: host.mjs <folder with @pulumi/pulumi> [flags of the CLI] <engine address>
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { packageHandlers } from "./packages.mjs";

// The exit code by which @pulumi/pulumi/cmd/run says that it has told the user what is wrong already.
const ALREADY_REPORTED = 32;
const KILL_AFTER_MS = 5_000;

/** Every process this host started and that still runs. @type {Set<import("node:child_process").ChildProcess>} */
const children = new Set();

/** @type {[string, ...string[]]} */
const [fallback, ...cliArguments] = process.argv.slice(2);

/**
 * The SDK whose generated messages this host speaks: the one of the folder it was started in, else the one of the
 * checkout that installed it. The program's own SDK is looked up from the program's folder.
 */
function findSdk() {
  for (const folder of [process.cwd(), fallback]) {
    try {
      return createRequire(createRequire(join(folder, "-")).resolve("@pulumi/pulumi/package.json"));
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== "MODULE_NOT_FOUND") throw error;
    }
  }
  throw new Error(`@pulumi/pulumi is not installed in ${process.cwd()}: run npm install there`);
}

const sdk = findSdk();
const grpc = sdk("@grpc/grpc-js");
const languageService = sdk("./proto/language_grpc_pb.js");
const language = sdk("./proto/language_pb.js");
const plugin = sdk("./proto/plugin_pb.js");
const { Empty } = sdk("google-protobuf/google/protobuf/empty_pb.js");

/**
 * @param {string} script a module of @pulumi/pulumi, such as "cmd/run"
 * @param {string} programFolder absolute path
 * @returns {string} the path of that module in the SDK that the program itself uses
 */
function locate(script, programFolder) {
  try {
    return createRequire(join(programFolder, "-")).resolve(`@pulumi/pulumi/${script}`);
  } catch {
    // The CLI looks for this very text to explain a policy pack without dependencies.
    throw new Error(`Cannot find module '@pulumi/pulumi/${script}': run npm install in ${programFolder}`);
  }
}

/** @returns {{ nodeArgs: string[], env: Record<string, string> }} what the project file's runtime options ask for */
function runtimeOptions(info) {
  const options = info.getOptions()?.toJavaScript() ?? {};
  return {
    nodeArgs: typeof options.nodeargs === "string" ? options.nodeargs.split(/\s+/).filter(Boolean) : [],
    env: {
      ...(options.typescript === false ? {} : { PULUMI_NODEJS_TYPESCRIPT: "true" }),
      ...(typeof options.tsconfig === "string" ? { PULUMI_NODEJS_TSCONFIG_PATH: options.tsconfig } : {}),
    },
  };
}

function start(command, args, options) {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], ...options });
  children.add(child);
  for (const end of ["close", "error"]) child.once(end, () => children.delete(child));
  return child;
}

/** A listener that passes what a child prints on to a streaming call. */
const send = (call, Response, set) => (chunk) => {
  const response = new Response();
  response[set](new Uint8Array(chunk));
  call.write(response);
};

function stop(child) {
  child.kill("SIGINT");
  setTimeout(() => child.kill("SIGKILL"), KILL_AFTER_MS).unref();
}

/** The old spelling `namespace:config:name`, which every version of the SDK reads. */
function configForSdk(configMap) {
  const config = {};
  for (const [key, value] of configMap.entries())
    config[key.replace(/^([^:]+):(?!config:)/, "$1:config:")] = value;
  return JSON.stringify(config);
}

function programArguments(request) {
  const info = request.getInfo();
  const flags = [
    ["monitor", request.getMonitorAddress()],
    ["engine", engineAddress],
    ["organization", request.getOrganization()],
    ["project", request.getProject()],
    ["root-directory", info.getRootDirectory()],
    ["stack", request.getStack()],
    ["pwd", info.getProgramDirectory()],
    ["parallel", String(request.getParallel())],
  ];
  return [
    ...flags.filter(([, value]) => value).flatMap(([name, value]) => [`--${name}`, value]),
    ...(request.getDryrun() ? ["--dry-run"] : []),
    info.getEntryPoint(),
    ...request.getArgsList(),
  ];
}

let engineAddress = cliArguments.findLast((argument) => !argument.startsWith("-")) ?? "";

function run(call, reply) {
  const request = call.request;
  const info = request.getInfo();
  const answer = (error, bail) => {
    const response = new language.RunResponse();
    response.setError(error);
    response.setBail(bail);
    reply(null, response);
  };
  try {
    const { nodeArgs, env } = runtimeOptions(info);
    const child = start(
      "node",
      [...nodeArgs, locate("cmd/run", info.getProgramDirectory()), ...programArguments(request)],
      {
        env: {
          ...process.env,
          ...env,
          PULUMI_CONFIG: configForSdk(request.getConfigMap()),
          PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
        },
      },
    );
    // The CLI shows what a language host prints as the program's output.
    child.stdout.pipe(process.stdout, { end: false });
    child.stderr.pipe(process.stderr, { end: false });
    call.on("cancelled", () => stop(child));
    child.once("error", (error) => answer(`cannot run node: ${error.message}`, false));
    child.once("close", (code, signal) => {
      if (code === 0) answer("", false);
      else if (code === ALREADY_REPORTED) answer("", true);
      else answer(`Program exited with ${signal ?? `non-zero exit code: ${code}`}`, false);
    });
  } catch (error) {
    answer(error.message, false);
  }
}

function runPlugin(call) {
  const request = call.request;
  const info = request.getInfo();
  const folder = info.getProgramDirectory();
  const isPolicyPack = request.getKind() === "analyzer";
  try {
    const { nodeArgs, env } = runtimeOptions(info);
    const inherited = request.getEnvList().map((entry) => entry.split(/=(.*)/s).slice(0, 2));
    const script = locate(isPolicyPack ? "cmd/run-policy-pack" : "cmd/run-plugin", folder);
    const args = isPolicyPack ? [...request.getArgsList(), folder] : [folder, ...request.getArgsList()];
    const child = start("node", [...nodeArgs, script, ...args], {
      // A policy pack has always run in its own folder, any other plugin where the CLI runs.
      cwd: isPolicyPack ? folder : request.getPwd(),
      env: { ...Object.fromEntries(inherited), ...env },
    });
    child.stdout.on("data", send(call, language.RunPluginResponse, "setStdout"));
    child.stderr.on("data", send(call, language.RunPluginResponse, "setStderr"));
    call.on("cancelled", () => stop(child));
    child.once("error", (error) => call.emit("error", error));
    child.once("close", (code, signal) => {
      if (code === 0) call.end();
      else call.emit("error", new Error(`Program exited with ${signal ?? `non-zero exit code: ${code}`}`));
    });
  } catch (error) {
    // Standard error is what the CLI inspects to tell a pack without dependencies from a broken one.
    send(call, language.RunPluginResponse, "setStderr")(Buffer.from(`${error.message}\n`));
    call.emit("error", error);
  }
}

const handlers = {
  handshake(call, reply) {
    engineAddress = call.request.getEngineAddress();
    reply(null, new language.LanguageHandshakeResponse());
  },
  getPluginInfo(_call, reply) {
    const info = new plugin.PluginInfo();
    info.setVersion(sdk("./package.json").version);
    reply(null, info);
  },
  // Nothing to install beforehand: the engine takes a provider from PATH, or fetches it, when a resource needs it.
  getRequiredPackages: (_call, reply) => reply(null, new language.GetRequiredPackagesResponse()),
  about(_call, reply) {
    const about = new language.AboutResponse();
    about.setExecutable(process.execPath);
    about.setVersion(process.version);
    reply(null, about);
  },
  cancel(_call, reply) {
    children.forEach(stop);
    reply(null, new Empty());
  },
  run,
  runPlugin,
  ...packageHandlers(language, { start, stop, send, locate }),
};

function shutDown() {
  for (const child of children) child.kill("SIGKILL");
  process.exit(0);
}
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, shutDown);

// A CLI that was killed cannot say so: an orphaned host leaves, and takes the program with it.
const parent = process.ppid;
setInterval(() => process.ppid !== parent && shutDown(), 1_000).unref();

const server = new grpc.Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
server.addService(languageService.LanguageRuntimeService, handlers);
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  process.stdout.write(`${port}\n`);
});
