import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** The programs that the lab starts on this machine; scripts/install-lab.sh installs the packages they come from. */
const PROGRAMS = [
  "mmdebstrap",
  "unshare",
  "nsenter",
  "setpriv",
  "flock",
  "ip",
  "dnsmasq",
  "systemd-nspawn",
  "script",
  "ssh",
  "ssh-keygen",
  "plink",
  "puttygen",
] as const;

/** @returns why this machine can't run the boot lab, or undefined when it can */
export function labUnavailable(): string | undefined {
  if (process.platform !== "linux") return "the boot lab needs Linux";
  if (process.getuid?.() !== 0) return "the boot lab needs root";
  const missing = PROGRAMS.filter((program) => !onPath(program));
  if (missing.length === 0) return undefined;
  return `the boot lab needs ${missing.join(", ")}: run scripts/install-lab.sh`;
}

/** `describe` where the lab can run; elsewhere its tests count as skipped, and the title says why. */
export function describeInLab(title: string, tests: () => void): void {
  const reason = labUnavailable();
  if (reason === undefined) describe(title, tests);
  else describe.skip(`${title} (${reason})`, tests);
}

function onPath(program: string): boolean {
  return (process.env.PATH ?? "").split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
