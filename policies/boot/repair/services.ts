import { set, type Effect } from "../machine/effect";
import { said, trait, type Machine } from "../machine/machine";
import { is, type Origin } from "../machine/prediction";
import type { ServiceTraits } from "../machine/traits";
import type { Configuration } from "./configuration";

const NOT_TO_BE_RUN = "/etc/ssh/sshd_not_to_be_run";
const AGENT = "amazon-ssm-agent";

/**
 * The SSH server and the agent are neither masked nor disabled, and what was starts with this boot. One that is enabled
 * and was only stopped is left to the boot, unless the server's files have changed.
 */
export function serviceEffects(
  machine: Machine,
  { off }: Configuration,
  { sshdChanged, since }: { readonly sshdChanged: boolean; readonly since: Origin },
): readonly Effect[] {
  const held = off.has("service") ? undefined : said(machine, "file", NOT_TO_BE_RUN, "exists");
  return [
    ...(held === undefined ? [] : [set("file", NOT_TO_BE_RUN, { exists: false }, since)]),
    // A socket that is enabled starts the server where that is disabled itself, as on newer Ubuntu.
    ...(off.has("service") ? [] : kept(machine, "sshd", sshdChanged || held !== undefined, since)),
    ...(off.has("agent") ? [] : kept(machine, AGENT, false, since)),
  ];
}

function kept(machine: Machine, name: string, isForced: boolean, since: Origin): readonly Effect[] {
  const wasSaid = (["active", "enabled"] as const).some(
    (which) => said(machine, "service", name, which)?.since.from === "user-data",
  );
  // What is removed cannot be started.
  if (is<boolean>(trait(machine, "service", name, "installed"), false) || (!wasSaid && !isForced)) return [];
  const wasEnabled = is<boolean>(trait(machine, "service", name, "enabled"), true);
  const traits: Partial<ServiceTraits> = {
    enabled: true,
    ...((isForced || !wasEnabled) && { active: true }),
  };
  return [set("service", name, traits, since)];
}
