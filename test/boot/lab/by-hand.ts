import type { ChildProcess } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { end, spawnTied } from "./command";
import { textOf } from "./disk";
import type { Place, Power } from "./instance";
import { asInstance, findInit, inInstance } from "./namespaces";
import { logInAt, terminalOf } from "./terminal";

const POLL_MS = 50;
const BOOTED = "STAGE booted";

/** Switches an instance on without systemd: cloud-init's stages and sshd are started in the order of their units. */
export function byHand({ folder, layers, vpcPid }: Place): Power {
  let child: ChildProcess | undefined;
  let boots = 0;
  return {
    on: async (timeoutMs) => {
      const log = join(folder, "boot.log");
      const output = openSync(log, "a");
      const started = spawnTied(
        [
          ...asInstance(vpcPid),
          ...["sh", join(__dirname, "plug.sh"), folder, layers.join(":"), String(vpcPid)],
          ...["sh", join(__dirname, "power-on.sh"), folder, join(__dirname, "stages.sh")],
        ],
        { stdin: "ignore", output },
      );
      closeSync(output);
      child = started;
      boots += 1;
      const booted = () => textOf(log).split(BOOTED).length > boots;
      await until(booted, started, timeoutMs, () => textOf(log));
      const init = findInit(started.pid ?? 0, 1);
      if (init === undefined) throw new Error("the instance has no first process");
      return init;
    },
    off: async () => {
      if (child) await end(child);
      child = undefined;
    },
    // login(1) as getty starts it, on a terminal of the instance.
    console: async (pid, user, password) => {
      const login = spawnTied(
        [
          ...[...inInstance(pid), "TERM=dumb"],
          ...["python3", "-c", readFileSync(join(__dirname, "login.py"), "utf8")],
        ],
        { stdin: "pipe" },
      );
      try {
        return await logInAt(terminalOf(login), user, password);
      } finally {
        await end(login);
      }
    },
  };
}

/** Waits for a boot, as long as the process that carries it lives. @throws with the log's end when it doesn't come */
export async function until(
  done: () => boolean | Promise<boolean>,
  child: ChildProcess,
  timeoutMs: number,
  log: () => string,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await done())) {
    const dead = child.exitCode !== null || child.signalCode !== null;
    if (dead || Date.now() > deadline) {
      const why = dead ? "ended" : `was not there after ${timeoutMs} ms`;
      throw new Error(`the instance's boot ${why}: ${log().slice(-2000)}`);
    }
    await sleep(POLL_MS);
  }
}
