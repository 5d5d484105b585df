import { given } from "../machine/copy-traits";
import { opaque } from "../machine/effect";
import { sourceOfText } from "../machine/file-text";
import { applyEffects, join, mentioned, trait, type Machine } from "../machine/machine";
import { is, type Origin } from "../machine/prediction";
import { scriptFile } from "../shell/commands/scripts";
import { newSession, type Budget } from "../shell/session";
import { isExact } from "../shell/value";
import { cronTables } from "./cron-tables";
import { runAs, runUnit, type RunScript } from "./run-unit";
import { ownUnit, timedUnit } from "./unit-file";

/** Where at(1) keeps what it was given. */
export const AT_JOBS = "/var/spool/cron/atjobs";

const WHY = "whether a job that runs later has run by then is not known";

/**
 * The machine at some time after it has started: jobs of cron, at and timers may have run by then, and what they change
 * about access cannot be told any more. What they do to the host as a whole (a shutdown at night) passes.
 */
export function laterJobs(machine: Machine, budget: Budget, run: RunScript): Machine {
  let now = machine;
  for (const job of jobsOf(machine, budget, run)) {
    now = join(now, withPower(job(now), now), WHY);
  }
  return now;
}

type Job = (machine: Machine) => Machine;

function jobsOf(machine: Machine, budget: Budget, run: RunScript): readonly Job[] {
  const { jobs, unseen } = cronTables(machine);
  const later = jobs.filter(({ atBoot }) => !atBoot);
  return [
    ...unseen.map(notSeen),
    ...later.map((job) => followed((now) => runAs(job.user, job.command, now, budget, run))),
    ...scriptsOf(machine).map(
      (path): Job =>
        (now) =>
          runFile(path, now, budget, run),
    ),
    ...timersOf(machine).map((unit) => followed((now) => runUnit(unit, now, budget, run))),
  ];
}

const notSeen =
  (since: Origin): Job =>
  (machine) =>
    applyEffects(machine, [opaque("what is run later is not known", since)]);

// Software's own programs are run at night as a matter of course (backups, certificates): those nobody has seen do not
// count there.
const followed =
  (job: Job): Job =>
  (machine) => ({ ...job(machine), opaque: machine.opaque });

const FOLDERS = /^\/etc\/cron\.(?:hourly|daily|weekly|monthly)\/[\w.-]+$/u;

// run-parts(8) of Debian passes over names with a dot.
function scriptsOf(machine: Machine): readonly string[] {
  const isDebian = machine.family === "debian" || machine.family === "ubuntu";
  return mentioned(machine, "file").filter(
    (path) =>
      (FOLDERS.test(path) && !(isDebian && /\.[^/.]*$/u.test(path.slice(12)))) ||
      path.startsWith(`${AT_JOBS}/`),
  );
}

function runFile(path: string, machine: Machine, budget: Budget, run: RunScript): Machine {
  const content = trait(machine, "file", path, "content");
  const exists = trait(machine, "file", path, "exists");
  if (is(exists, false) || exists.since.from === "image") return machine;
  const owner = trait(machine, "file", path, "owner");
  const source = content.certain ? sourceOfText(content.value) : undefined;
  if (path.startsWith(AT_JOBS)) {
    if (source !== undefined && isExact(source.text))
      return followed((now) => runAs(owner.certain ? owner.value : "root", source, now, budget, run))(
        machine,
      );
    return notSeen(content.since)(machine);
  }
  const script = scriptFile(newSession(machine, budget), path);
  if (script.kind === "missing") return machine;
  if (script.kind !== "unseen" && is(script.executable, false)) return machine;
  if (script.kind === "shell")
    return followed((now) => runAs("root", script.source, now, budget, run))(machine);
  return notSeen(exists.since)(machine);
}

function timersOf(machine: Machine): readonly NonNullable<ReturnType<typeof ownUnit>>[] {
  return mentioned(machine, "service").flatMap((name) => {
    if (!name.endsWith(".timer")) return [];
    const runs = (["enabled", "active"] as const).some((which) => {
      const prediction = trait(machine, "service", name, which);
      return prediction.since.from === "user-data" && !is(prediction, false);
    });
    const unit = runs ? ownUnit(machine, timedUnit(machine, name)) : undefined;
    return unit ?? [];
  });
}

function withPower(after: Machine, before: Machine): Machine {
  const changed = (["powersOff", "restarts"] as const).filter(
    (which) => trait(after, "host", "", which) !== trait(before, "host", "", which),
  );
  return applyEffects(
    after,
    changed.map((which) => given("host", "", which, trait(before, "host", "", which))),
  );
}
