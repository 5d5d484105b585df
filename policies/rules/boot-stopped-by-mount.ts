import { trait } from "../boot/machine/machine";
import { is } from "../boot/machine/prediction";
import { mendMountOptions } from "../boot/mending/mount-options";
import { defineRule } from "./rule";
import { shutHost } from "./shut-accounts";
import { describeOrigin, describeSpan } from "./wording";

export default defineRule({
  id: "boot-stopped-by-mount",
  title: "A file system that the user data adds can stop the next boot",
  severity: "high",
  enforcement: "advisory",
  judges: "user-data",
  closes: ["ssh", "instance-connect", "session-manager"],
  remedy:
    "Add `nofail` to its options, with `x-systemd.device-timeout=30s`, so that the boot goes on without it.",
  causes: [
    "A line of fstab, or an entry of `mounts` with options of its own, without nofail or noauto, for a device that may not be there",
    "One whose device or folder is certain not to be there",
  ],
  check(subject) {
    const { boot, image } = subject;
    const stopped = shutHost(subject, (machine) => {
      const comesUp = trait(machine, "host", "", "comesUp");
      return is<boolean>(comesUp, false) ? [{ what: "", since: comesUp.since }] : [];
    });
    if (stopped.length > 0)
      return stopped.map(({ since, span }) => ({
        message: `${describeOrigin(since)}: what is to be mounted is not there, and without nofail the boot stops in emergency mode, ${describeSpan(span)}.`,
        place: since.place,
      }));
    const comesUp = trait(boot.afterReboot, "host", "", "comesUp");
    const { since } = comesUp;
    if (comesUp.certain || since.from !== "user-data" || image.initSystem !== "cloud-init") return [];
    // What cannot be followed is no finding: only a line that was read is.
    if (since.cause !== "mount-without-nofail") return [];
    return [
      {
        message: `${describeOrigin(since)}: ${comesUp.why}: if what is to be mounted is not there, the host waits for it and then stops in emergency mode, where nobody gets in, ${describeSpan("next-boot")}.`,
        place: since.place,
        severity: "medium" as const,
      },
    ];
  },
  mend: mendMountOptions,
});
