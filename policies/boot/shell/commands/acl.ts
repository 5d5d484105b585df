import { ownValue } from "../../../facts/own";

/** An access ACL beyond what the mode says (acl(5)): while there is one, the mode's group bits are its mask. */
export interface Acl {
  /** What the owning group itself may do: 0 to 7. */
  readonly group: number;
  /** What named users and groups may do, by their entry: `u:NAME`, `g:NAME`. */
  readonly named: ReadonlyMap<string, number>;
}

/** An entry as setfacl(1) takes it; `default` is one for what is made below a folder later on. */
export interface AclEntry {
  readonly isDefault: boolean;
  readonly kind: "user" | "group" | "other" | "mask";
  /** Empty for the file's own user and group. */
  readonly name: string;
  /** Left out where the entry is to be removed. */
  readonly permissions?: string;
}

const KINDS: Readonly<Record<string, AclEntry["kind"]>> = { u: "user", g: "group", o: "other", m: "mask" };

/** Reads a list as `-m` and `-x` take it: `u:alice:rwx,g:dev:rX,m::rx`; `undefined` where it is none. */
export function readAclEntries(list: string): readonly AclEntry[] | undefined {
  const entries = list.split(",").map(readEntry);
  return entries.every((entry) => entry !== undefined) ? entries : undefined;
}

const ENTRY =
  /^(?<own>d(?:efault)?:)?(?:(?<kind>u(?:ser)?|g(?:roup)?|o(?:ther)?|m(?:ask)?):)?(?<rest>[^:\s]*(?::[^:\s]*)?)$/u;

function readEntry(text: string): AclEntry | undefined {
  const { own, kind: word = "u", rest = "" } = ENTRY.exec(text.trim())?.groups ?? {};
  if (rest === "" && own === undefined) return undefined;
  const kind = ownValue(KINDS, word.charAt(0)) ?? "user";
  const [first = "", second] = rest.split(":");
  // `o:rx` and `m:rx` need no second colon.
  const short = second === undefined && (kind === "other" || kind === "mask");
  const permissions = short ? first : second;
  if (permissions !== undefined && !/^(?:[rwxX-]*|[0-7])$/u.test(permissions)) return undefined;
  const name = short ? "" : first;
  return { isDefault: own !== undefined, kind, name, ...(permissions !== undefined && { permissions }) };
}

const BITS: Readonly<Record<string, number>> = { r: 4, w: 2, x: 1 };

/** `X` is execution where the mode, or a folder, has it for somebody already. */
export function permissionBits(permissions: string, mode: number, isDirectory: boolean): number {
  if (/^[0-7]$/u.test(permissions)) return Number(permissions);
  const words = permissions.replace("X", isDirectory || (mode & 0o111) !== 0 ? "x" : "");
  return words.split("").reduce((all, letter) => all | (ownValue(BITS, letter) ?? 0), 0);
}

export interface AclChange {
  readonly mode: number;
  readonly acl: Acl | undefined;
}

/** The mode and the ACL after `setfacl -m`: the mask is made anew from all that it is over, unless one is given. */
export function withAclEntries(
  before: AclChange,
  entries: readonly AclEntry[],
  isDirectory: boolean,
): AclChange {
  let { mode } = before;
  let group = before.acl?.group ?? (mode >> 3) & 7;
  let mask: number | undefined;
  const named = new Map(before.acl?.named);
  for (const { kind, name, permissions = "" } of entries) {
    const bits = permissionBits(permissions, before.mode, isDirectory);
    if (kind === "mask") mask = bits;
    else if (kind === "other") mode = (mode & ~0o7) | bits;
    else if (name !== "") named.set(`${kind}:${name}`, bits);
    else if (kind === "user") mode = (mode & ~0o700) | (bits << 6);
    else group = bits;
  }
  const extended = named.size > 0 || mask !== undefined || before.acl !== undefined;
  const shown = mask ?? [...named.values()].reduce((all, bits) => all | bits, group);
  return { mode: (mode & ~0o70) | (shown << 3), acl: extended ? { group, named } : undefined };
}

/** After `setfacl -x`: a mask stays, over what is left. */
export function withoutAclEntries(before: AclChange, entries: readonly AclEntry[]): AclChange {
  if (before.acl === undefined) return before;
  const gone = new Set(entries.map(({ kind, name }) => `${kind}:${name}`));
  const named = new Map([...before.acl.named].filter(([entry]) => !gone.has(entry)));
  const { group } = before.acl;
  const shown = [...named.values()].reduce((all, bits) => all | bits, group);
  return { mode: (before.mode & ~0o70) | (shown << 3), acl: { group, named } };
}

/** After `setfacl -b`: the owning group has its own back. */
export const withoutAcl = ({ mode, acl }: AclChange): AclChange => ({
  mode: acl === undefined ? mode : (mode & ~0o70) | (acl.group << 3),
  acl: undefined,
});
