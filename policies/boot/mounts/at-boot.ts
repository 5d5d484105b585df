import { withoutLast } from "../../facts/text";
import { blur, set, type Effect } from "../machine/effect";
import { originAt } from "../machine/file-text";
import { applyEffects, trait, type Machine } from "../machine/machine";
import { isOwnPlace } from "../machine/own-places";
import { placesAtBoot } from "../machine/place-effects";
import type { Origin } from "../machine/prediction";
import { ANY, isExact } from "../shell/value";
import {
  hasOption,
  isBind,
  isNetworkMount,
  isSwap,
  needsNoDevice,
  overlayFolders,
  readFstab,
  type FstabEntry,
} from "./fstab";
import { mountSource, unquoted } from "./mount-source";

const FSTAB = "/etc/fstab";

/**
 * What the machine has mounted once it has been started again, and whether it gets that far.
 *
 * @param goesOn whether something on the host leaves emergency mode again where a mount has led to it
 */
export function mountAtBoot(machine: Machine, goesOn = false): Machine {
  const started = { ...machine, places: placesAtBoot(machine.places) };
  const exists = trait(started, "file", FSTAB, "exists");
  const content = trait(started, "file", FSTAB, "content");
  const unread = [exists, content].find(({ certain }) => !certain);
  if (unread !== undefined && !unread.certain) {
    // A line after which nothing at all is known is told as such.
    const isTold = machine.opaque.some(({ since }) => since === unread.since);
    return isTold ? started : applyEffects(started, doubt("what stands in fstab is not known", unread.since));
  }
  if (!content.certain || !exists.certain) return started;
  if (!exists.value || content.since.from === "image")
    return exists.value ? started : applyEffects(started, doubt(WITHOUT_ROOT, exists.since));
  const entries = readFstab(content.value.text);
  const hasRoot = entries.some(({ target }) => target === "/");
  const start = hasRoot ? started : applyEffects(started, doubt(WITHOUT_ROOT, content.since));
  return entries.reduce(
    (now, entry) =>
      applyEffects(now, entryEffects(now, entry, originAt(content.value, entry.offset), goesOn)),
    start,
  );
}

const WITHOUT_ROOT = "fstab does not mount the root file system";

/** Mounts each entry that is not left to be mounted by hand, as `mount -a` does; what fails is passed over. */
export function mountAll(machine: Machine): readonly Effect[] {
  const content = trait(machine, "file", FSTAB, "content");
  if (!content.certain || content.since.from === "image") return [];
  return readFstab(content.value.text).flatMap((entry) => {
    const since = originAt(content.value, entry.offset);
    return since.from === "image" || isPassedOver(entry) ? [] : mountEffects(machine, entry, since);
  });
}

const isPassedOver = (entry: FstabEntry): boolean =>
  isSwap(entry) || hasOption(entry, "noauto") || /^\/(?:boot(?:\/.*)?)?$/u.test(entry.target);

function entryEffects(
  machine: Machine,
  entry: FstabEntry,
  since: Origin,
  goesOn: boolean,
): readonly Effect[] {
  if (isImages(entry, since) || isSwap(entry) || hasOption(entry, "noauto")) return [];
  if (!isExact(entry.target) || !isExact(entry.type) || entry.options.some((option) => !isExact(option)))
    return doubt("an entry of fstab is not known", since);
  const mounts = mountEffects(machine, entry, since);
  if (hasOption(entry, "nofail") || goesOn) return mounts;
  const there = isSourceThere(machine, entry);
  const cause: Origin = since.from === "image" ? since : { ...since, cause: "mount-without-nofail" };
  if (isNetworkMount(entry))
    return [...mounts, ...doubt("a network file system without nofail may hold up a later boot", cause)];
  if (there === true) return mounts;
  if (there === false) return [set("host", "", { comesUp: false }, since)];
  return [...mounts, ...doubt("a file system without nofail may stop a later boot", cause)];
}

// The image's own line, whatever options were added to it.
const isImages = ({ device, target }: FstabEntry, since: Origin): boolean =>
  since.from === "image" || (target === "/" && device === IMAGES_ROOT);

const IMAGES_ROOT = "UUID=root";

const doubt = (why: string, since: Origin): readonly Effect[] => [blur("host", "", why, since, ["comesUp"])];

function mountEffects(machine: Machine, entry: FstabEntry, since: Origin): readonly Effect[] {
  if (!isExact(entry.target) || entry.target === "/" || isSourceThere(machine, entry) === false) return [];
  const source = mountSource(entry.device, entry.type, entry.options);
  return [{ kind: "mount", at: withoutLast(entry.target, "/"), source, since }];
}

/** Whether what is to be mounted is there; `undefined` for a device, which may be attached or not. */
function isSourceThere(machine: Machine, entry: FstabEntry): boolean | undefined {
  if (needsNoDevice(entry)) return true;
  if (entry.type === "overlay") return areThere(machine, overlayFolders(entry));
  if (isBind(entry)) return areThere(machine, [entry.device]);
  const device = unquoted(entry.device);
  if (machine.places.devices.has(device)) return isMade(machine, device) ? true : undefined;
  if (/^(?:UUID|LABEL|PARTUUID|PARTLABEL)=$/u.test(device)) return false;
  return /^\/(?!dev\/)/u.test(device) ? areThere(machine, [device]) : undefined;
}

// A file system that the user data made is on a device that was there.
function isMade({ places }: Machine, device: string): boolean {
  const volume = places.volumes.get(places.devices.get(device) ?? "");
  return volume?.holds === "nothing";
}

function areThere(machine: Machine, paths: readonly string[]): boolean | undefined {
  const found = paths.map((path) => (path.includes(ANY) ? undefined : isThere(machine, path)));
  if (found.includes(false)) return false;
  return found.every((each) => each === true) && found.length > 0 ? true : undefined;
}

function isThere(machine: Machine, path: string): boolean | undefined {
  const exists = trait(machine, "file", path, "exists");
  if (exists.certain) return exists.value;
  return exists.since.from === "image" && isOwnPlace(path) && machine.opaque.length === 0 ? false : undefined;
}
