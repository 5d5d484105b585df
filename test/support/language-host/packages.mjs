// What `pulumi package add` asks of a language host: an SDK from a package's schema, and its place in the program.
import { readFileSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** Made of codegen/main.go by scripts/pulumi-cli.mjs; it takes and gives the messages of the call as they are. */
const GENERATOR = fileURLToPath(new URL("pulumi-codegen-nodejs", import.meta.url));

/**
 * @param {object} language the generated messages of the LanguageRuntime service
 * @param {Record<"start" | "stop" | "send" | "locate", Function>} host how host.mjs starts, stops and
 *   listens to processes, and finds the SDK of a folder
 * @returns the handlers of GeneratePackage, Link and InstallDependencies
 */
export function packageHandlers(language, { start, stop, send, locate }) {
  function generatePackage(call, reply) {
    const child = start(GENERATOR, [], { stdio: ["pipe", "pipe", "pipe"] });
    const printed = [];
    let problem = "";
    child.stdout.on("data", (chunk) => printed.push(chunk));
    child.stderr.on("data", (chunk) => (problem += chunk));
    call.on("cancelled", () => stop(child));
    child.once("error", (error) => (problem = error.message));
    child.once("close", (code) => {
      if (code !== 0) return reply(new Error(`the code generator failed: ${problem.trim()}`));
      reply(null, language.GeneratePackageResponse.deserializeBinary(Buffer.concat(printed)));
    });
    // One that ends before it has read all says why by itself.
    child.stdin.on("error", () => {});
    child.stdin.end(call.request.serializeBinary());
  }

  function link(call, reply) {
    const folder = call.request.getInfo().getProgramDirectory();
    const response = new language.LinkResponse();
    try {
      const imports = call.request.getPackagesList().map((dependency) => {
        const name = dependency.getPackage().getName();
        const variable = name.replace(/\W+(\w?)/g, (_, next) => next.toUpperCase());
        return `import * as ${variable} from "${depend(folder, resolve(folder, dependency.getPath()))}";`;
      });
      response.setImportInstructions(`To use it: ${imports.join(" ")}\n`);
    } catch (error) {
      return reply(error);
    }
    reply(null, response);
  }

  /** Asked for before a plugin's schema is read, and for a program that has been linked to an SDK. */
  function installDependencies(call) {
    const folder = call.request.getInfo().getProgramDirectory();
    // A plugin whose SDK is found has been installed by whoever put it there, maybe with choices of their own.
    if (call.request.getIsPlugin() && finds(folder)) return call.end();
    const npm = start("npm", ["install"], { cwd: folder });
    npm.stdout.on("data", send(call, language.InstallDependenciesResponse, "setStdout"));
    npm.stderr.on("data", send(call, language.InstallDependenciesResponse, "setStderr"));
    call.on("cancelled", () => stop(npm));
    npm.once("error", (error) => call.emit("error", error));
    npm.once("close", (code) =>
      code === 0 ? call.end() : call.emit("error", new Error(`npm install exited with ${code}`)),
    );
  }

  /** @param {string} folder @returns {boolean} */
  function finds(folder) {
    try {
      locate("package.json", folder);
      return true;
    } catch {
      return false;
    }
  }

  return { generatePackage, link, installDependencies };
}

/** @param {string} folder @param {string} sdk both absolute @returns {string} the name of the package that is in sdk */
function depend(folder, sdk) {
  const manifest = join(folder, "package.json");
  const { name } = JSON.parse(readFileSync(join(sdk, "package.json"), "utf8"));
  const program = JSON.parse(readFileSync(manifest, "utf8"));
  const path = relative(folder, sdk).replaceAll("\\", "/");
  program.dependencies = { ...program.dependencies, [name]: `file:${path}` };
  writeFileSync(manifest, `${JSON.stringify(program, null, 2)}\n`);
  return name;
}
