import { ownValue } from "../../../facts/own";
import { blur, set, type Effect } from "../../machine/effect";
import { trait } from "../../machine/machine";
import { is, type Origin } from "../../machine/prediction";
import { DONE, type Call, type Command, type Result } from "../session";
import { isExact, type Value } from "../value";
import { readOptions } from "./options";

/** How a boot ends: it is switched off until somebody starts it again, or starts again by itself. */
export type End = "off" | "again";

/** systemd-logind keeps everybody but root out for this long before a shutdown that was announced (nologin(5)). */
const SHUT_MINUTES = 5;

/** poweroff(8), halt(8), reboot(8): the host goes down while the commands that follow still run. */
export const power =
  (end: End): Command =>
  (call) => {
    const options = readOptions(call.args, []);
    // Only writes down that it happens.
    if (options.has("w", "wtmp-only", "help")) return DONE;
    const turned = options.has("p", "poweroff", "halt") ? "off" : options.has("reboot") ? "again" : end;
    return ends(call, turned, call.name);
  };

/** shutdown(8): `shutdown [-h|-P|-H|-r] [now|+MINUTES|HH:MM]`, in a minute where no time is given; `-c` takes it back. */
export const shutdown: Command = (call) => {
  const options = readOptions(call.args, ["t"]);
  if (options.has("k", "help", "show")) return DONE;
  const since = call.since("shutdown");
  if (options.has("c")) return { status: "presumed", effects: [...took(call, since)] };
  const [time = "+1"] = options.operands;
  const end: End = options.has("r", "reboot") ? "again" : "off";
  if (!isExact(time)) return { status: "presumed", effects: doubtful(end, since) };
  return isSoon(time) ? ends(call, end, "shutdown") : DONE;
};

/** Whether a time of shutdown's leaves nobody a moment to get in; one of the day is hours away, as far as can be told. */
export const isSoon = (time: string): boolean => {
  const minutes = time === "now" ? "0" : /^\+?(\d{1,6})$/u.exec(time)?.[1];
  return minutes !== undefined && Number(minutes) <= SHUT_MINUTES;
};

const took = ({ session: { machine } }: Call, since: Origin): readonly Effect[] =>
  (["powersOff", "restarts"] as const)
    .filter((which) => !is(trait(machine, "host", "", which), false))
    .map((which) => set("host", "", { [which]: false }, since));

/** init(8), telinit(8): runlevel 0 is off, 6 starts again. */
export const runlevel: Command = (call) => {
  const end = ownValue({ 0: "off", 6: "again" } as const, call.args[0] ?? "");
  return end === undefined ? DONE : ends(call, end, call.name);
};

const VERBS: Readonly<Record<string, End>> = {
  poweroff: "off",
  halt: "off",
  reboot: "again",
  "soft-reboot": "again",
  kexec: "again",
};

const TARGET = /^(poweroff|halt|reboot|kexec|runlevel[06])\.target$/u;

/** What `systemctl VERB` comes to, where it ends the boot; `undefined` where it does something else. */
export function powerVerb(call: Call, verb: Value, units: readonly Value[]): Result | undefined {
  const target = /^(?:start|isolate)$/u.test(verb) ? TARGET.exec(units[0] ?? "")?.[1] : undefined;
  const end =
    target === "runlevel0" ? "off" : target === "runlevel6" ? "again" : ownValue(VERBS, target ?? verb);
  if (end === undefined) return undefined;
  const at = call.args.find((arg) => arg.startsWith("--when="));
  return at === undefined ? ends(call, end, `systemctl ${verb}`) : DONE;
}

/** sleep(1): what comes behind it comes that much later. */
export const sleep: Command = ({ args, session }) => {
  for (const arg of args) {
    const [, digits, unit = "s"] = /^(\d{1,9})(?:\.\d+)?([smhd])?$/u.exec(arg) ?? [];
    const seconds = ownValue({ s: 1, m: 60, h: 3_600, d: 86_400 }, unit) ?? 1;
    session.budget.slept += digits === undefined ? (isExact(arg) ? 0 : Infinity) : Number(digits) * seconds;
  }
  return { status: "presumed", output: "" };
};

function ends(call: Call, end: End, construct: string): Result {
  const { session } = call;
  return {
    status: "presumed",
    effects: endEffects(session.machine, end, call.since(construct), session.budget.slept),
  };
}

/** What it is for the host; the first command of that sort counts. @param slept seconds that the script waited before */
export function endEffects(
  machine: Call["session"]["machine"],
  end: End,
  since: Origin,
  slept = 0,
): readonly Effect[] {
  const isEnding = (["powersOff", "restarts"] as const).some((which) =>
    is(trait(machine, "host", "", which), true),
  );
  if (isEnding) return [];
  // While it waited people got in.
  if (slept > SHUT_MINUTES * 60) return doubtful(end, since);
  return [set("host", "", end === "off" ? { powersOff: true } : { restarts: true }, since)];
}

export const doubtful = (end: End, since: Origin): readonly Effect[] => [
  blur("host", "", "when it goes down is not known", since, [end === "off" ? "powersOff" : "restarts"]),
];
