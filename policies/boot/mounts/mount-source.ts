import type { MountSource } from "../machine/place-effects";
import { normalisePath } from "../machine/paths";
import { isBind, optionValue } from "./fstab";

/** Mode of a tmpfs' root directory unless `mode=` says otherwise (tmpfs(5)). */
const TMPFS_ROOT = 0o1777;

/** What a mount with these words shows. */
export function mountSource(device: string, type: string, options: readonly string[]): MountSource {
  if (isBind({ options })) return { kind: "folder", path: normalisePath(device, "/") };
  if (type !== "tmpfs" && type !== "ramfs") return { kind: "device", device: unquoted(device) };
  const mode = optionValue({ options }, "mode");
  const isMode = mode !== undefined && /^[0-7]{3,4}$/u.test(mode);
  return { kind: "memory", mode: isMode ? Number.parseInt(mode, 8) : TMPFS_ROOT };
}

/** `UUID="…"` and `UUID=…` name the same (libmount). */
export const unquoted = (device: string): string => device.replace(/"/gu, "");
