// Finds the Pulumi CLI of the version that package.json pins, or makes it: nobody has to install it by hand.
import { execFile } from "node:child_process";
import { mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { compileCli, compileGenerator, hasGenerator, installLanguageHost } from "./compile-pulumi.mjs";
import { isExecutable, isReadable } from "./files.mjs";
import { isRunning, withLock } from "./lock.mjs";
import { runQuietly } from "./run-quietly.mjs";

const require = createRequire(import.meta.url);
const windows = process.platform === "win32";
const execFileText = promisify(execFile);

const INSTALLER = "https://get.pulumi.com/install.sh";
const PROBE_MS = 10_000;
const DOWNLOAD_MS = 10 * 60_000;

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
  if (found) return withGenerator(found);

  const versions = join(cacheHome, "versions");
  mkdirSync(versions, { recursive: true });
  return locked(versions, async () => {
    const byAnother = await findIn(cacheHome);
    if (byAnother) return byAnother;

    await staged(versions, async (staging) => {
      const made = (await download(staging)) ?? (await build(staging));
      // Complete or absent: a crash before this line leaves only a staging folder, which the next run removes.
      renameSync(made, join(versions, pulumiVersion));
    });
    return /** @type {PulumiCli} */ (await findIn(cacheHome));
  });
}

/** @param {string} home @returns {Promise<PulumiCli | undefined>} */
async function findIn(home) {
  const exe = windows ? "pulumi.exe" : "pulumi";
  const versioned = join(home, "versions", pulumiVersion, "bin");
  if (isExecutable(join(versioned, exe))) {
    const builtHere = isReadable(join(versioned, "language-host.mjs"));
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
  const made = join(staging, "made");
  const binDir = join(made, "bin");
  mkdirSync(binDir, { recursive: true });
  say(`the download is closed here: compiling the Pulumi CLI ${pulumiVersion} with go (once, some minutes)`);
  for (const [compile, work] of [
    [compileCli, "source"],
    [compileGenerator, "generator"],
  ]) {
    const outcome = await compile(pulumiVersion, join(staging, work), binDir);
    if (outcome.ok) continue;
    const orGo = outcome.missing ? " or Go (https://go.dev/dl/)" : "";
    throw new Error(`Cannot download the Pulumi CLI, and ${outcome.reason}: ${byHand}${orGo}.`);
  }
  installLanguageHost(binDir);
  say("compiled");
  return made;
}

/**
 * Compiles the code generator into a cache that has none, or another checkout's. Without it everything works but
 * `pulumi package add`, so that a failure is said and no more.
 * @param {PulumiCli} cli @returns {Promise<PulumiCli>} the same
 */
async function withGenerator(cli) {
  if (!cli.builtHere || hasGenerator(cli.binDir)) return cli;
  const versions = join(cli.home, "versions");
  await locked(versions, async () => {
    if (hasGenerator(cli.binDir)) return;
    say("compiling the code generator of `pulumi package add` with go (once)");
    const outcome = await staged(versions, (staging) => compileGenerator(pulumiVersion, staging, cli.binDir));
    if (!outcome.ok) say(`\`pulumi package add\` will not work: ${outcome.reason}`);
  });
  return cli;
}

/** @template T @param {string} versions @param {() => Promise<T>} work @returns {Promise<T>} */
function locked(versions, work) {
  const waiting = () => say("waiting for another process that is fetching the Pulumi CLI");
  return withLock(join(versions, ".lock"), waiting, work);
}

/**
 * Has a folder made for the work, on the file system of the result, and removed after it.
 * @template T @param {string} versions @param {(staging: string) => Promise<T>} work @returns {Promise<T>}
 */
async function staged(versions, work) {
  removeLeftovers(versions);
  const staging = join(versions, `.staging-${process.pid}`);
  mkdirSync(staging);
  try {
    return await work(staging);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
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
