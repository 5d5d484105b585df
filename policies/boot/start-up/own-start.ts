import { join, mentioned, trait, type Machine } from "../machine/machine";
import { scriptFile } from "../shell/commands/scripts";
import { perhaps } from "../shell/branches";
import { endShell } from "../shell/leaving";
import { REPAIR_SERVICE } from "../repair/recognise";
import { newSession, type Budget } from "../shell/session";
import { cronTables } from "./cron-tables";
import { runAs, runUnit, type RunScript } from "./run-unit";
import { ownUnit } from "./unit-file";

/** What the user data left to be run at each boot: units that are enabled, rc.local, cron's `@reboot` lines. */
export function ownStart(machine: Machine, budget: Budget, run: RunScript): Machine {
  let now = machine;
  for (const name of mentioned(machine, "service")) {
    // It has run by then, ahead of the SSH server.
    if (name === REPAIR_SERVICE) continue;
    const unit = ownUnit(now, name);
    const enabled = trait(now, "service", name, "enabled");
    if (unit !== undefined && enabled.certain && enabled.value) now = runUnit(unit, now, budget, run);
  }
  return cronJobs(rcLocal(now, budget, run), budget, run);
}

/** Families whose systemd runs rc.local where it is there and may be run (systemd-rc-local-generator(8)). */
const RUNS_RC_LOCAL: ReadonlySet<string> = new Set(["debian", "ubuntu", "amazon-linux-2", "rhel-like"]);

function rcLocal(machine: Machine, budget: Budget, run: RunScript): Machine {
  const redHat = machine.family === "amazon-linux-2" || machine.family === "rhel-like";
  const path = ["/etc/rc.local", ...(redHat ? ["/etc/rc.d/rc.local"] : [])].find((each) =>
    mentioned(machine, "file").includes(each),
  );
  if (path === undefined) return machine;
  const session = newSession(machine, budget);
  const script = scriptFile(session, path);
  // systemd runs the file itself: the kernel wants an interpreter's line.
  if (script.kind !== "shell" || !script.source.text.startsWith("#!")) return machine;
  const { executable, source } = script;
  if (executable.certain && !executable.value) return machine;
  if (executable.certain && RUNS_RC_LOCAL.has(machine.family)) run(source, session);
  else
    perhaps(session, "whether rc.local is run is not known", (inner) => {
      run(source, inner);
      return "unknown";
    });
  endShell(session);
  return session.machine;
}

/** Families whose images have cron. */
const HAS_CRON: ReadonlySet<string> = new Set(["debian", "ubuntu", "amazon-linux-2"]);

/** crontab(5): what cron's tables have under `@reboot`. */
export function cronJobs(machine: Machine, budget: Budget, run: RunScript): Machine {
  let now = machine;
  for (const { user, command, atBoot } of cronTables(machine).jobs) {
    if (!atBoot) continue;
    const after = runAs(user, command, now, budget, run);
    now = HAS_CRON.has(machine.family) ? after : join(now, after, "whether the image has cron is not known");
  }
  return now;
}
