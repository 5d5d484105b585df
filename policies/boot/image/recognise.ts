import { absent, known, unknown, type Fact } from "../../facts/fact";
import {
  acceptsUserGroupModes,
  familyInitSystem,
  familyLoginUser,
  type ImageFamily,
  type ImageKind,
  type InitSystem,
} from "./families";
import { matchKind } from "./match";
import { offlineImageKind } from "./offline-image";
import { releaseOf } from "./release";
import { fitsPattern } from "../../facts/wildcard";

export type RootDevice = "ebs" | "instance-store";

/** What is known of the image that a launch starts from. */
export interface Image {
  readonly family: ImageFamily | "unknown";
  /** The distribution's release where it is known: "12" of Debian, "22.04" of Ubuntu, "9" of the Red Hat family. */
  readonly release?: string;
  /** The account that the key pair opens. Absent: it opens none over SSH. */
  readonly loginUser: Fact<string>;
  /** Whether the SSM agent is installed and enabled. */
  readonly agent: Fact<boolean>;
  /** Whether the package `ec2-instance-connect` is installed. */
  readonly instanceConnect: Fact<boolean>;
  /** Whether sshd takes a home that the user's private group may write. */
  readonly userGroupModes: Fact<boolean>;
  readonly rootDevice: Fact<RootDevice>;
  /** What reads user data. An image that is not known is taken for the common case, cloud-init. */
  readonly initSystem: InitSystem;
  /** A node image of a container service: nobody is expected to log in to it. */
  readonly managed: boolean;
  /** Somebody says what it is: it may be an image of their own, with accounts, files and programs that no vendor ships. */
  readonly stated?: true;
  /** How all this is known, as a phrase: `its name ubuntu/images/…`, `the setting images`. Never told: it may quote the input. */
  readonly because: string;
}

/** What the program says about the image. */
export interface ImageClues {
  /** AMI id, or `resolve:ssm:…`. */
  readonly id: Fact<string>;
  /** Names or name patterns that the program searched by, and SSM parameter names. */
  readonly names: readonly string[];
  /** Owner ids or aliases that the program searched by. */
  readonly owners: readonly string[];
  /** The id only looks like one of the offline provider's: it says nothing. */
  readonly imitated?: true;
}

/** What a look-up tells about an image. */
export interface LiveImage {
  readonly name: string;
  readonly ownerId: string;
  readonly ownerAlias?: string;
  readonly rootDeviceType: RootDevice;
  readonly platform: "windows" | "linux";
}

/** What people say about an image of their own; what they leave out follows from the family where it can. */
export interface StatedImage {
  readonly family: ImageFamily;
  readonly release?: string | undefined;
  readonly loginUser?: string | undefined;
  readonly agent?: boolean | undefined;
  readonly instanceConnect?: boolean | undefined;
}

export interface ImageSettings {
  /** By AMI id, or by a pattern (`*`, `?`) of the image's name or SSM parameter. The first that fits counts. */
  readonly images: Readonly<Record<string, StatedImage>>;
}

/**
 * Tells what image a launch starts from: by the settings, else by AWS, else by what the program searched for.
 *
 * A look-up that found the image overrules the program's words: an image that AWS shows to be somebody else's stays
 * unknown, however it is called.
 */
export function recogniseImage(
  clues: ImageClues,
  settings: ImageSettings,
  live: (id: string) => Fact<LiveImage>,
): Image {
  const { id } = clues;
  // A launch template may name a public parameter in place of the id.
  const names =
    id.state === "known" && id.value.startsWith("resolve:") ? [...clues.names, id.value] : clues.names;
  const asked = id.state === "known" ? live(id.value) : id;
  const found = asked.state === "known" ? asked.value : undefined;

  const stated = statedImage(settings, id, found === undefined ? names : [found.name, ...names]);
  if (stated !== undefined)
    return statedAs(stated.image, `the setting images (${stated.key})`, deviceOf(found));
  if (found !== undefined) return liveImage(found);
  const believed = id.state === "known" && clues.imitated !== true;
  const offline = believed ? offlineImageKind(id.value) : undefined;
  if (offline !== undefined) {
    return {
      ...imageOf([offline], "the look-up that the offline provider answered"),
      rootDevice: known("ebs", "image"),
    };
  }
  return namedImage(names, clues.owners, asked.state === "unknown" ? asked.why : "AWS knows no such image");
}

function statedImage(settings: ImageSettings, id: Fact<string>, names: readonly string[]) {
  const entries = Object.entries(settings.images);
  const byId = entries.find(([key]) => id.state === "known" && id.value === key);
  const entry = byId ?? entries.find(([key]) => names.some((name) => fitsPattern(name, key)));
  return entry === undefined ? undefined : { key: entry[0], image: entry[1] };
}

