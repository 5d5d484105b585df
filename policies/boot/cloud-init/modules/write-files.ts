import { gunzipSync } from "node:zlib";
import { blur, set, type Effect } from "../../machine/effect";
import { imageHasGroup } from "../../image/groups";
import { join, trait } from "../../machine/machine";
import { isOwnPlace } from "../../machine/own-places";
import { normalisePath } from "../../machine/paths";
import type { Origin } from "../../machine/prediction";
import { touchedEffects } from "../../shell/commands/touched";
import { mayExist, writeEffects } from "../../shell/commands/writes";
import { newSession, type Session } from "../../shell/session";
import { ANY, isExact, MAX_LENGTH } from "../../shell/value";
import { applyTo, type CloudBoot, type Module } from "../boot";
import { field, listItems, originOf, scalarSource, type ConfigValue } from "../config";
import { isSystemAccount } from "./system-accounts";

/** Writes files (cc_write_files): before the accounts are made, and those with `defer` in the final stage. */
export const writeFiles: Module = {
  name: "write_files",
  stage: "init",
  everyBoot: false,
  run: (boot) => writeEntries(boot, false),
};

export const writeFilesDeferred: Module = {
  name: "write_files_deferred",
  stage: "final",
  everyBoot: false,
  run: (boot) => writeEntries(boot, true),
};

function writeEntries(boot: CloudBoot, deferred: boolean): void {
  let sure = true;
  for (const entry of boot.config.get("write_files").flatMap(listItems)) {
    if (isDeferred(boot, entry) !== deferred) continue;
    const before = boot.machine;
    const outcome = writeEntry(boot, entry);
    if (!sure) boot.machine = join(boot.machine, before, "an entry before it may end write_files");
    // An owner that is not there ends the module: the entries behind it are not written (util.chownbyname).
    if (outcome === "ends") return;
    if (outcome === "may end") sure = false;
  }
}

// The cloud-init of Amazon Linux 2 (19.3) knows no `defer` and writes the file early.
const isDeferred = (boot: CloudBoot, entry: ConfigValue): boolean =>
  boot.image.family !== "amazon-linux-2" && field(entry, "defer")?.value === true;

/**
 * Whether a file whose owner is not there is left behind as root's. Up to cloud-init 22.4 it was written before it got
 * its owner, as of 23.1 it is not; Debian 12 has the one and Debian 13 the other.
 */
const LEAVES_FILE: Readonly<Partial<Record<CloudBoot["image"]["family"], boolean>>> = {
  "amazon-linux-2": true,
  al2023: true,
  ubuntu: false,
};

function writeEntry(boot: CloudBoot, entry: ConfigValue): "goes on" | "may end" | "ends" {
  const path = field(entry, "path")?.value;
  if (typeof path !== "string") return "goes on";
  const since = originOf(field(entry, "path") ?? entry, "write_files");
  const to = normalisePath(path, "/");
  const session = newSession(boot.machine, boot.budget);
  const append = field(entry, "append")?.value === true;
  const content = contentOf(entry, session);
  const mode = modeOf(field(entry, "permissions")?.value);
  const owner = ownerOf(boot, field(entry, "owner")?.value, isDeferred(boot, entry));
  const parents = parentEffects(session, to, since, ownsParents(boot) ? owner : ROOT);
  const leaves = owner === "missing" ? leavesFile(boot, parents.length > 0) : true;
  applyTo(boot, parents);
  if (leaves === false) return "ends";
  applyTo(boot, writeEffects({ ...session, machine: boot.machine }, to, { append, content, since }));
  if (owner === "missing") {
    const why = "the owner of a file in write_files does not exist yet";
    applyTo(
      boot,
      leaves === undefined || mode === undefined
        ? touchedEffects(boot.machine, to, why, since)
        : [set("file", to, { exists: true, mode, owner: "root", group: "root" }, since)],
    );
    return "ends";
  }
  if (owner === undefined || mode === undefined) {
    applyTo(boot, [blur("file", to, "its owner or mode cannot be told", since, ["mode", "owner", "group"])]);
    return owner === undefined ? "may end" : "goes on";
  }
  applyTo(boot, [set("file", to, { exists: true, mode, ...owner }, since)]);
  return "goes on";
}

const ROOT = { owner: "root", group: "root" } as const;

/** As of cloud-init 23.2 folders that are made for a file get its owner, before the file is written (util.ensure_dir). */
const ownsParents = ({ image }: CloudBoot): boolean => image.family === "debian" && image.release === "13";

/** Whether a file stays behind whose owner is not there: not where that stops the making of its folders first. */
function leavesFile(boot: CloudBoot, makesParents: boolean): boolean | undefined {
  const { family, release } = boot.image;
  if (family !== "debian" || (makesParents && release === undefined)) return LEAVES_FILE[family];
  return !(makesParents && ownsParents(boot));
}

