import { readFileSync } from "node:fs";

/** Namespaces of an instance; nothing in them outlives the first process, nor that one the process started here. */
const OF_AN_INSTANCE = ["--mount", "--pid", "--uts", "--ipc", "--net", "--fork", "--kill-child"];
const ENVIRONMENT = [
  "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
  "HOME=/root",
  "LANG=C.UTF-8",
];

/** @returns the start of a command that runs in new namespaces, with the disk that the process `vpcPid` holds */
export function asInstance(vpcPid: number): readonly string[] {
  return ["nsenter", "--target", String(vpcPid), "--mount", "unshare", ...OF_AN_INSTANCE];
}

/** @returns the start of a command that runs as root in the instance whose first process is `pid` */
export function inInstance(pid: number): readonly string[] {
  const namespaces = ["--mount", "--pid", "--uts", "--ipc", "--net", "--root", "--wd"];
  return ["nsenter", "--target", String(pid), ...namespaces, "env", "-i", ...ENVIRONMENT];
}

/** @returns the start of a command that runs on the host beside the instance */
export function besideInstance(vpcPid: number): readonly string[] {
  return ["nsenter", "--target", String(vpcPid), "--net"];
}

/**
 * The descendant of a process that is the first one of its process id namespace.
 *
 * @param depth how many namespaces below this one
 * @returns its id here, or undefined when there is none (yet)
 */
export function findInit(pid: number, depth: number): number | undefined {
  const ids = /^NSpid:\t(.*)$/m.exec(procText(`${pid}/status`))?.[1]?.split("\t") ?? [];
  if (ids.length === depth + 1 && ids.at(-1) === "1") return pid;
  for (const child of procText(`${pid}/task/${pid}/children`).split(" ")) {
    const found = child === "" ? undefined : findInit(Number(child), depth);
    if (found !== undefined) return found;
  }
  return undefined;
}

// A process may end while it is looked at.
function procText(path: string): string {
  try {
    return readFileSync(`/proc/${path}`, "utf8");
  } catch {
    return "";
  }
}
