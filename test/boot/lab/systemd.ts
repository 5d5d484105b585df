import type { ChildProcess } from "node:child_process";
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { until } from "./by-hand";
import { end, run, spawnTied } from "./command";
import type { Place, Power } from "./instance";
import { asInstance, findInit, inInstance } from "./namespaces";
import { logInAt, type Terminal, terminalOf } from "./terminal";
import { removeControlGroups } from "./work-folder";

const SHUTDOWN_MS = 30_000;
// SIGRTMIN+4, systemd's "power off": systemd(1), SIGNALS. glibc keeps the first two real-time signals to itself.
const POWER_OFF = 38;
// systemd-nspawn makes namespaces of its own within the instance's.
const DEPTH = 2;
// What `systemctl is-system-running` says when nothing is waited for any more; "maintenance" is the emergency shell.
const BOOTED = /^(running|degraded|maintenance)$/m;

/** Switches an instance on under systemd-nspawn: real units in their order, fstab, getty on the console. */
export function bySystemd({ folder, layers, vpcPid }: Place): Power {
  let child: ChildProcess | undefined;
  let screen: Terminal | undefined;
  return {
    on: async (timeoutMs) => {
      const started = spawnTied(
        [
          ...asInstance(vpcPid),
          ...["sh", join(__dirname, "plug.sh"), folder, layers.join(":"), String(vpcPid)],
          ...["sh", join(__dirname, "nspawn.sh"), folder],
        ],
        { stdin: "pipe" },
      );
      child = started;
      const terminal = terminalOf(started);
      screen = terminal;
      for (const stream of [started.stdout, started.stderr]) {
        stream?.on("data", (chunk: Buffer) => appendFileSync(join(folder, "console.log"), chunk));
      }
      let init: number | undefined;
      const booted = async () => {
        init ??= findInit(started.pid ?? 0, DEPTH);
        if (init === undefined) return false;
        const state = await run([...inInstance(init), "systemctl", "is-system-running"], {
          timeoutMs: 5_000,
        });
        return BOOTED.test(state.stdout);
      };
      await until(booted, started, timeoutMs, terminal.shown);
      if (init === undefined) throw new Error("the instance has no first process");
      return init;
    },
    off: async () => {
      if (child) await shutDown(child);
      child = undefined;
      removeControlGroups(folder);
    },
    console: async (_, user, password) => screen !== undefined && logInAt(screen, user, password),
  };
}

async function shutDown(child: ChildProcess): Promise<void> {
  const init = findInit(child.pid ?? 0, DEPTH);
  if (init !== undefined) {
    const gone = new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, SHUTDOWN_MS);
      child.once("exit", () => {
        clearTimeout(timer);
        resolve();
      });
    });
    process.kill(init, POWER_OFF);
    await gone;
  }
  await end(child);
}
