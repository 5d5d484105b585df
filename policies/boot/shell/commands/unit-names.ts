import { trait } from "../../machine/machine";
import { is, type Origin } from "../../machine/prediction";
import type { ServiceTraits } from "../../machine/traits";
import type { Call } from "../session";
import type { Value } from "../value";

/** The line that masks a unit. */
export const masking = (since: Origin): Origin =>
  since.from === "image" ? since : { ...since, cause: "masked" };

export const isMasked = ({ since }: { readonly since: Origin }): boolean =>
  since.from === "user-data" && since.cause === "masked";

/** What a `systemctl` comes to: the units that it acts on, what becomes of them, and whether it fails. */
export interface Acted {
  readonly units: readonly Value[];
  readonly traits: Partial<ServiceTraits>;
  readonly fails: boolean;
}

/**
 * What Debian's names for the SSH server let `systemctl` do (measured on Debian 12 and 13): `sshd` is a link that is
 * there while ssh.service is enabled, and the socket is not started beside a server that runs.
 */
export function actedOn(
  { session: { machine } }: Call,
  verb: string,
  units: readonly Value[],
  traits: Partial<ServiceTraits>,
): Acted {
  const all = { units, traits, fails: false };
  if (machine.family !== "debian") return all;
  if (units.some(isAlias)) return byAlias(trait(machine, "service", "sshd", "enabled"), verb, all);
  const beside =
    traits.active === true &&
    units.some((unit) => unit === "ssh.socket") &&
    is(trait(machine, "service", "sshd", "active"), true) &&
    is(trait(machine, "service", "ssh.socket", "active"), false);
  if (!beside) return all;
  const others = traits.enabled === undefined ? {} : { enabled: traits.enabled };
  return { units, traits: others, fails: true };
}

const isAlias = (unit: Value): boolean => /^sshd(?:\.service)?$/u.test(unit);

function byAlias(enabled: ReturnType<typeof trait<"service", "enabled">>, verb: string, all: Acted): Acted {
  if (!enabled.certain || isMasked(enabled)) return all;
  const others = all.units.filter((unit) => !isAlias(unit));
  // A link is in the way of another one; enabling it is refused, and without it there is no such unit.
  if (verb === "mask") return { ...all, units: others, fails: enabled.value };
  if (verb === "unmask") return { ...all, units: others };
  if (!enabled.value || verb === "enable") return { ...all, units: others, fails: true };
  // The link goes with what it stands for: nothing is left to stop by that name.
  return verb === "disable" && all.traits.active === false
    ? { ...all, traits: { enabled: false }, fails: true }
    : all;
}
