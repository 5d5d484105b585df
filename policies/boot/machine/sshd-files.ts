import { RED_HAT_DROP_IN } from "../image/host-files";
import type { FileText } from "./file-text";
import { mentioned, trait, type Machine } from "./machine";
import { certain, type Prediction } from "./prediction";
import type { SshdConfigFiles } from "./sshd-config-files";

export const SSHD_CONFIG = "/etc/ssh/sshd_config";

/** The server itself, as every distribution's unit starts it. */
export const SSHD_PROGRAM = "/usr/sbin/sshd";

/** sshd's configuration as it is on the machine just now. */
export function sshdFilesOf(machine: Machine): SshdConfigFiles {
  const found = FOUND.get(machine) ?? findFiles(machine);
  FOUND.set(machine, found);
  return found;
}

// A machine never changes; the same files are the same object, so that what is read of them is read once.
const FOUND = new WeakMap<Machine, SshdConfigFiles>();

function findFiles(machine: Machine): SshdConfigFiles {
  const said = mentioned(machine, "file").filter((path) => isConfiguration(path));
  const shipped = machine.baseline("file", RED_HAT_DROP_IN, "content") === undefined ? [] : [RED_HAT_DROP_IN];
  return {
    texts: new Map(
      [SSHD_CONFIG, ...new Set([...shipped, ...said])].map((path) => [path, textOf(machine, path)]),
    ),
  };
}

/** Any file below /etc/ssh may be included; keys and moduli are not. */
const isConfiguration = (path: string): boolean =>
  path.startsWith("/etc/ssh/") &&
  !/^\/etc\/ssh\/(?:ssh_|moduli|latchkey\/keys\/)/u.test(path) &&
  path !== SSHD_CONFIG;

function textOf(machine: Machine, path: string): Prediction<FileText | undefined> {
  const exists = trait(machine, "file", path, "exists");
  if (!exists.certain) return exists;
  return exists.value ? trait(machine, "file", path, "content") : certain(undefined, exists.since);
}
