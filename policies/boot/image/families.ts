/** Distributions that differ in what user data does to access. */
export const imageFamilies = [
  "amazon-linux-2",
  "al2023",
  "ubuntu",
  "debian",
  "rhel-like",
  "suse",
  "windows",
  "bottlerocket",
  "flatcar",
  "other",
] as const;

export type ImageFamily = (typeof imageFamilies)[number];

/** What reads user data at boot: cloud-init, or something of the distribution's own (Ignition, EC2Launch, TOML). */
export type InitSystem = "cloud-init" | "other";

/** A kind of published image: how to recognise it, and what is on it. */
export interface ImageKind {
  readonly id: string;
  readonly family: ImageFamily;
  /** The account that the key pair opens; `"none"` where the key pair opens none over SSH. */
  readonly loginUser: string;
  /** Account ids of the publishers. An image that AWS itself vouches for (owner alias `amazon`) needs none of them. */
  readonly owners: readonly string[];
  /** Image names, with EC2's own wildcards `*` and `?`. */
  readonly names: readonly string[];
  /** Names of public SSM parameters that hold the image's id. Only AWS can write below `/aws/service`. */
  readonly parameters: readonly string[];
  /** Whether the SSM agent is installed and enabled. */
  readonly agent: boolean | "unknown";
  /** Whether the package `ec2-instance-connect` is installed. */
  readonly instanceConnect: boolean | "unknown";
  readonly initSystem: InitSystem;
  /** A node image of a container service: nobody is expected to log in to it. */
  readonly managed: boolean;
  /** True where images of this kind are published with an EBS root only. */
  readonly ebsOnly: boolean;
}

/** Whether sshd takes a home that the user's private group may write: the patch `user-group-modes` of Debian's OpenSSH. */
export function acceptsUserGroupModes(family: ImageFamily): boolean | "unknown" {
  if (family === "debian" || family === "ubuntu") return true;
  return family === "other" ? "unknown" : false;
}

/** The login user of a family whose images agree on one. */
export function familyLoginUser(family: ImageFamily): string | undefined {
  return familyUsers[family];
}

const familyUsers: Readonly<Partial<Record<ImageFamily, string>>> = {
  "amazon-linux-2": "ec2-user",
  al2023: "ec2-user",
  ubuntu: "ubuntu",
  debian: "admin",
  suse: "ec2-user",
  windows: "none",
  bottlerocket: "none",
  flatcar: "core",
};

/** What reads user data on images of a family; `undefined` where they differ. */
export function familyInitSystem(family: ImageFamily): InitSystem | undefined {
  if (family === "other") return undefined;
  return family === "windows" || family === "bottlerocket" || family === "flatcar" ? "other" : "cloud-init";
}

/** The accounts that published images log in with: a user data that works on one of them is about such an image. */
export const usualLoginUsers: ReadonlySet<string> = new Set(
  "ec2-user ubuntu admin centos rocky almalinux fedora debian bitnami".split(" "),
);
