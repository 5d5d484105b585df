import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

const PREFIX = "latchkey-boot-lab-";
const OWNER = "owner";
const CONTROL_GROUP_TREES = ["/sys/fs/cgroup/systemd", "/sys/fs/cgroup/unified", "/sys/fs/cgroup"];

/** A folder of this process for one instance's key, logs and mount point; swept by the next lab if this one is killed. */
export function makeWorkFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), PREFIX));
  writeFileSync(join(folder, OWNER), identity(process.pid) ?? "");
  for (const name of ["disk", "root"]) mkdirSync(join(folder, name));
  return folder;
}

/**
 * Removes what labs that were killed have left: their folders, and the control groups named after those. Nothing else can
 * be left of them: their processes die with the one that started them, and mounts, links and disks with the namespaces
 * of those.
 */
export function sweepWorkFolders(): void {
  for (const name of entries(tmpdir())) {
    const folder = join(tmpdir(), name);
    if (!ownerRuns(folder)) rmSync(folder, { recursive: true, force: true });
  }
  for (const tree of CONTROL_GROUP_TREES) {
    for (const name of entries(tree)) {
      if (!existsSync(join(tmpdir(), name))) removeGroup(join(tree, name));
    }
  }
}

/** Removes what systemd in an instance has left of its control groups. */
export function removeControlGroups(folder: string): void {
  for (const tree of CONTROL_GROUP_TREES) removeGroup(join(tree, basename(folder)));
}

// A control group's files can't be removed, and go with it: only the folders are, from within.
function removeGroup(group: string): void {
  try {
    for (const entry of readdirSync(group, { withFileTypes: true })) {
      if (entry.isDirectory()) removeGroup(join(group, entry.name));
    }
    rmdirSync(group);
  } catch {
    // There is none, or a process in it is still on its way out; then the next sweep takes it.
  }
}

function entries(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder).filter((name) => name.startsWith(PREFIX)) : [];
}

function ownerRuns(folder: string): boolean {
  try {
    const owner = readFileSync(join(folder, OWNER), "utf8");
    // A folder that has no owner yet is being made right now.
    return owner === "" || identity(Number(owner.split(" ")[0])) === owner;
  } catch {
    return true;
  }
}

// A process id alone comes back one day; together with its start time (field 22 of /proc/PID/stat) it does not.
function identity(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return `${pid} ${stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? ""}`;
  } catch {
    return undefined;
  }
}
