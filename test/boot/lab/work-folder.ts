import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const PREFIX = "latchkey-boot-lab-";
const OWNER = "owner";

/** A folder of this process for one instance's key, logs and mount point; swept by the next lab if this one is killed. */
export function makeWorkFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), PREFIX));
  writeFileSync(join(folder, OWNER), identity(process.pid) ?? "");
  for (const name of ["disk", "root"]) mkdirSync(join(folder, name));
  return folder;
}

/**
 * Removes the folders of labs that were killed. Nothing else can be left of them: their processes die with the one that
 * started them, and mounts, links and disks with the namespaces of those.
 */
export function sweepWorkFolders(): void {
  for (const name of readdirSync(tmpdir())) {
    if (!name.startsWith(PREFIX)) continue;
    const folder = join(tmpdir(), name);
    if (ownerRuns(folder)) continue;
    rmSync(folder, { recursive: true, force: true });
  }
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
