import { gzipSync } from "node:zlib";
import { absent, known, unknown, type Fact } from "../../policies/facts/fact";
import { noLookups, type AccountLookups } from "../../policies/aws/account";
import type { WayName, WayState } from "../../policies/access/way";
import { judgeLaunch, judgeUserData } from "../../policies/judging/judge";
import { describeFailures } from "../../policies/judging/failure";
import { runRule } from "../../policies/judging/run-rule";
import { defaultSettings, type Settings } from "../../policies/judging/settings";
import type { DeclaredAccount } from "../../policies/launch/account";
import type { ImageHints, Launch, LaunchNetwork, ResourceRef, UserData } from "../../policies/launch/launch";
import type {
  Finding,
  LaunchRule,
  LaunchSubject,
  UserDataRule,
  UserDataSubject,
} from "../../policies/rules/rule";

/** A healthy launch, seen through the pack's own judges: each test breaks one field of it. */

export const web: ResourceRef = {
  urn: "urn:pulumi:dev::shop::aws:ec2/instance:Instance::web",
  type: "aws:ec2/instance:Instance",
  name: "web",
};

/** An image as the program searched for it; offline that is all there is to know it by. */
export const imageNamed = (name: string, ...owners: readonly string[]): ImageHints => ({
  id: known("ami-0123456789abcdef0", "ami"),
  names: [name],
  owners,
});

export const images = {
  ubuntu: imageNamed("ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-amd64-server-*", "099720109477"),
  bionic: imageNamed("ubuntu/images/hvm-ssd/ubuntu-bionic-18.04-amd64-server-*", "099720109477"),
  instanceStore: imageNamed(
    "ubuntu/images/hvm-instance/ubuntu-jammy-22.04-amd64-server-20240101",
    "099720109477",
  ),
  al2023: imageNamed("al2023-ami-2023*-x86_64", "amazon"),
  debian: imageNamed("debian-12-amd64-*", "136693071363"),
  windows: imageNamed("Windows_Server-2022-English-Full-Base-*", "amazon"),
  bottlerocket: imageNamed("bottlerocket-aws-k8s-1.30-x86_64-*", "amazon"),
  flatcar: imageNamed("Flatcar-stable-*", "075585003325"),
  ecs: imageNamed("al2023-ami-ecs-hvm-*-x86_64", "amazon"),
  eks: imageNamed("amazon-eks-node-al2023-*", "amazon"),
  /** An id alone, as of an image of somebody's own. */
  unknown: { id: known("ami-0123456789abcdef0", "ami"), names: [], owners: [] },
} as const satisfies Readonly<Record<string, ImageHints>>;

export const userData = (
  text: string,
  encoding: UserData["encoding"] = "plain",
  holder: ResourceRef = web,
): Fact<UserData> => known({ text, encoding, holder }, "userData");

export const notKnownYet = (path: string): ReturnType<typeof unknown> => unknown(path);

const open = { state: "open" } as const;
const noEndpoint = { state: "closed", why: "its VPC has no EC2 Instance Connect endpoint" } as const;

/** A network that the internet leads into and out of, with every port let in. */
export const openNetwork: LaunchNetwork = {
  ingress: known([{ from: 0, to: 65535, access: known("open", "ingress"), peers: ["world"] }], "ingress"),
  fromInternet: open,
  fromAnywhere: open,
  fromConnectEndpoint: noEndpoint,
  throughDefaultGroup: {
    state: "unknown",
    why: "whether the VPC's default security group was opened for port 22",
  },
  toSystemsManager: open,
};

const unseenRoute = { state: "unknown", why: "whether a route leads to it" } as const;

/** A network of which nobody sees whether anything leads into it. */
export const noRouteSeen: Change = {
  network: { ...openNetwork, fromInternet: unseenRoute, fromAnywhere: unseenRoute },
};

export const goodLaunch: Launch = {
  kind: "instance",
  service: undefined,
  resource: web,
  exists: false,
  region: known("us-east-1", "region"),
  credentials: { from: "environment" },
  image: images.ubuntu,
  instanceTypes: known(["t3.micro"], "instanceType"),
  keyName: known("ops", "keyName"),
  keyPairInStack: true,
  keyType: absent("publicKey"),
  userData: absent("userData"),
  role: known({ sessionManager: known(true, "iamInstanceProfile") }, "iamInstanceProfile"),
  sshIngress: known("open", "vpcSecurityGroupIds"),
  httpsEgress: known("open", "vpcSecurityGroupIds"),
  namesSubnet: false,
  publicAddress: known(true, "associatePublicIpAddress"),
  network: openNetwork,
  metadataEndpoint: absent("metadataOptions"),
  stopProtection: absent("disableApiStop"),
  shutdownBehavior: absent("instanceInitiatedShutdownBehavior"),
  replacesStopped: absent("suspendedProcesses"),
  elasticAddress: false,
  connections: [],
  oneTimeSpot: absent("instanceMarketOptions"),
};

