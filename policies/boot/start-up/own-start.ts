import { mentioned, trait, type Machine } from "../machine/machine";
import { sourceOfText } from "../machine/file-text";
import { scriptFile } from "../shell/commands/scripts";
import { perhaps } from "../shell/branches";
import { endShell } from "../shell/leaving";
import { newSession, type Budget } from "../shell/session";
import { isExact } from "../shell/value";
import { runAs, runUnit, type RunScript } from "./run-unit";
import { ownUnit } from "./unit-file";

/** What the user data left to be run at each boot: units that are enabled, rc.local, cron's `@reboot` lines. */
export function ownStart(machine: Machine, budget: Budget, run: RunScript): Machine {
  let now = machine;
  for (const name of mentioned(machine, "service")) {
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

const REBOOT = /^(\s*@reboot\s+(\S+)\s+)(\S.*)$/u;

/** crontab(5): `@reboot USER COMMAND` in the system's own tables. */
function cronJobs(machine: Machine, budget: Budget, run: RunScript): Machine {
  const tables = mentioned(machine, "file").filter((path) =>
    /^\/etc\/(?:cron\.d\/[\w-]+|crontab)$/u.test(path),
  );
  let now = machine;
  for (const path of tables) {
    const content = trait(machine, "file", path, "content");
    const source = content.certain ? sourceOfText(content.value) : undefined;
    if (source === undefined) continue;
    let offset = 0;
    for (const line of source.text.split("\n")) {
      const [, before = "", user = "", text] = REBOOT.exec(line) ?? [];
      const start = offset + before.length;
      if (text !== undefined && isExact(user))
        now = runAs(user, { text, placeAt: (at) => source.placeAt(start + at) }, now, budget, run);
      offset += line.length + 1;
    }
  }
  return now;
}
