import { execFile, spawn, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

const MOTO_VERSION = "5.2.5";
const READY_MS = 600_000;

const run = promisify(execFile);

/** A running moto: AWS's APIs on loopback, with state of its own that ends with it. */
export interface Moto {
  /** As in `http://127.0.0.1:41233`. */
  readonly url: string;
  stop(): Promise<void>;
}

// Port 0 lets the system choose, and werkzeug prints the choice. The thread ends the server with its standard input, so
// that none is left behind where the tests were killed.
const PROGRAM = `
import os, sys, threading
threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
from moto.server import main
main(["-H", "127.0.0.1", "-p", "0"])
`;

/**
 * Starts a moto server and waits until it answers. Installs the pinned version into the user's cache folder when it is
 * not there yet. Rejects with one clear message where Python or PyPI is missing.
 */
export async function startMoto(): Promise<Moto> {
  const python = await installMoto();
  const server = spawn(python, ["-c", PROGRAM], {
    stdio: ["pipe", "ignore", "pipe"],
    // Without being told, moto 5 has none of the policies that AWS manages.
    env: { ...process.env, PYTHONUNBUFFERED: "1", MOTO_IAM_LOAD_MANAGED_POLICIES: "true" },
  });
  try {
    const url = await firstUrl(server);
    return { url, stop: () => end(server) };
  } catch (error) {
    await end(server);
    throw error;
  }
}

/** The interpreter of a virtual environment that holds moto. */
async function installMoto(): Promise<string> {
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache");
  const place = join(cache, "latchkey", `moto-${MOTO_VERSION}`);
  const python = join(place, "bin", "python");
  if (existsSync(python)) return python;
  // Built aside and renamed: two test runs may get here at once, and a half-made one must not be taken for whole.
  const draft = `${place}.${String(process.pid)}`;
  try {
    await mkdir(dirname(place), { recursive: true });
    await run("python3", ["-m", "venv", draft]);
    const pip = [
      "-m",
      "pip",
      "install",
      "--quiet",
      "--disable-pip-version-check",
      `moto[server]==${MOTO_VERSION}`,
    ];
    await run(join(draft, "bin", "python"), pip, { timeout: 600_000 });
    await rename(draft, place).catch((error: unknown) => {
      if (!existsSync(python)) throw error;
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `These tests need moto ${MOTO_VERSION}: python3 with venv, and PyPI in reach. ${reason}`,
      {
        cause: error,
      },
    );
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return python;
}

function firstUrl(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    const timer = setTimeout(() => {
      reject(new Error(`moto did not start in ${String(READY_MS / 1000)} s: ${said}`));
    }, READY_MS);
    server.stderr?.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      const url = /Running on (http:\/\/127\.0\.0\.1:\d+)/.exec(said)?.[1];
      if (url === undefined) return;
      clearTimeout(timer);
      resolve(url);
    });
    server.once("error", reject);
    server.once("exit", () => {
      clearTimeout(timer);
      reject(new Error(`moto ended before it was ready: ${said}`));
    });
  });
}

function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    server.once("exit", () => {
      resolve();
    });
    server.kill("SIGKILL");
  });
}
