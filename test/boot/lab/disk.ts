import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { mustRun } from "./command";
import type { Place } from "./instance";

const OFFLINE = `set -eu
mount -t overlay overlay -o "lowerdir=$2,upperdir=$1/disk/upper,workdir=$1/disk/work" "$1/root"
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

export function putFile(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

/** A file's text, or nothing when there is none (yet). */
export function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
