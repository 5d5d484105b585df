import { ownValue } from "../../../facts/own";
import { blur, set, type Effect, opaque } from "../../machine/effect";
import { trait } from "../../machine/machine";
import { is } from "../../machine/prediction";
import type { ServiceTraits } from "../../machine/traits";
import { startsNow } from "../../login/sshd-start";
import { runUnit } from "../../start-up/run-unit";
import { ownUnit } from "../../start-up/unit-file";
import { DONE, MAX_DEPTH, type Call, type Result } from "../session";
import type { Runner } from "../simple-command";
import { couldBe, isExact, type Value } from "../value";
import { readOptions } from "./options";
import { powerVerb } from "./power";
import { notToBeRun, readAnew, reloadSshd, socketEffects } from "./sshd-unit";
import { actedOn, isMasked, masking } from "./unit-names";
import type { Wrapper } from "./wrapper";

/** The services whose state decides a way in, by the unit names that distributions give them. */
const UNITS: Readonly<Record<string, readonly string[]>> = {
  sshd: ["ssh", "sshd"],
  "ssh.socket": ["ssh.socket", "sshd.socket"],
  "amazon-ssm-agent": ["amazon-ssm-agent", "snap.amazon-ssm-agent.amazon-ssm-agent"],
};

/** The service behind a unit's name, as the model knows it. */
export function serviceOf(unit: Value): string | undefined {
  const name = unit.replace(/\.service$/u, "");
  return Object.entries(UNITS).find(([, units]) =>
    units.some((each) => (isExact(name) ? each === name : false)),
  )?.[0];
}

const VERBS: Readonly<Record<string, Partial<ServiceTraits>>> = {
  start: { active: true },
  restart: { active: true },
  "reload-or-restart": { active: true },
  stop: { active: false },
  enable: { enabled: true },
  disable: { enabled: false },
  mask: { enabled: false },
  unmask: {},
};

const reload = (call: Call, units: readonly Value[], construct: string): Result =>
  units.some((unit) => isExact(unit) && serviceOf(unit) === "sshd") ? reloadSshd(call, construct) : DONE;

const RELOADS = /^(?:reload|force-reload)$/u;

/** systemctl(1). */
export const systemctl: Wrapper = (call, { runner }) => {
  if (call.session.user !== "root") return { ...DONE, status: "failure" };
  const options = readOptions(call.args, ["t", "type", "state", "p", "property", "root", "signal"]);
  const [verb = "", ...units] = options.operands;
  if (/^(?:is-|status|show|list-|cat)/u.test(verb)) return { status: "unknown" };
  const ended = powerVerb(call, verb, units);
  if (ended !== undefined) return ended;
  if (waitsForever(call, verb, units, options.has("now")))
    return { status: "unknown", effects: [stuck(call, verb)] };
  if (RELOADS.test(verb)) return reload(call, units, `systemctl ${verb}`);
  const traits = TRIES.test(verb) ? triedTraits(call, units) : ownValue(VERBS, verb);
  const now = options.has("now") && traits?.enabled !== undefined ? { active: traits.enabled } : {};
  // A reload, a daemon-reload or an unmasking changes nothing that the model keeps.
  if (traits === undefined) return DONE;
  const acted = actedOn(call, verb, units, { ...traits, ...now });
  const all = acted.traits;
  return {
    status: acted.fails || fails(call, acted.units, all) ? "failure" : "presumed",
    effects: [
      ...unitEffects(call, acted.units, all, `systemctl ${verb}`),
      ...units.flatMap((unit) => ownUnitEffects(call, unit, all, `systemctl ${verb}`, runner)),
    ],
  };
};

const TRIES = /^(?:try-restart|condrestart)$/u;

// Only what runs is started anew.
function triedTraits({ session: { machine } }: Call, units: readonly Value[]): Partial<ServiceTraits> {
  const followed = units.map(serviceOf).filter((service) => service !== undefined);
  return followed.every((service) => is(trait(machine, "service", service, "active"), true))
    ? { active: true }
    : {};
}

/**
 * cloud-init's first stages come before the SSH server: a `systemctl` there that waits for it to start waits for a boot
 * that waits for it (systemd.unit(5), Before=; `systemctl --no-block` does not wait).
 */
