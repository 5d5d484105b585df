import { blur, set, type Effect } from "../machine/effect";
import { said, trait } from "../machine/machine";
import { IMAGE, type Origin } from "../machine/prediction";
import { bootEffects } from "../login/sshd-start";
import { SERVICES } from "../machine/services";
import { sshdFilesOf } from "../machine/sshd-files";
import { afterReboot, readRules } from "../firewall/rules";
import { firewallEffects } from "../shell/commands/firewall";
import { runScript } from "../shell/run";
import { cronJobs, ownStart } from "../start-up/own-start";
import { repairAtStart, repairQueued } from "../start-up/repair-unit";
import { applyTo, type CloudBoot } from "./boot";

/**
 * What systemd starts behind cloud-init's init stage: sshd with the configuration of that moment, and at later boots
 * whatever is enabled by then. At the first boot the image decides what runs, and what a line stopped before stays down.
 */
export function startServices(boot: CloudBoot): void {
  boot.machine = repairAtStart(boot.machine, boot.budget, runScript);
  applyTo(boot, notToBeRun(boot));
  applyTo(boot, bootEffects(boot.machine, startedSince(boot)));
  // cron starts behind the init stage, with what was written until then.
  const start = boot.firstBoot ? cronJobs : ownStart;
  boot.machine = start(boot.machine, boot.budget, runScript);
}

/** What a later boot begins with: systemd has the jobs of all that is enabled in its queue before cloud-init runs. */
export const queueServices = (boot: CloudBoot): void => {
  applyTo(boot, [...enabledEffects(boot), ...repairQueued(boot.machine), ...networkEffects(boot)]);
};

// An interface that was taken down by hand comes up with the next boot, and rules that nobody saved are gone.
function networkEffects({ machine }: CloudBoot): readonly Effect[] {
  const rules = said(machine, "firewall", "", "rules");
  const network = said(machine, "firewall", "", "network");
  const ssh = said(machine, "firewall", "", "ssh");
  return [
    ...(network === undefined ? [] : [set("firewall", "", { network: true }, IMAGE)]),
    ...(rules?.certain === true
      ? firewallEffects(machine, afterReboot(readRules(rules.value)), ssh?.since ?? rules.since)
      : []),
  ];
}

// The units of Debian's package start nothing while this file is there (ssh.service, ConditionPathExists).
function notToBeRun({ machine }: CloudBoot): readonly Effect[] {
  const { family } = machine;
  const file = said(machine, "file", "/etc/ssh/sshd_not_to_be_run", "exists");
  if (file === undefined || (family !== "debian" && family !== "ubuntu")) return [];
  if (!file.certain) return [blur("service", "sshd", file.why, file.since, ["active"])];
  return file.value
    ? [
        set("service", "ssh.socket", { active: false }, file.since),
        set("service", "sshd", { active: false }, file.since),
      ]
    : [];
}

const startedSince = ({ machine }: CloudBoot): Origin => {
  const since = [...sshdFilesOf(machine).texts.values()].map((text) => text.since);
  return since.find(({ from }) => from === "user-data") ?? IMAGE;
};

const enabledEffects = ({ machine }: CloudBoot): readonly Effect[] =>
  SERVICES.flatMap((name): readonly Effect[] => {
    const installed = trait(machine, "service", name, "installed");
    if (installed.certain && !installed.value && installed.since.from === "user-data")
      return [set("service", name, { active: false }, installed.since)];
    const enabled = said(machine, "service", name, "enabled");
    if (enabled?.certain === true) return [set("service", name, { active: enabled.value }, enabled.since)];
    if (enabled !== undefined) return [blur("service", name, enabled.why, enabled.since, ["active"])];
    // Stopped or started by hand: the next boot does as the image has it.
    const own = machine.baseline("service", name, "enabled");
    return own === undefined || said(machine, "service", name, "active") === undefined
      ? []
      : [set("service", name, { active: own }, IMAGE)];
  });
