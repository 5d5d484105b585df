import { isExact, type Value } from "../value";

/** Effects of a mount that hides an account's files. */
const HIDING = /^\/(?:$|home(?:\/|$)|root(?:\/|$)|etc(?:\/|$)|usr(?:\/|$)|var$)/u;

/** Limits that decide whether a session may start at all (limits.conf(5)); others only bound what it may use. */
const DECISIVE_LIMIT = /\b(?:nproc|maxlogins|maxsyslogins|as|data|rss)\b/u;

/**
 * Whether what is written to a file that decides who may log in leaves that decision alone: swap and mounts that may
 * fail (fstab(5)), and limits on open files and the like.
 */
export function isHarmlessWrite(
  path: string,
  write: { readonly append: boolean; readonly content: Value },
): boolean {
  if (path === "/etc/fstab") return write.append && lines(write.content).every(isHarmlessMount);
  if (!/^\/etc\/security\/limits\.(?:conf$|d\/)/u.test(path)) return false;
  return isExact(write.content) && lines(write.content).every((line) => !DECISIVE_LIMIT.test(line));
}

const lines = (content: Value): readonly string[] =>
  content.split("\n").filter((line) => line.trim() !== "" && !line.trim().startsWith("#"));

// What the device is called decides nothing where the boot goes on without it.
function isHarmlessMount(line: string): boolean {
  const [, target, type, options] = line.trim().split(/\s+/u);
  if (target === undefined || type === undefined || !isExact(target) || !isExact(type)) return false;
  if (type === "swap") return true;
  return !HIDING.test(target) && options !== undefined && /(?:^|,)(?:nofail|noauto)(?:,|$)/u.test(options);
}
