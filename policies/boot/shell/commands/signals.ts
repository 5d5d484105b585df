import { ownValue } from "../../../facts/own";
import { startEffects, startsNow } from "../../login/sshd-start";
import { blur, set, type Effect } from "../../machine/effect";
import { trait } from "../../machine/machine";
import { is } from "../../machine/prediction";
import { sameSshdFiles } from "../../machine/sshd-config-files";
import { sshdFilesOf } from "../../machine/sshd-files";
import type { Call } from "../session";
import type { Context } from "../simple-command";
import { isExact, type Value } from "../value";
import type { Wrapper } from "./wrapper";

const SIGNAL = /^-(?:SIG)?(HUP|TERM|KILL|INT|1|2|9|15)$/u;
/** A word that is a signal, whichever. */
const NAMED = /^-(?:SIG)?[A-Z]{2,}$|^-\d+$/u;
const NUMBERS: Readonly<Record<string, string>> = { 1: "HUP", 2: "INT", 9: "KILL", 15: "TERM" };

/** The listening server among the processes, as pkill(1) and killall(1) are told of it. */
const SERVER = /^\^?(?:\/usr\/sbin\/)?sshd\$?$/u;

/** Options by which only some of the processes of a name are meant: a user's, the newest, one that a line names. */
const SELECTS =
  /^(?:-[a-zA-Z]*[uUGgPtTnV]|--(?:u?id|euid|parent|group|terminal|newest|user|inverse)(?:=.*)?)$/u;

/**
 * kill(1), pkill(1), killall(1) of the SSH server: a hang-up has it start anew with its configuration as it is now, and
 * nobody tries that first (sshd(8)); asked to end, it ends and stays so; systemd starts again what is killed (ssh.service,
 * Restart=on-failure).
 */
export const signal: Wrapper = (call, context) => {
  const named = signalOf(call.args);
  if (call.session.user !== "root" || call.session.early || named === undefined) return { status: "unknown" };
  if (call.args.some((arg) => SELECTS.test(arg) && !NAMED.test(arg))) return { status: "unknown" };
  const meant = isMeant(call, context);
  return { status: "unknown", effects: meant === true ? signalled(call, named) : (meant ?? []) };
};

/** True where it is the server; where that cannot be told what may come of it. */
function isMeant(call: Call, { source, node }: Context): true | readonly Effect[] | undefined {
  const operands = call.args.filter((arg) => !arg.startsWith("-"));
  if (call.name !== "kill") return operands.some((each) => SERVER.test(each)) || undefined;
  if (/\bsshd\b/u.test(source.text.slice(node.pos, node.end))) return true;
  if (operands.every(isExact) || signalOf(call.args) !== "HUP") return undefined;
  const started = trait(call.session.machine, "sshd", "", "started");
  if (started.certain && sameSshdFiles(started.value, sshdFilesOf(call.session.machine))) return undefined;
  const why = "whether sshd read its configuration again is not known";
  return [blur("sshd", "", why, call.since("kill"), ["started"])];
}

function signalled(call: Call, named: string): readonly Effect[] {
  const { machine } = call.session;
  const since = call.since(call.name);
  if (!is(trait(machine, "service", "sshd", "active"), true)) return [];
  if (named === "TERM" || named === "INT") return [set("service", "sshd", { active: false }, since)];
  const before = trait(machine, "sshd", "", "started");
  const unchanged = before.certain && sameSshdFiles(before.value, sshdFilesOf(machine));
  return unchanged && startsNow(machine) === "starts" ? [] : startEffects(machine, since);
}

/** Without a word it asks to end; undefined for a signal that is not followed. */
function signalOf(args: readonly Value[]): string | undefined {
  const words = args.flatMap((arg, at) => {
    if (/^(?:-s|--signal)$/u.test(arg)) return [`-${args[at + 1] ?? ""}`];
    return arg.startsWith("--signal=") ? [`-${arg.slice("--signal=".length)}`] : [];
  });
  const [given] = words.length > 0 ? words : args.filter((arg) => NAMED.test(arg));
  if (given === undefined) return "TERM";
  const name = SIGNAL.exec(given)?.[1];
  return name === undefined ? undefined : (ownValue(NUMBERS, name) ?? name);
}
