import { mapFact, unknown } from "../../facts/fact";
import { roleAt } from "../iam/instance-role";
import type { ImageHints } from "../launch";
import { silentPart, type LaunchPart, type Source } from "../part";
import { listAt, mayBeWritten, textAt } from "../read";
import type { Properties } from "../resource";
import { imageAt } from "../resolve/image";
import { keyPairAt } from "../resolve/key-pair";
import { regionOf } from "../resolve/region";
import { portAccess } from "../network/wiring";
import { allTextsAt } from "./all-of";
import { templateBasis } from "./basis";
import type { LaunchType } from "./launch-type";

const RESOURCES = "computeResources";
const TEMPLATE = `${RESOURCES}.launchTemplate`;
const CONFIGURATIONS = `${RESOURCES}.ec2Configurations`;

/** What Batch calls its images, by `imageType` (Ec2Configuration, Batch API reference). */
const IMAGES = [
  [/^ECS_AL2023/u, "al2023-ami-ecs-*"],
  [/^ECS_AL2(?:_|$)/u, "amzn2-ami-ecs-*"],
  [/^EKS_AL2023/u, "amazon-eks-node-al2023-*"],
  [/^EKS_AL2(?:_|$)/u, "amazon-eks-node-*"],
] as const;

// The default has changed, and differs for instances with a GPU.
const ECS_IMAGES = ["al2023-ami-ecs-*", "amzn2-ami-ecs-*"];
const EKS_IMAGES = ["amazon-eks-node-al2023-*", "amazon-eks-node-*"];

function part(source: Source): LaunchPart {
  const { resource } = source;
  const { inputs } = resource;
  return {
    ...silentPart,
    region: regionOf(resource),
    image: imageAt(source, ownImage(inputs)),
    instanceTypes: namedTypes(inputs),
    ...keyPairAt(source, `${RESOURCES}.ec2KeyPair`),
    role: roleAt(source, textAt(inputs, `${RESOURCES}.instanceRole`)),
    ...portAccess(source, {
      lists: [`${RESOURCES}.securityGroupIds`],
      subnets: [`${RESOURCES}.subnets`],
    }),
    namesSubnet: true,
    oneTimeSpot: mapFact(textAt(inputs, `${RESOURCES}.type`), (type) => type === "SPOT"),
  };
}

/** Path of the image's id: a configuration's is before `imageId` (Ec2Configuration, Batch API reference). */
function ownImage(inputs: Properties | undefined): string {
  const path = `${CONFIGURATIONS}[0].imageIdOverride`;
  return mayBeWritten(inputs, path) ? path : `${RESOURCES}.imageId`;
}

/** `optimal` and families (`c5`) leave the type to Batch. */
function namedTypes(inputs: Properties | undefined): LaunchPart["instanceTypes"] {
  const types = allTextsAt(inputs, `${RESOURCES}.instanceTypes`);
  if (types.state !== "known" || types.value.every((type) => type.includes("."))) return types;
  return unknown(types.path, "Batch picks the instance type");
}

/** An image that neither the environment nor its template names is Batch's own. */
const complete =
  ({ resource }: Source) =>
  (merged: LaunchPart): LaunchPart => ({
    ...merged,
    image: merged.image.id.state === "absent" ? imageOfBatch(resource.inputs) : merged.image,
  });

function imageOfBatch(inputs: Properties | undefined): ImageHints {
  const id = unknown(`${RESOURCES}.imageId`, "Batch picks the image");
  const list = listAt(inputs, CONFIGURATIONS);
  const types =
    list.state === "known"
      ? list.value.map((_, at) => textAt(inputs, `${CONFIGURATIONS}[${String(at)}].imageType`))
      : [];
  const names = types.map((type) =>
    type.state === "known" ? IMAGES.find(([form]) => form.test(type.value))?.[1] : undefined,
  );
  if (names.length > 0 && names.every((name) => name !== undefined)) return { id, names, owners: ["amazon"] };
  const defaults = mayBeWritten(inputs, "eksConfiguration") ? EKS_IMAGES : ECS_IMAGES;
  return { id, names: defaults, owners: ["amazon"] };
}

/** Fargate runs containers without instances, and an unmanaged environment takes instances that others launch. */
function launches({ resource: { inputs } }: Source): boolean {
  if (!mayBeWritten(inputs, RESOURCES)) return false;
  const type = textAt(inputs, "type");
  if (type.state === "known" && type.value.toUpperCase() === "UNMANAGED") return false;
  const resources = textAt(inputs, `${RESOURCES}.type`);
  return !(resources.state === "known" && resources.value.startsWith("FARGATE"));
}

export const batchComputeEnvironment: LaunchType = {
  token: "aws:batch/computeEnvironment:ComputeEnvironment",
  kind: "group",
  launches,
  part,
  bases: (source) =>
    mayBeWritten(source.resource.inputs, TEMPLATE) ? [templateBasis(source, TEMPLATE)] : [],
  service: () => "batch",
  complete,
};
