import { ownValue } from "../../../facts/own";
import { blur, set, type Effect } from "../../machine/effect";
import { said, trait, type Machine } from "../../machine/machine";
import { is, type Origin } from "../../machine/prediction";
import { SSHD_CONFIG, SSHD_PROGRAM } from "../../machine/sshd-files";
import type { ServiceTraits } from "../../machine/traits";
import { DONE, type Call, type Command, type Result } from "../session";
import type { Value } from "../value";
import { SETFACL } from "./setfacl";

/** Packages that carry a way in, by the service that stands for them. */
const PACKAGES: Readonly<Record<string, string>> = {
  "openssh-server": "sshd",
  openssh: "sshd",
  "amazon-ssm-agent": "amazon-ssm-agent",
};

/** Packages that Debian's openssh-server depends on: it is removed with them. */
const NEEDED_BY_SERVER = /^openssh-(?:sftp-server|client)$/u;

const REMOVING = new Set(["remove", "purge", "erase", "autoremove", "rm", "del"]);
const INSTALLING = new Set(["install", "add", "in", "reinstall", "localinstall"]);

/** Of rpm(8) and dpkg(1), whose verbs are options. */
const REMOVING_OPTIONS = /^(?:-[a-df-z]*e[a-z]*|-r|-P|--erase|--remove|--purge)$/u;
const INSTALLING_OPTIONS = /^(?:-[a-hj-z]*[iUF][a-z]*|--install|--upgrade)$/u;

/** The options that people write; letters that somebody strings together otherwise are told by what they come to. */
const TOLD_OPTIONS: ReadonlySet<string> = new Set(
  "-e -ev -i -ivh -iv -ih -U -Uvh -F -Fvh -r -P --erase --remove --purge --install --upgrade".split(" "),
);

const toldVerb = (verb: Value, installed: boolean): string =>
  REMOVING.has(verb) || INSTALLING.has(verb) || TOLD_OPTIONS.has(verb)
    ? verb
    : installed
      ? "--install"
      : "--remove";

const PRETENDING =
  /^(?:-s|--simulate|--dry-run|--just-print|--no-act|--assumeno|-d|--download-only|--downloadonly|--test)$/u;

/** apt-get(8), dnf(8), yum(8), zypper(8), apk(8), snap(8), rpm(8), dpkg(1): which packages come and go. */
export const packageManager: Command = (call) => {
  if (call.name === "snap" && ownValue(SNAP_VERBS, call.args[0] ?? "") !== undefined)
    return snapService(call);
  const byOptions = call.name === "rpm" || call.name === "dpkg";
  const removes = (arg: Value): boolean => (byOptions ? REMOVING_OPTIONS.test(arg) : REMOVING.has(arg));
  const installs = (arg: Value): boolean => (byOptions ? INSTALLING_OPTIONS.test(arg) : INSTALLING.has(arg));
  const verb = call.args.find((arg) => removes(arg) || installs(arg));
  const asks = call.args.some((arg) =>
    byOptions ? /^-q|^-l|^-V|^--test/u.test(arg) : call.name !== "yum" && PRETENDING.test(arg),
  );
  if (verb === undefined || asks) return DONE;
  const installed = installs(verb);
  const since = call.since(`${call.name} ${toldVerb(verb, installed)}`);
  const byApt = call.name === "apt" || call.name === "apt-get";
  const services = call.args.flatMap((arg) => {
    const name = /(?:^|\/)amazon-ssm-agent[^/]*\.(?:rpm|deb)$/u.test(arg)
      ? "amazon-ssm-agent"
      : (arg.split(/[=:*]/u, 1)[0] ?? "");
    if (!installed && byApt && NEEDED_BY_SERVER.test(name)) return "sshd";
    return ownValue(PACKAGES, name) ?? [];
  });
  const how = installed ? "installs" : purges(call) ? "purges" : "removes";
  const brought =
    installed && call.args.includes("acl") ? [set("file", SETFACL, { exists: true }, since)] : [];
  return {
    status: "presumed",
    effects: [
      ...brought,
      ...[...new Set(services)].flatMap((service) =>
        service === "sshd" ? serverEffects(call, how, since) : agentEffects(call, installed, since),
      ),
    ],
  };
};

