import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { mustRun } from "./command";
import type { Place } from "./instance";

const OFFLINE = `set -eu
mount -t overlay overlay -o "xino=on,lowerdir=$2,upperdir=$1/disk/upper,workdir=$1/disk/work" "$1/root"
exec sh -c "$3" offline "$1/root"`;

/** Runs shell text on the disk of an instance that is off, its root in $1. @throws when it fails */
export async function onDisk({ folder, layers, vpcPid }: Place, shell: string): Promise<void> {
  await mustRun([
    ...["nsenter", "--target", String(vpcPid), "--mount", "unshare", "--mount"],
    ...["sh", "-c", OFFLINE, "disk", folder, layers.join(":"), shell],
  ]);
}

/** The default user as images have it: key log-in only, sudo without a password. */
export function defaultUser(name: string): string {
  return `system_info:
  default_user:
    name: ${name}
    gecos: Default user
    lock_passwd: true
    groups: [adm, sudo]
    sudo: ["ALL=(ALL) NOPASSWD:ALL"]
    shell: /bin/bash
`;
}

/** Where this process sees what an instance has written at an absolute path of its disk. */
export function written({ folder, vpcPid }: Place, path: string): string {
  return join(`/proc/${vpcPid}/root`, folder, "disk/upper", path);
}

/** Puts a file on a disk that was never switched on. */
export function putFile(place: Place, path: string, content: string): void {
  const target = written(place, path);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, content);
}

/** A file's text, or nothing when there is none (yet). */
export function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