// util.ensure_dir: with the usual umask.
function parentEffects(
  session: Session,
  path: string,
  since: Origin,
  owner: ReturnType<typeof ownerOf>,
): readonly Effect[] {
  const own = owner === "missing" || owner === undefined ? ROOT : owner;
  const steps = path.split("/").slice(1, -1).slice(0, 20);
  return steps
    .map((_, at) => `/${steps.slice(0, at + 1).join("/")}`)
    .filter((parent) => isOwnPlace(parent) && mayExist(session, parent) === false)
    .map((parent) => set("file", parent, { exists: true, mode: 0o755, ...own }, since));
}

/** The content after decoding (cc_write_files, canonicalize_extraction); what cannot be decoded is not known. */
function contentOf(entry: ConfigValue, session: Session): string {
  const content = field(entry, "content");
  const encoding = textOf(field(entry, "encoding")?.value);
  if (content === undefined) return field(entry, "source") === undefined ? "" : ANY;
  const source = scalarSource(content);
  if (typeof content.value !== "string" || source === undefined) return ANY;
  if (encoding === undefined || encoding === "text/plain") {
    if (content.value.length > MAX_LENGTH) return ANY;
    session.budget.texts.set(content.value, source);
    return content.value;
  }
  const decoded = decode(content.value, encoding);
  if (decoded === undefined || decoded.length > MAX_LENGTH) return ANY;
  const start = source.placeAt(0);
  session.budget.texts.set(decoded, { text: decoded, placeAt: () => start });
  return decoded;
}

const textOf = (value: unknown): string | undefined =>
  typeof value === "string" ? value.toLowerCase() : undefined;

function decode(text: string, encoding: string): string | undefined {
  if (!isExact(text)) return undefined;
  const gzipped = /^(?:gz|gzip)/u.test(encoding);
  const encoded = /(?:^|\+)(?:b64|base64)$/u.test(encoding);
  if (!encoded) return undefined;
  const bytes = Buffer.from(text, "base64");
  if (!gzipped) return bytes.toString("utf8");
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_LENGTH }).toString("utf8");
  } catch {
    return undefined;
  }
}

/** cc_write_files.decode_perms: a number is taken as it is, a text as octal, and what is neither gives 0644. */
function modeOf(permissions: unknown): number | undefined {
  if (permissions === undefined || permissions === null) return 0o644;
  if (typeof permissions === "number") return Math.trunc(permissions) & 0o7777;
  if (typeof permissions !== "string" || !isExact(permissions)) return undefined;
  const digits = /^\s*(?:0o)?([0-7]+)\s*$/iu.exec(permissions)?.[1];
  return digits === undefined ? 0o644 : Number.parseInt(digits, 8) & 0o7777;
}

/** Owner and group by name, "missing" where one of them is not there at that time, `undefined` where that is not known. */
function ownerOf(
  boot: CloudBoot,
  value: unknown,
  deferred: boolean,
): { readonly owner: string; readonly group: string } | "missing" | undefined {
  const text = typeof value === "string" ? value : "root:root";
  if (!isExact(text)) return undefined;
  const [owner = "", group = ""] = text.split(":", 2).map((name) => name.trim());
  const names = [owner, group].filter((name) => name !== "" && name !== "-1");
  if (names.some((name) => isThere(boot, name, deferred) === false)) return "missing";
  if (names.some((name) => isThere(boot, name, deferred) === undefined)) return undefined;
  return { owner: owner === "" ? "root" : owner, group: group === "" ? "root" : group };
}

// Something that is not followed may have made the account, and before the final stage's files a package.
const mayBeBrought = ({ machine, config }: CloudBoot, deferred: boolean): boolean =>
  machine.opaque.length > 0 ||
  (deferred && config.get("packages").some((value) => listItems(value).length > 0));

function isThere(boot: CloudBoot, name: string, deferred: boolean): boolean | undefined {
  if (isSystemAccount(name)) return true;
  const exists = trait(boot.machine, "account", name, "exists");
  if (exists.certain && exists.value) return true;
  // A vendor's image has accounts of its own, which mostly have a group of their name, and no other ones.
  const own = imageHasGroup(boot.image.family, name);
  if (exists.since.from === "image" && own !== undefined && (own || !mayBeBrought(boot, deferred)))
    return own;
  const laterMade = name === boot.loginUser || namesUsers(boot).has(name);
  return exists.certain && laterMade ? false : undefined;
}

const namesUsers = (boot: CloudBoot): ReadonlySet<unknown> =>
  new Set(
    boot.config
      .get("users")
      .flatMap(listItems)
      .map((entry) => field(entry, "name")?.value ?? entry.value),
  );