export const goodAccount: DeclaredAccount = {
  serialConsole: known(true, "serialConsoleAccess"),
  defaultHostManagement: absent("default-ec2-instance-management-role"),
  instanceConnectEndpoint: false,
};

/** What a test says otherwise than the healthy launch: fields of the launch, and what stands around it. */
export interface Change extends Partial<Launch> {
  readonly account?: Partial<DeclaredAccount>;
  readonly settings?: Partial<Settings>;
  readonly lookUps?: Partial<AccountLookups>;
}

/** The subject of the rules about a launch. */
export function judgedLaunch({ account, settings, lookUps, ...launch }: Change = {}): LaunchSubject {
  return judgeLaunch(
    { ...goodLaunch, ...launch },
    { ...goodAccount, ...account },
    { ...defaultSettings, ...settings },
    { ...noLookups(), ...lookUps },
  );
}

/** The subject of the rules about user data. */
export function judgedUserData({ settings, lookUps, ...launch }: Change = {}): UserDataSubject {
  return judgeUserData(
    { ...goodLaunch, ...launch },
    { ...defaultSettings, ...settings },
    { ...noLookups(), ...lookUps },
  );
}

/** A launch whose only live way in may be SSH: the healthy one without a role, with the console off. */
export const sshOnly: Change = {
  role: absent("iamInstanceProfile"),
  account: { serialConsole: absent("serialConsoleAccess") },
};

/** A launch without any live way in. */
export const shut: Change = {
  ...sshOnly,
  keyName: absent("keyName"),
  keyPairInStack: false,
  sshIngress: known("closed", "vpcSecurityGroupIds"),
};

/** Runs a rule on what it judges; a rule that throws fails the test. */
export function findings(rule: UserDataRule | LaunchRule, change: Change = {}): readonly Finding[] {
  const answer =
    rule.judges === "user-data"
      ? runRule(rule, judgedUserData(change), rule.options?.parse({}))
      : runRule(rule, judgedLaunch(change), rule.options?.parse({}));
  return foundBy(answer);
}

/** What a rule found; one that threw fails the test. */
export function foundBy(answer: ReturnType<typeof runRule>): readonly Finding[] {
  if (!answer.done) throw new Error(describeFailures([answer.failure]));
  return answer.value;
}

export const messages = (rule: UserDataRule | LaunchRule, change: Change = {}): readonly string[] =>
  findings(rule, change).map(({ message }) => message);

export const stateOf = (change: Change, way: WayName): WayState => judgedLaunch(change).ways[way].state;

/** Where the findings of a rule stand in the user data, as `line:column`, with the part before it where there are several. */
export const places = (rule: UserDataRule | LaunchRule, change: Change): readonly string[] =>
  findings(rule, change).map(({ place }) =>
    place === undefined
      ? "nowhere"
      : [...(place.parts > 1 ? [place.part] : []), place.line, place.column].join(":"),
  );

/** A shell script of these lines, from line 2 on. */
export const script = (...lines: readonly string[]): Fact<UserData> =>
  userData(["#!/bin/sh", ...lines, ""].join("\n"));

/** A cloud-config of these lines, from line 2 on. */
export const config = (...lines: readonly string[]): Fact<UserData> =>
  userData(["#cloud-config", ...lines, ""].join("\n"));

/** A cloud-config that leaves a drop-in of these lines for sshd, from line 5 on. */
export const sshdDropIn = (...lines: readonly string[]): Fact<UserData> =>
  config(
    "write_files:",
    "  - path: /etc/ssh/sshd_config.d/10-own.conf",
    "    content: |",
    ...lines.map((line) => `      ${line}`),
  );

/** A public key as people write it. */
export const KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJnT0QTtaM9kDhV8dnBHgFBcKG8U1u0Z4Nq1b0q0m9xR ops";

export const noKeyPair: Change = { keyName: absent("keyName"), keyPairInStack: false };

/** The same text as each way of writing user data has it; the line of the text's first one is told with it. */
export const wrappings = {
  plain: (text: string) => userData(text),
  base64: (text: string) => userData(Buffer.from(text).toString("base64"), "base64"),
  gzip: (text: string) => userData(gzipSync(text).toString("base64"), "base64"),
  "the second part of a MIME message": (text: string) =>
    userData(
      mime(["text/cloud-config", "#cloud-config\npackage_update: true\n"], ["text/x-shellscript", text]),
    ),
} as const satisfies Readonly<Record<string, (text: string) => Fact<UserData>>>;

/** A MIME multipart message of parts, each a content type and a text. */
export function mime(
  ...parts: readonly (readonly [type: string, text: string, filename?: string])[]
): string {
  const lines = parts.flatMap(([type, text, filename]) => [
    "--//",
    `Content-Type: ${type}; charset="us-ascii"`,
    ...(filename === undefined ? [] : [`Content-Disposition: attachment; filename="${filename}"`]),
    "",
    text,
  ]);
  return [
    'Content-Type: multipart/mixed; boundary="//"',
    "MIME-Version: 1.0",
    "",
    ...lines,
    "--//--",
    "",
  ].join("\n");
}
