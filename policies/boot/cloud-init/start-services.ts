import { blur, set, type Effect } from "../machine/effect";
import { said } from "../machine/machine";
import { IMAGE, type Origin } from "../machine/prediction";
import { sshdFilesOf } from "../machine/sshd-files";
import { applyTo, type CloudBoot } from "./boot";

/**
 * What systemd starts behind cloud-init's init stage: sshd with the configuration of that moment, and at later boots
 * whatever is enabled by then. At the first boot the image decides what runs, and what a line stopped before stays down.
 */
export function startServices(boot: CloudBoot): void {
  if (!boot.firstBoot) applyTo(boot, enabledEffects(boot));
  applyTo(boot, [set("sshd", "", { started: sshdFilesOf(boot.machine) }, startedSince(boot))]);
}

const startedSince = ({ machine }: CloudBoot): Origin => {
  const since = [...sshdFilesOf(machine).texts.values()].map((text) => text.since);
  return since.find(({ from }) => from === "user-data") ?? IMAGE;
};

const SERVICES = ["sshd", "ssh.socket", "amazon-ssm-agent"] as const;

const enabledEffects = ({ machine }: CloudBoot): readonly Effect[] =>
  SERVICES.flatMap((name): readonly Effect[] => {
    const enabled = said(machine, "service", name, "enabled");
    if (enabled?.certain === true) return [set("service", name, { active: enabled.value }, enabled.since)];
    if (enabled !== undefined) return [blur("service", name, enabled.why, enabled.since, ["active"])];
    // Stopped or started by hand: the next boot does as the image has it.
    const own = machine.baseline("service", name, "enabled");
    return own === undefined || said(machine, "service", name, "active") === undefined
      ? []
      : [set("service", name, { active: own }, IMAGE)];
  });
