// Finds the Pulumi CLI of the version that package.json pins, or makes it: nobody has to install it by hand.
import { execFile } from "node:child_process";
import {
  accessSync,
  constants,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { isRunning, withLock } from "./lock.mjs";
import { runQuietly } from "./run-quietly.mjs";

const require = createRequire(import.meta.url);
const checkout = dirname(dirname(fileURLToPath(import.meta.url)));
const languageHost = join(checkout, "test", "support", "language-host", "host.mjs");
const windows = process.platform === "win32";
const execFileText = promisify(execFile);

const INSTALLER = "https://get.pulumi.com/install.sh";
const PROBE_MS = 10_000;
const DOWNLOAD_MS = 10 * 60_000;
const BUILD_MS = 60 * 60_000;

/** The version of the `pulumi` package this checkout installs, such as "3.250.0". */
export const pulumiVersion = require("pulumi/package.json").version;

/**
 * @typedef {object} PulumiCli
 * @property {string} home the PULUMI_HOME that holds it
 * @property {string} binDir the folder to put first on PATH
 * @property {string} bin the executable
 * @property {boolean} builtHere true when it was compiled by this script and runs Node through the language host of
 *   this repository, false when it is the official download
 */

/**
 * Finds the CLI in PULUMI_HOME or ~/.pulumi, then in this project's own cache ($XDG_CACHE_HOME or ~/.cache); failing
 * both, downloads it into that cache, or, where the download is closed, compiles it from the Go module proxy (a few
 * minutes, once). Never writes outside the cache. Says on standard error what it waits for.
 *
 * @returns {Promise<PulumiCli>}
 * @throws {Error} when it can be neither downloaded nor compiled; the message says what to install
 */
export async function ensurePulumi() {
  const ownHome = resolve(process.env.PULUMI_HOME || join(homedir(), ".pulumi"));
  const cacheHome = join(
    resolve(process.env.XDG_CACHE_HOME || join(homedir(), ".cache")),
    "latchkey",
    "pulumi-home",
  );
  const found = (await findIn(ownHome)) ?? (await findIn(cacheHome));
  if (found) return found;

  const versions = join(cacheHome, "versions");
  mkdirSync(versions, { recursive: true });
  const waiting = () => say("waiting for another process that is fetching the Pulumi CLI");
  return withLock(join(versions, ".lock"), waiting, async () => {
    const byAnother = await findIn(cacheHome);
    if (byAnother) return byAnother;

    removeLeftovers(versions);
    const staging = join(versions, `.staging-${process.pid}`);
    mkdirSync(staging);
    try {
      const made = (await download(staging)) ?? (await build(staging));
      // Complete or absent: a crash before this line leaves only a staging folder, which the next run removes.
      renameSync(made, join(versions, pulumiVersion));
    } finally {
      rmSync(staging, { recursive: true, force: true });
    }
    return /** @type {PulumiCli} */ (await findIn(cacheHome));
  });
}

/** @param {string} home @returns {Promise<PulumiCli | undefined>} */
async function findIn(home) {
  const exe = windows ? "pulumi.exe" : "pulumi";
  const versioned = join(home, "versions", pulumiVersion, "bin");
  if (isExecutable(join(versioned, exe))) {
    const builtHere = isExecutable(join(versioned, "language-host.mjs"), constants.R_OK);
    if (builtHere) installLanguageHost(versioned);
    return { home, binDir: versioned, bin: join(versioned, exe), builtHere };
  }
  // Where Pulumi's own installer puts the one it updates in place.
  const current = join(home, "bin");
  if (!isExecutable(join(current, exe))) return undefined;
  const env = { ...process.env, PULUMI_HOME: home, PULUMI_SKIP_UPDATE_CHECK: "true" };
  const { stdout } = await execFileText(join(current, exe), ["version"], { env }).catch(() => ({
    stdout: "",
  }));
  if (stdout.trim() !== `v${pulumiVersion}`) return undefined;
  return { home, binDir: current, bin: join(current, exe), builtHere: false };
}

/** @param {string} path */
function isExecutable(path, mode = constants.X_OK) {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    return false;
  }
}

