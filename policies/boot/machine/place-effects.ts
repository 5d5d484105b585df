import type { Origin } from "./prediction";
import type { Alias } from "./alias";
import { linkAt, locate, mountAt, NO_PLACES, VOLUME, type Places, type Volume } from "./places";

/** What is mounted: a file system by its device, one that is new each time (a tmpfs), a folder, or a mount that moves. */
export type MountSource =
  | { readonly kind: "device"; readonly device: string }
  | { readonly kind: "memory"; readonly mode: number }
  | { readonly kind: "folder"; readonly path: string }
  | { readonly kind: "moved"; readonly from: string };

/** A change of what shows up where. Paths are absolute and normalised. */
export type PlaceEffect =
  | { readonly kind: "mount"; readonly at: string; readonly source: MountSource; readonly since: Origin }
  | { readonly kind: "unmount"; readonly at: string }
  | { readonly kind: "unmount-all" }
  | { readonly kind: "link"; readonly at: string; readonly to: string; readonly since: Origin }
  | { readonly kind: "unlink"; readonly at: string }
  /** A new, empty file system; `names` are the device and whatever else it can be found by. */
  | { readonly kind: "format"; readonly names: readonly string[]; readonly since: Origin }
  /** Another name for the file system on a device. */
  | { readonly kind: "label"; readonly device: string; readonly name: string; readonly since: Origin };

const KINDS = new Set(["mount", "unmount", "unmount-all", "link", "unlink", "format", "label"]);

export const isPlaceEffect = (effect: { readonly kind: string }): effect is PlaceEffect =>
  KINDS.has(effect.kind);

/** Mode of a new file system's root directory (mke2fs(8)). */
const NEW_ROOT = 0o755;

export function placesAfter(places: Places, effect: PlaceEffect): Places {
  switch (effect.kind) {
    case "mount":
      return mounted(places, effect);
    case "unmount": {
      const mount = mountAt(places, effect.at);
      return mount === undefined ? places : without(places, mount);
    }
    case "unmount-all":
      return { ...places, aliases: places.aliases.filter(({ kind }) => kind === "link") };
    case "link": {
      const before = linkAt(places, effect.at);
      const left = before === undefined ? places : without(places, before);
      const at = locate(left, effect.at, false).location;
      return withAlias(left, { kind: "link", at, to: effect.to, since: effect.since });
    }
    case "unlink": {
      const link = linkAt(places, effect.at);
      return link === undefined ? places : without(places, link);
    }
    case "format": {
      const volume: Volume = { holds: "nothing", mode: NEW_ROOT, since: effect.since };
      return withVolume(places, effect.names, volume).places;
    }
    case "label": {
      const { places: known, name } = onDevice(places, effect.device, effect.since);
      return { ...known, devices: new Map([...known.devices, [effect.name, name]]) };
    }
  }
}

function mounted(
  places: Places,
  { at, source, since }: Extract<PlaceEffect, { readonly kind: "mount" }>,
): Places {
  const mount = (known: Places, to: string): Places =>
    withAlias(known, { kind: "mount", at: locate(known, at).location, to, since });
  switch (source.kind) {
    case "device": {
      const found = onDevice(places, source.device, since);
      return mount(found.places, found.name);
    }
    case "memory": {
      const made = withVolume(places, [], { holds: "nothing", mode: source.mode, since });
      return mount(made.places, made.name);
    }
    case "folder":
      return mount(places, locate(places, source.path).location);
    case "moved": {
      const moved = mountAt(places, source.from);
      return moved === undefined ? places : mount(without(places, moved), moved.to);
    }
  }
}

const without = (places: Places, alias: Alias): Places => ({
  ...places,
  aliases: places.aliases.filter((each) => each !== alias),
});

const withAlias = (places: Places, alias: Alias): Places => ({
  ...places,
  aliases: [...places.aliases, alias],
});

interface Found {
  readonly places: Places;
  readonly name: string;
}

// What is on a device that nothing was said of cannot be told.
function onDevice(places: Places, device: string, since: Origin): Found {
  const name = places.devices.get(device);
  return name === undefined
    ? withVolume(places, [device], { holds: "unknown", mode: NEW_ROOT, since })
    : { places, name };
}

function withVolume(places: Places, devices: readonly string[], volume: Volume): Found {
  const name = `${VOLUME}${places.volumes.size}`;
  return {
    name,
    places: {
      ...places,
      volumes: new Map([...places.volumes, [name, volume]]),
      devices: new Map([...places.devices, ...devices.map((device) => [device, name] as const)]),
    },
  };
}

/** Where either of two courses may have been taken: what shows at a place that they disagree on cannot be told. */
export function joinPlaces(left: Places, right: Places): Places {
  if (left === right) return left;
  const common = left.aliases.filter((alias, at) => isSame(alias, right.aliases[at]));
  const shared = new Set(common.map(keyOf));
  const own = [...left.aliases, ...right.aliases].filter((alias) => !shared.has(keyOf(alias)));
  const devices = [...left.devices].filter(([device, name]) => right.devices.get(device) === name);
  const start: Places = {
    aliases: common,
    volumes: new Map([...right.volumes, ...left.volumes, ...differing(left, right)]),
    devices: new Map(devices),
  };
  const covered = own.map(({ at, since }, index) => ({
    name: `${VOLUME}${start.volumes.size + index}`,
    at,
    since,
  }));
  return {
    ...start,
    aliases: [
      ...common,
      ...covered.map(({ name, at, since }) => ({ kind: "mount", at, to: name, since }) as const),
    ],
    volumes: new Map([
      ...start.volumes,
      ...covered.map(({ name, since }) => [name, { holds: "unknown", mode: NEW_ROOT, since }] as const),
    ]),
  };
}

const keyOf = ({ kind, at, to }: Alias): string => `${kind} ${at}\n${to}`;

// Two courses name their new file systems alike.
const differing = (left: Places, right: Places): readonly (readonly [string, Volume])[] =>
  [...left.volumes].flatMap(([name, volume]) => {
    const other = right.volumes.get(name);
    return other === undefined || other === volume ? [] : [[name, { ...volume, holds: "unknown" }] as const];
  });

const isSame = (one: Alias, other: Alias | undefined): boolean =>
  one.kind === other?.kind && one.at === other.at && one.to === other.to;

/** Nothing of a machine's places but its links outlives a shutdown, and file systems in memory come up empty. */
export const placesAtBoot = (places: Places): Places =>
  places === NO_PLACES ? places : placesAfter(places, { kind: "unmount-all" });
