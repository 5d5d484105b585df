import type { ChildProcess } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { childOf, NAMESPACES, until } from "./by-hand";
import { end, run, spawnTied } from "./command";
import type { Place, Power } from "./instance";
import { logInAt, terminalOf, type Terminal } from "./terminal";

const SHUTDOWN_MS = 30_000;
const POLL_MS = 100;

/** Switches an instance on under systemd-nspawn: real units in their order, fstab, getty on the console. */
export function bySystemd({ folder, layers, vpcPid }: Place): Power {
  let child: ChildProcess | undefined;
  let terminal: Terminal | undefined;
  let init: number | undefined;
  let former = "";
  return {
    on: async (timeoutMs) => {
      const nspawn = [
        ...["systemd-nspawn", "--quiet", "--boot", `--directory=${join(folder, "root")}`],
        // It lies in the card's network already; registering it would need this machine's systemd.
        ...["--register=no", "--keep-unit", "--resolv-conf=off", "--link-journal=no", "--timezone=off"],
        ...["--capability=CAP_NET_ADMIN", "--console=interactive"],
      ];
      const started = spawnTied(
        [
          ...["nsenter", "--target", String(vpcPid), "--mount", "unshare", ...NAMESPACES],
          ...["sh", join(__dirname, "plug.sh"), folder, layers.join(":"), String(vpcPid)],
          // Its console is a terminal, as getty and log-in want it.
          ...["script", "--quiet", "--flush", "--return", "--command", nspawn.join(" "), "/dev/null"],
        ],
        { stdin: "pipe" },
      );
      child = started;
      terminal = terminalOf(started);
      await until(() => true, started, timeoutMs, terminal.shown);
      return 0;
    },
    off: async () => undefined,
    console: async (_, user, password) => terminal !== undefined && logInAt(terminal, user, password),
  };
}
