import { ownValue } from "../../facts/own";
import { matchKind } from "../../boot/image/match";
import { offlineImageId } from "../../boot/image/offline-image";
import type { Configuration } from "../configuration";
import { ec2Id, hex } from "../ids";
import { textOf, textsOf } from "../properties";
import type { Properties } from "../properties";
import { answer, exact, filterValues, regionOf, regionResult, seedOf, tagsOf } from "./lookup";
import type { LookUp } from "./lookup";

// The accounts behind the owners' aliases: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/finding-an-ami.html
const OWNERS: Readonly<Record<string, string>> = {
  amazon: "137112412989",
  "aws-marketplace": "679593333241",
};

/** An image of the name, owner and architecture that the filters ask for. */
export const getAmi: LookUp = (args, configuration) => {
  const name = imageName(args);
  const id = exact(args, "imageId", "image-id") ?? imageId(args, configuration);
  const owner = ownerOf(args, configuration);
  const rootDeviceName = filterValues(args, "root-device-name")[0] ?? rootDevice(name);
  const isWindows = filterValues(args, "platform").includes("windows") || /windows/i.test(name);
  const snapshot = ec2Id("snap", id);
  return answer({
    ...args,
    architecture: architectureOf(args, name),
    arn: `arn:${configuration.partition}:ec2:${regionOf(args, configuration)}::image/${id}`,
    blockDeviceMappings: [
      {
        deviceName: rootDeviceName,
        ebs: {
          delete_on_termination: "true",
          encrypted: "false",
          iops: "0",
          snapshot_id: snapshot,
          throughput: "0",
          volume_size: "8",
          volume_type: "gp3",
        },
        noDevice: "",
        virtualName: "",
      },
    ],
    bootMode: "uefi-preferred",
    creationDate: "2025-01-01T00:00:00.000Z",
    deprecationTime: "",
    description: name,
    enaSupport: true,
    hypervisor: "xen",
    id,
    imageId: id,
    imageLocation: `${owner.alias === "" ? owner.id : owner.alias}/${name}`,
    imageOwnerAlias: owner.alias,
    imageType: "machine",
    imdsSupport: name.startsWith("al2023") ? "v2.0" : "",
    kernelId: "",
    lastLaunchedTime: "",
    name,
    ownerId: owner.id,
    platform: isWindows ? "windows" : "",
    platformDetails: isWindows ? "Windows" : "Linux/UNIX",
    productCodes: [],
    public: owner.alias !== "self",
    ramdiskId: "",
    rootDeviceName,
    rootDeviceType: "ebs",
    rootSnapshotId: snapshot,
    sriovNetSupport: "simple",
    state: "available",
    stateReason: { code: "UNSET", message: "UNSET" },
    tags: tagsOf(args),
    tpmSupport: "",
    usageOperation: "RunInstances",
    virtualizationType: "hvm",
    ...regionResult(args, configuration),
  });
};

/** One image: the one that getAmi finds with the same arguments. */
export const getAmiIds: LookUp = (args, configuration) =>
  answer({
    ...args,
    id: imageId(args, configuration),
    ids: [imageId(args, configuration)],
    owners: textsOf(args.owners),
    ...regionResult(args, configuration),
  });

/** Depends on what decides which image it is, not on how one of several is picked. */
function imageId(args: Properties, configuration: Configuration): string {
  const { filters = null, nameRegex = null, owners = null, tags = null } = args;
  const seed = seedOf({ filters, nameRegex, owners, tags }, regionOf(args, configuration));
  const asked = [...textsOf(owners), ...filterValues(args, "owner-id"), ...filterValues(args, "owner-alias")];
  return offlineImageId(matchKind(searchedName(args), asked), hex(seed, 4));
}

/** The name as it was searched by: with several patterns nobody knows which one fits, so the first speaks for all. */
function searchedName(args: Properties): string {
  return filterValues(args, "name")[0] ?? imageName(args);
}

function imageName(args: Properties): string {
  const pattern = filterValues(args, "name")[0];
  if (pattern !== undefined) return concreteName(pattern);
  const expression = textOf(args.nameRegex);
  return expression === undefined ? "offline-image" : nameFromExpression(expression);
}

/** A name that the pattern matches and that looks like one: release dates stand where images have them. */
export function concreteName(pattern: string): string {
  return pattern
    .replaceAll("?", "0")
    .replace(/(^|\/)\*+(?=\/)/g, "$1hvm-ssd-gp3")
    .replace(/\*+(?=\/)/g, "")
    .replace(/(?<=\d)\*+(?=.)/g, ".20250101")
    .replace(/(?<=[a-z])\*+/gi, "-20250101")
    .replace(/\*+/g, "20250101");
}

function nameFromExpression(expression: string): string {
  const name = expression
    .replace(/^\^|\$$/g, "")
    .replace(/\\d(?:[+*]|\{[^}]*\})?/g, "1")
    .replace(/\.[*+]/g, "20250101")
    .replace(/\\(.)/g, "$1");
  return matches(expression, name) ? name : "offline-image";
}

function matches(expression: string, name: string): boolean {
  try {
    return new RegExp(expression).test(name);
  } catch {
    return false;
  }
}

function ownerOf(
  args: Properties,
  { accountId }: Configuration,
): { readonly id: string; readonly alias: string } {
  const asked =
    textsOf(args.owners)[0] ?? filterValues(args, "owner-id")[0] ?? filterValues(args, "owner-alias")[0];
  if (asked === undefined || asked === "self") return { id: accountId, alias: asked ?? "" };
  const id = ownValue(OWNERS, asked);
  if (id !== undefined) return { id, alias: asked };
  return { id: asked, alias: Object.entries(OWNERS).find(([, account]) => account === asked)?.[0] ?? "" };
}

function architectureOf(args: Properties, name: string): string {
  const asked = filterValues(args, "architecture")[0];
  return asked ?? (/arm64|aarch64/.test(name) ? "arm64" : "x86_64");
}

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/device_naming.html */
const rootDevice = (name: string): string =>
  /ubuntu|rhel|windows|suse/i.test(name) ? "/dev/sda1" : "/dev/xvda";
