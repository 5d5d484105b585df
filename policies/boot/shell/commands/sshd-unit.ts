import { blur, set, type Effect } from "../../machine/effect";
import { trait } from "../../machine/machine";
import { is, type Origin } from "../../machine/prediction";
import { sameSshdFiles } from "../../machine/sshd-config-files";
import { sshdFilesOf } from "../../machine/sshd-files";
import type { ServiceTraits } from "../../machine/traits";
import { readConfig } from "../../login/sshd-reading";
import { startEffects, startsNow } from "../../login/sshd-start";
import type { Call, Result } from "../session";

// A server that starts reads its configuration; one that runs already does not take notice of a `start`.
export function readAnew(
  { session: { machine } }: Call,
  construct: string,
  traits: Partial<ServiceTraits>,
  since: Origin,
): readonly Effect[] {
  const runs = trait(machine, "service", "sshd", "active");
  const restarts = construct.endsWith("restart");
  if (traits.active !== true || (is(runs, true) && !restarts)) return [];
  const files = sshdFilesOf(machine);
  const before = trait(machine, "sshd", "", "started");
  if (before.certain && sameSshdFiles(before.value, files) && startsNow(machine) === "starts") return [];
  return runs.certain || restarts
    ? startEffects(machine, since)
    : [blur("sshd", "", "whether sshd read its configuration again is not known", since, ["started"])];
}

// Debian's unit starts nothing while this file is there (ssh.service, ConditionPathExists).
export function notToBeRun(
  { session: { machine } }: Call,
  traits: Partial<ServiceTraits>,
  since: Origin,
): readonly Effect[] {
  const there = is(trait(machine, "file", "/etc/ssh/sshd_not_to_be_run", "exists"), true);
  const debian = machine.family === "debian" || machine.family === "ubuntu";
  return there && debian && traits.active === true ? [set("service", "sshd", { active: false }, since)] : [];
}

/** sshd keeps what it has where the new configuration does not load: the unit tries it first (`sshd -t`). */
export function reloadSshd(call: Call, construct: string): Result {
  const { machine } = call.session;
  const files = sshdFilesOf(machine);
  const { state } = readConfig(files, machine);
  const since = call.since(construct);
  if (state === "fails") return { status: "failure" };
  return {
    status: state === "loads" ? "presumed" : "unknown",
    effects: [
      state === "loads"
        ? set("sshd", "", { started: files }, since)
        : blur("sshd", "", "whether sshd takes its new configuration is not known", since, ["started"]),
    ],
  };
}

// Where sshd is started by its socket, as on newer Ubuntu, its service was never enabled: which of the two it is there
// is only known of images that have no socket.
export function socketEffects(
  call: Call,
  service: string,
  traits: Partial<ServiceTraits>,
  since: Origin,
): readonly Effect[] {
  if (service !== "ssh.socket") return [];
  return (["active", "enabled"] as const).flatMap((which) => {
    if (traits[which] !== false) return [];
    const socket = trait(call.session.machine, "service", "ssh.socket", which);
    const own = trait(call.session.machine, "service", "sshd", which);
    if (own.since.from === "user-data" || is(socket, false)) return [];
    return [
      blur("service", "sshd", "whether its socket or its service starts it is not known", since, [which]),
    ];
  });
}