const waitsForever = (
  { session, args }: Call,
  verb: string,
  units: readonly Value[],
  now: boolean,
): boolean =>
  session.early &&
  !args.includes("--no-block") &&
  (/^(?:start|restart|reload|reload-or-restart|force-reload)$/u.test(verb) || (verb === "enable" && now)) &&
  units.some((unit) => serviceOf(unit) === "sshd");

const stuck = (call: Call, verb: string): Effect =>
  opaque(
    "it waits for the SSH server, which waits for it: the boot may hang",
    call.since(`systemctl ${verb}`),
  );

/** A unit that the user data wrote: it is run when it is started, and at each boot where it is enabled. */
function ownUnitEffects(
  call: Call,
  name: Value,
  traits: Partial<ServiceTraits>,
  construct: string,
  runner: Runner,
): readonly Effect[] {
  const { session } = call;
  // What a timer starts is started later.
  if (isExact(name) && name.endsWith(".timer")) return [set("service", name, traits, call.since(construct))];
  const unit = serviceOf(name) === undefined ? ownUnit(session.machine, name) : undefined;
  if (unit === undefined) return [];
  if (traits.active === true && session.depth < MAX_DEPTH)
    session.machine = runUnit(unit, session.machine, session.budget, (source, inner) =>
      runner.runScript(source, inner),
    );
  return [set("service", name.replace(/\.service$/u, ""), traits, call.since(construct))];
}

const fails = (
  { session: { machine } }: Call,
  units: readonly Value[],
  traits: Partial<ServiceTraits>,
): boolean =>
  (traits.active === true || traits.enabled === true) &&
  units.some((unit) => {
    const service = serviceOf(unit);
    if (service !== undefined && isMasked(trait(machine, "service", service, "enabled"))) return true;
    return service === "sshd" && traits.active === true && startsNow(machine) === "fails";
  });

/** What a unit that decides a way in comes to. */
export function unitEffects(
  call: Call,
  units: readonly Value[],
  traits: Partial<ServiceTraits>,
  construct: string,
): readonly Effect[] {
  const since = construct === "systemctl mask" ? masking(call.since(construct)) : call.since(construct);
  // The socket first: what is said of the service itself in the same breath counts more.
  const ordered = [...units].sort((a, b) => Number(b.endsWith(".socket")) - Number(a.endsWith(".socket")));
  return ordered.flatMap((unit): readonly Effect[] => {
    if (!isExact(unit)) {
      return Object.keys(UNITS)
        .filter((name) => ownValue(UNITS, name)?.some((each) => couldBe(unit, each)))
        .map((name) => blur("service", name, "which unit it is about is not known", since));
    }
    const service = serviceOf(unit);
    if (service === undefined) return [];
    const enabled = trait(call.session.machine, "service", service, "enabled");
    const masked = isMasked(enabled);
    // What is masked can be neither started nor enabled; unmasked, it is as it was before, which is not kept.
    if (construct === "systemctl unmask")
      return masked ? [blur("service", service, "it was masked for a while", since, ["enabled"])] : [];
    if (masked && (traits.enabled === true || traits.active === true)) return [];
    return [
      ...socketEffects(call, service, traits, since),
      set("service", service, traits, since),
      ...(service === "sshd"
        ? [...readAnew(call, construct, traits, since), ...notToBeRun(call, traits, since)]
        : []),
    ];
  });
}

/** service(8): `service NAME VERB`. */
export const service: Wrapper = (call, { runner }) => {
  if (call.session.user !== "root") return { ...DONE, status: "failure" };
  const [unit, verb = ""] = call.args;
  if (unit !== undefined && RELOADS.test(verb)) return reload(call, [unit], `service ${verb}`);
  const traits = ownValue(VERBS, verb);
  if (unit === undefined || traits?.active === undefined) return DONE;
  return {
    status: fails(call, [unit], traits) ? "failure" : "presumed",
    effects: [
      ...unitEffects(call, [unit], traits, `service ${verb}`),
      ...ownUnitEffects(call, unit, traits, `service ${verb}`, runner),
    ],
  };
};