/**
 * The official download, by the launcher of the `pulumi` package.
 * @param {string} staging @returns {Promise<string | undefined>} the folder with bin/, or nothing where it is closed
 */
async function download(staging) {
  // The launcher waits without a limit, so ask first whether anybody answers.
  const answer = await fetch(INSTALLER, { method: "HEAD", signal: AbortSignal.timeout(PROBE_MS) }).catch(
    () => undefined,
  );
  if (!answer?.ok) return undefined;

  say(`downloading the Pulumi CLI ${pulumiVersion} (once)`);
  const env = { ...process.env, PULUMI_HOME: staging, PULUMI_VERSION: pulumiVersion };
  const launcher = [require.resolve("pulumi/run.js"), "version"];
  const result = await runQuietly(process.execPath, launcher, { env, timeout: DOWNLOAD_MS });
  if (result.ok) return join(staging, "versions", pulumiVersion);
  say(`the download failed: ${result.lastLine}`);
  return undefined;
}

/**
 * The same command compiled from its published source.
 * @param {string} staging @returns {Promise<string>} the folder with bin/
 */
async function build(staging) {
  const byHand = `install the Pulumi CLI ${pulumiVersion} (https://www.pulumi.com/docs/install/versions/)`;
  if (windows) throw new Error(`Cannot download the Pulumi CLI: ${byHand}.`);
  const source = join(staging, "source");
  const made = join(staging, "made");
  mkdirSync(source);
  mkdirSync(join(made, "bin"), { recursive: true });

  const command = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";
  const version = `github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${pulumiVersion}`;
  const env = { ...process.env, CGO_ENABLED: "0", GOWORK: "off", GOFLAGS: "-mod=mod" };
  say(`the download is closed here: compiling the Pulumi CLI ${pulumiVersion} with go (once, some minutes)`);
  for (const args of [
    ["mod", "init", "latchkey.local/pulumi-cli"],
    ["get", `${command}@v${pulumiVersion}`],
    ["build", "-ldflags", `-s -w -X ${version}`, "-o", join(made, "bin", "pulumi"), command],
  ]) {
    const result = await runQuietly("go", args, { cwd: source, env, timeout: BUILD_MS });
    if (result.ok) continue;
    if (result.missing) {
      throw new Error(
        `Cannot download the Pulumi CLI, and there is no go to compile it: ${byHand} or Go (https://go.dev/dl/).`,
      );
    }
    throw new Error(
      `Cannot download the Pulumi CLI, and go ${args[0]} failed (${result.lastLine}): ${byHand}.`,
    );
  }
  installLanguageHost(join(made, "bin"));
  say("compiled");
  return made;
}

/**
 * Puts the Node language host beside a CLI that was compiled here, or brings it up to date. A copy, so that the cache
 * serves every checkout; the checkout is named only as the place to find @pulumi/pulumi when a command is run in a
 * folder that has none.
 * @param {string} binDir
 */
function installLanguageHost(binDir) {
  const quoted = `'${checkout.replaceAll("'", `'\\''`)}'`;
  replaceFile(join(binDir, "language-host.mjs"), readFileSync(languageHost, "utf8"), 0o644);
  replaceFile(
    join(binDir, "pulumi-language-nodejs"),
    `#!/bin/sh\nexec node "$(dirname "$0")/language-host.mjs" ${quoted} "$@"\n`,
    0o755,
  );
}

/** @param {string} path @param {string} text @param {number} mode */
function replaceFile(path, text, mode) {
  if (isExecutable(path, constants.R_OK) && readFileSync(path, "utf8") === text) return;
  const beside = `${path}.${process.pid}`;
  writeFileSync(beside, text, { mode });
  renameSync(beside, path);
}

/** @param {string} versions */
function removeLeftovers(versions) {
  for (const name of readdirSync(versions)) {
    const pid = /^\.staging-(\d+)$/.exec(name)?.[1];
    if (pid && !isRunning(Number(pid))) rmSync(join(versions, name), { recursive: true, force: true });
  }
}

/** @param {string} text */
function say(text) {
  process.stderr.write(`latchkey: ${text}\n`);
}