const SNAP_VERBS: Readonly<Record<string, Partial<ServiceTraits>>> = {
  start: { active: true },
  restart: { active: true },
  stop: { active: false },
  enable: { active: true, enabled: true },
  disable: { active: false, enabled: false },
};

/** snap(8), of a snap's services: `snap stop --disable NAME[.SERVICE]`, `snap disable NAME`. */
function snapService(call: Call): Result {
  const [verb = "", ...rest] = call.args;
  const traits = {
    ...ownValue(SNAP_VERBS, verb),
    ...(rest.includes("--enable") && { enabled: true }),
    ...(rest.includes("--disable") && { enabled: false }),
  };
  const isAgent = rest.some((arg) => /^amazon-ssm-agent(?:\.amazon-ssm-agent)?$/u.test(arg));
  return isAgent
    ? {
        status: "presumed",
        effects: [set("service", "amazon-ssm-agent", traits, call.since(`snap ${verb}`))],
      }
    : DONE;
}

type How = "installs" | "removes" | "purges";

const purges = ({ name, args }: Call): boolean =>
  name === "dpkg"
    ? args.some((arg) => arg === "-P" || arg === "--purge")
    : args.some((arg) => arg === "purge" || arg === "--purge");

/** What the package's own scripts do: Debian's keep the unit enabled and the configuration until it is purged. */
function serverEffects(
  { name, args, session: { machine } }: Call,
  how: How,
  since: Origin,
): readonly Effect[] {
  if (how === "installs") {
    const again = args.some((arg) => /^(?:--)?reinstall$/u.test(arg));
    return again
      ? [...broughtBack(machine, since), ...installEffects(machine, since)]
      : installEffects(machine, since);
  }
  const debian = /^(?:apt|apt-get|dpkg)$/u.test(name);
  const gone = set("service", "sshd", { installed: false, active: false }, since);
  // Its socket is part of the package.
  const socket =
    said(machine, "service", "ssh.socket", "active") === undefined
      ? []
      : [set("service", "ssh.socket", { active: false }, since)];
  if (debian && how === "removes") return [gone, ...socket];
  return [
    gone,
    ...socket,
    set("service", "sshd", { enabled: false }, since),
    // rpm(8) keeps a configuration that was changed, under another name.
    set("file", SSHD_CONFIG, { exists: false }, since),
  ];
}

// What a line took away of the package is there again.
const broughtBack = (machine: Machine, since: Origin): readonly Effect[] =>
  said(machine, "file", SSHD_PROGRAM, "exists") === undefined
    ? []
    : [set("file", SSHD_PROGRAM, { exists: true, mode: 0o755, owner: "root", group: "root" }, since)];

// Installed where it is already, a package manager at most brings a newer one: the server is restarted as it is.
function installEffects(machine: Machine, since: Origin): readonly Effect[] {
  if (is(trait(machine, "service", "sshd", "installed"), true)) return [];
  const configured = trait(machine, "file", SSHD_CONFIG, "exists");
  const own = machine.baseline("file", SSHD_CONFIG, "content");
  const started = machine.baseline("sshd", "", "started");
  const anew = configured.certain && !configured.value;
  return [
    set("service", "sshd", { installed: true, active: true, enabled: true }, since),
    ...(anew
      ? [
          set("file", SSHD_CONFIG, { exists: true, mode: 0o644, owner: "root", group: "root" }, since),
          own === undefined
            ? blur("file", SSHD_CONFIG, "what the package brings is not known", since, ["content"])
            : set("file", SSHD_CONFIG, { content: own }, since),
          started === undefined
            ? blur("sshd", "", "what the package brings is not known", since, ["started"])
            : set("sshd", "", { started }, since),
        ]
      : []),
  ];
}

function agentEffects(call: Call, installed: boolean, since: Origin): readonly Effect[] {
  const service = "amazon-ssm-agent";
  if (!installed)
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