function statedAs(stated: StatedImage, because: string, rootDevice: Fact<RootDevice>): Image {
  const { family } = stated;
  const silent = "the setting images does not say";
  const user = stated.loginUser ?? familyLoginUser(family);
  return {
    family,
    stated: true,
    ...(stated.release !== undefined && { release: stated.release }),
    loginUser: user === undefined ? unknown("image", silent) : userFact(user),
    agent: stated.agent === undefined ? unknown("image", silent) : known(stated.agent, "image"),
    instanceConnect:
      stated.instanceConnect === undefined
        ? unknown("image", silent)
        : known(stated.instanceConnect, "image"),
    userGroupModes: flag(acceptsUserGroupModes(family), "whether its sshd takes group-writable homes"),
    rootDevice,
    initSystem: familyInitSystem(family) ?? "cloud-init",
    managed: false,
    because,
  };
}

function liveImage(found: LiveImage): Image {
  const device = deviceOf(found);
  // The alias says more than the id: it vouches for accounts that no table lists.
  const kind =
    matchKind(found.name, [found.ownerAlias ?? found.ownerId]) ?? matchKind(found.name, [found.ownerId]);
  const because = `its name ${found.name} and owner ${found.ownerId}`;
  if (kind !== undefined)
    return { ...imageOf([kind], because), ...withRelease(kind.family, [found.name]), rootDevice: device };
  if (found.platform === "windows") return statedAs({ family: "windows" }, "its platform, Windows", device);
  return {
    ...unknownImage("its name and owner in AWS belong to no published image that is known here"),
    rootDevice: device,
  };
}

function namedImage(names: readonly string[], owners: readonly string[], otherwise: string): Image {
  if (names.length === 0) return unknownImage(`which image it is: ${otherwise}`);
  const kinds = names.map((name) => matchKind(name, owners));
  const matched = kinds.filter((kind) => kind !== undefined);
  // Any of several names may be the one: what they don't agree on is not known.
  if (matched.length < kinds.length)
    return unknownImage("its name is no published image's that is known here");
  const image = imageOf(matched, `its name ${names.join(", ")}`);
  const devices = names.map((name, index) => deviceByName(name, matched[index]));
  const released = withRelease(image.family, names);
  return {
    ...image,
    ...released,
    rootDevice: choice(devices, (device) => device, "the kind of its root device"),
  };
}

function withRelease(family: Image["family"], names: readonly string[]): Pick<Image, "release"> {
  const release = releaseOf(family, names);
  return release === undefined ? {} : { release };
}

function imageOf(kinds: readonly ImageKind[], because: string): Image {
  const family = agreed(kinds.map((kind) => kind.family));
  return {
    family: family ?? "unknown",
    loginUser: loginUserOf(kinds),
    agent: choice(kinds, (kind) => kind.agent, "whether the SSM agent is on the image"),
    instanceConnect: choice(
      kinds,
      (kind) => kind.instanceConnect,
      "whether EC2 Instance Connect is on the image",
    ),
    userGroupModes: choice(
      kinds,
      (kind) => acceptsUserGroupModes(kind.family),
      "whether its sshd takes group-writable homes",
    ),
    rootDevice: unknown("image", "the kind of its root device"),
    initSystem: agreed(kinds.map((kind) => kind.initSystem)) ?? "cloud-init",
    managed: kinds.every((kind) => kind.managed),
    because,
  };
}

function loginUserOf(kinds: readonly ImageKind[]): Fact<string> {
  const user = agreed(kinds.map((kind) => kind.loginUser));
  return user === undefined ? unknown("image", "which user the image is logged in to with") : userFact(user);
}

function unknownImage(why: string): Image {
  return {
    family: "unknown",
    loginUser: unknown("image", why),
    agent: unknown("image", why),
    instanceConnect: unknown("image", why),
    userGroupModes: unknown("image", why),
    rootDevice: unknown("image", why),
    initSystem: "cloud-init",
    managed: false,
    because: why,
  };
}

const userFact = (user: string): Fact<string> => (user === "none" ? absent("image") : known(user, "image"));

const deviceOf = (found: LiveImage | undefined): Fact<RootDevice> =>
  found === undefined
    ? unknown("image", "the kind of its root device")
    : known(found.rootDeviceType, "image");

// The names of images with an instance-store root say so: `ubuntu/images/hvm-instance/…`, `amzn-ami-hvm-…-x86_64-s3`.
function deviceByName(name: string, kind: ImageKind | undefined): RootDevice | "unknown" {
  if (/\/(?:hvm|pv)-instance\/|\/instance-store\/|-s3$/.test(name)) return "instance-store";
  return kind?.ebsOnly === true || /ssd|ebs|gp[23]/.test(name) ? "ebs" : "unknown";
}

const flag = (value: boolean | "unknown", why: string): Fact<boolean> =>
  value === "unknown" ? unknown("image", why) : known(value, "image");

/** What all items say, as a fact; unknown where they differ or one does not know. */
function choice<T, V>(items: readonly T[], read: (item: T) => V | "unknown", why: string): Fact<V> {
  const value = agreed(items.map(read));
  return value === undefined || value === "unknown" ? unknown("image", why) : known(value as V, "image");
}

function agreed<T>(values: readonly T[]): T | undefined {
  const [first] = values;
  return values.every((value) => value === first) ? first : undefined;
}
