import { blur, set, type Effect } from "../../machine/effect";
import { trait } from "../../machine/machine";
import type { Origin } from "../../machine/prediction";
import { DONE, type Call, type Command } from "../session";
import type { Value } from "../value";

/** Packages that carry a way in, by the service that stands for them. */
const PACKAGES: Readonly<Record<string, string>> = {
  "openssh-server": "sshd",
  openssh: "sshd",
  "amazon-ssm-agent": "amazon-ssm-agent",
};

const REMOVING = new Set(["remove", "purge", "erase", "autoremove", "rm", "del"]);
const INSTALLING = new Set(["install", "add", "in", "reinstall", "localinstall"]);

/** Of rpm(8) and dpkg(1), whose verbs are options. */
const REMOVING_OPTIONS = /^(?:-[a-z]*e[a-z]*|-r|-P|--erase|--remove|--purge)$/u;
const INSTALLING_OPTIONS = /^(?:-[a-z]*[iUF][a-z]*|--install|--upgrade)$/u;

const PRETENDING =
  /^(?:-s|--simulate|--dry-run|--just-print|--no-act|--assumeno|-d|--download-only|--downloadonly|--test)$/u;

/** apt-get(8), dnf(8), yum(8), zypper(8), apk(8), snap(8), rpm(8), dpkg(1): which packages come and go. */
export const packageManager: Command = (call) => {
  const byOptions = call.name === "rpm" || call.name === "dpkg";
  const removes = (arg: Value): boolean => (byOptions ? REMOVING_OPTIONS.test(arg) : REMOVING.has(arg));
  const installs = (arg: Value): boolean => (byOptions ? INSTALLING_OPTIONS.test(arg) : INSTALLING.has(arg));
  const verb = call.args.find((arg) => removes(arg) || installs(arg));
  const asks = call.args.some((arg) =>
    byOptions ? /^-q|^-l|^-V|^--test/u.test(arg) : call.name !== "yum" && PRETENDING.test(arg),
  );
  if (verb === undefined || asks) return DONE;
  const installed = installs(verb);
  const since = call.since(`${call.name} ${verb}`);
  const services = call.args.flatMap((arg) => {
    const name = /(?:^|\/)amazon-ssm-agent[^/]*\.(?:rpm|deb)$/u.test(arg)
      ? "amazon-ssm-agent"
      : arg.replace(/[=:*].*$/u, "");
    return PACKAGES[name] ?? [];
  });
  return {
    status: "presumed",
    effects: services.flatMap((service) => packageEffects(call, service, installed, since)),
  };
};

function packageEffects(call: Call, service: string, installed: boolean, since: Origin): readonly Effect[] {
  if (!installed || service !== "amazon-ssm-agent")
    return [set("service", service, { installed, active: installed, enabled: installed }, since)];
  const active = trait(call.session.machine, "service", service, "active");
  const enabled = trait(call.session.machine, "service", service, "enabled");
  const runs = active.certain && active.value && enabled.certain && enabled.value;
  // Whether the agent's package starts it differs between its releases and package formats.
  return [
    set("service", service, { installed }, since),
    ...(runs
      ? []
      : [
          blur("service", service, "whether its package starts it is not known", since, [
            "active",
            "enabled",
          ]),
        ]),
  ];
}
