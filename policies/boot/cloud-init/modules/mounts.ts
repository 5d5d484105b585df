import { appended, textFrom, type FileText } from "../../machine/file-text";
import { set } from "../../machine/effect";
import { applyEffects, trait } from "../../machine/machine";
import { mountAll } from "../../mounts/at-boot";
import { ANY } from "../../shell/value";
import { applyTo, type CloudBoot, type Module } from "../boot";
import { listItems, originOf, type ConfigValue } from "../config";

const FSTAB = "/etc/fstab";

/** What an entry is filled up with (cc_mounts, `mount_default_fields` and its defaults). */
const DEFAULTS = [
  undefined,
  undefined,
  "auto",
  "defaults,nofail,x-systemd.after=cloud-init.service,_netdev",
  "0",
  "2",
];

/**
 * Writes `mounts` into fstab and mounts what stands there (cc_mounts), before the accounts are made: a home below such a
 * mount is made on the mounted file system.
 */
export const mounts: Module = {
  name: "mounts",
  stage: "init",
  everyBoot: false,
  run(boot) {
    const lines = boot.config
      .get("mounts")
      .flatMap(listItems)
      .flatMap((entry) => {
        const line = lineOf(boot, entry);
        return line === undefined ? [] : [textFrom(`${line}\n`, originOf(entry, "mounts"))];
      });
    const before = trait(boot.machine, "file", FSTAB, "content");
    const [first] = lines;
    if (first === undefined) return;
    const since = first.pieces[0]?.originAt(0);
    if (since === undefined) return;
    const known: FileText = before.certain ? before.value : textFrom(`${ANY}\n`, before.since);
    applyTo(boot, [set("file", FSTAB, { exists: true, content: lines.reduce(appended, known) }, since)]);
    boot.machine = applyEffects(boot.machine, mountAll(boot.machine));
  },
};

/** A line of fstab; `undefined` for an entry that cloud-init leaves out: a device alone, or one taken out by a null. */
function lineOf(boot: CloudBoot, entry: ConfigValue): string | undefined {
  const fields: readonly unknown[] = Array.isArray(entry.value) ? entry.value : [];
  if (fields.length < 2 || fields[1] === null) return undefined;
  const given = boot.config.get("mount_default_fields").at(-1)?.value;
  const defaults: readonly unknown[] = Array.isArray(given) ? given : DEFAULTS;
  const words = DEFAULTS.map((usual, at) => text(fields[at] ?? defaults[at] ?? usual));
  // "mount a mount point given as none" is swap's (cc_mounts).
  return [deviceOf(words[0] ?? ""), ...words.slice(1)].map(escaped).join("\t");
}

const text = (value: unknown): string =>
  typeof value === "string" || typeof value === "number" ? String(value) : ANY;

const escaped = (field: string): string =>
  field.replace(/[ \t]/gu, (blank) => (blank === " " ? "\\040" : "\\011"));

// A name such as `xvdf` or `ephemeral0` is looked up; on the newer types it may be another device's.
function deviceOf(name: string): string {
  if (/^(?:sd|xvd|nvme|vd|hd)[a-z0-9]+$/u.test(name)) return `/dev/${name}`;
  return /^ephemeral\d/u.test(name) ? `/dev/${ANY}` : name;
}
