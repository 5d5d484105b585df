// Compiles the Pulumi CLI, and what it needs to run Node programs, from the Go module proxy.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { isReadable, replaceFile } from "./files.mjs";
import { runQuietly } from "./run-quietly.mjs";

const checkout = dirname(dirname(fileURLToPath(import.meta.url)));
const languageHost = join(checkout, "test", "support", "language-host");
const generator = join(languageHost, "codegen", "main.go");

const BUILD_MS = 60 * 60_000;
const MODULE = "github.com/pulumi/pulumi/pkg/v3";

/**
 * @typedef {{ ok: true } | { ok: false, missing: boolean, reason: string }} Outcome `missing`: there is no go; `reason`:
 *   what failed, as half a sentence
 */

/**
 * Compiles the CLI of this version.
 * @param {string} version such as "3.250.0" @param {string} work a folder to work in, made if need be
 * @param {string} binDir the folder to put it in @returns {Promise<Outcome>}
 */
export function compileCli(version, work, binDir) {
  const command = `${MODULE}/cmd/pulumi`;
  const versionFlag = `-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${version}`;
  return go(work, [
    ["mod", "init", "latchkey.local/pulumi-cli"],
    ["get", `${command}@v${version}`],
    ["build", "-ldflags", `-s -w ${versionFlag}`, "-o", join(binDir, "pulumi"), command],
  ]);
}

/**
 * Compiles the code generator that answers `pulumi package add`, from the module that the CLI of this version is in.
 * @param {string} version @param {string} work @param {string} binDir @returns {Promise<Outcome>}
 */
export async function compileGenerator(version, work, binDir) {
  const source = readFileSync(generator, "utf8");
  const made = join(work, "made");
  mkdirSync(work, { recursive: true });
  writeFileSync(join(work, "main.go"), source);
  const outcome = await go(work, [
    ["mod", "init", "latchkey.local/pulumi-codegen-nodejs"],
    ["get", `${MODULE}@v${version}`],
    ["build", "-ldflags", "-s -w", "-o", made, "."],
  ]);
  if (!outcome.ok) return outcome;
  renameSync(made, join(binDir, "pulumi-codegen-nodejs"));
  // Last: it tells that the one beside it is of this source.
  replaceFile(generatorSource(binDir), source, 0o644);
  return outcome;
}

/** @param {string} binDir @returns {boolean} whether the folder has the code generator of this checkout */
export function hasGenerator(binDir) {
  const source = generatorSource(binDir);
  return isReadable(source) && readFileSync(source, "utf8") === readFileSync(generator, "utf8");
}

/** @param {string} binDir */
const generatorSource = (binDir) => join(binDir, "pulumi-codegen-nodejs.go");

/**
 * Puts the Node language host beside a CLI that was compiled here, or brings it up to date. A copy, so that the cache
 * serves every checkout; the checkout is named only as the place to find @pulumi/pulumi when a command is run in a
 * folder that has none.
 * @param {string} binDir
 */
export function installLanguageHost(binDir) {
  const quoted = `'${checkout.replaceAll("'", `'\\''`)}'`;
  const copy = (from, to) =>
    replaceFile(join(binDir, to), readFileSync(join(languageHost, from), "utf8"), 0o644);
  // Before the one that imports it.
  copy("packages.mjs", "packages.mjs");
  copy("host.mjs", "language-host.mjs");
  replaceFile(
    join(binDir, "pulumi-language-nodejs"),
    `#!/bin/sh\nexec node "$(dirname "$0")/language-host.mjs" ${quoted} "$@"\n`,
    0o755,
  );
}

/** @param {string} work @param {readonly string[][]} commands @returns {Promise<Outcome>} */
async function go(work, commands) {
  mkdirSync(work, { recursive: true });
  const env = { ...process.env, CGO_ENABLED: "0", GOWORK: "off", GOFLAGS: "-mod=mod" };
  for (const args of commands) {
    const result = await runQuietly("go", args, { cwd: work, env, timeout: BUILD_MS });
    if (result.missing) return { ok: false, missing: true, reason: "there is no go to compile it" };
    if (!result.ok) return { ok: false, missing: false, reason: `go ${args[0]} failed (${result.lastLine})` };
  }
  return { ok: true };
}
