import { known, unknown, type Fact } from "../../facts/fact";
import { referIam, roles } from "../iam/named";
import { sessionRights } from "../iam/session-rights";
import type { ImageHints, InstanceRole, PortAccess } from "../launch";
import { placedAt } from "../network/wiring";
import { silentPart, type LaunchPart, type Source } from "../part";
import { textAt } from "../read";
import type { Properties } from "../resource";
import { keyPairAt } from "../resolve/key-pair";
import { regionOf } from "../resolve/region";
import { allTextsAt } from "./all-of";
import { templateBases } from "./basis";
import type { LaunchType } from "./launch-type";

/** What EKS calls its images, by the beginning of `amiType` (CreateNodegroup, EKS API reference). */
const IMAGES = [
  ["AL2023_", "amazon-eks-node-al2023-*"],
  ["AL2_", "amazon-eks-node-*"],
  ["BOTTLEROCKET_", "bottlerocket-aws-k8s-*"],
  ["WINDOWS_", "Windows_Server-*-EKS_Optimized-*"],
] as const;

// Which one EKS takes where nothing is written depends on the cluster's version: Amazon Linux 2 up to 1.29.
const DEFAULT_IMAGES = ["amazon-eks-node-al2023-*", "amazon-eks-node-*"];

/** A node group says the type of its image, its role and its key; EKS sets the rest, or takes it from a template. */
function part(source: Source): LaunchPart {
  const { resource } = source;
  const { inputs } = resource;
  return {
    ...silentPart,
    region: regionOf(resource),
    namesSubnet: true,
    ...placedAt(source, ["subnetIds"]),
    image: imageOf(inputs),
    instanceTypes: allTextsAt(inputs, "instanceTypes"),
    ...keyPairAt(source, "remoteAccess.ec2SshKey"),
    role: nodeRole(source),
    sshIngress: remoteAccess(inputs),
    oneTimeSpot: capacity(inputs),
  };
}

function imageOf(inputs: Properties | undefined): ImageHints {
  const type = textAt(inputs, "amiType");
  // CUSTOM is EKS's word for the image of the template.
  if (type.state === "absent" || (type.state === "known" && type.value === "CUSTOM")) return silentPart.image;
  const id = unknown("amiType", "EKS picks the image");
  if (type.state === "unknown") return { id, names: [], owners: [] };
  const name = IMAGES.find(([start]) => type.value.startsWith(start))?.[1];
  return { id, names: name === undefined ? [] : [name], owners: ["amazon"] };
}

/** With a key, EKS opens port 22 to the groups that are named, or to everywhere (RemoteAccessConfig, EKS API reference). */
function remoteAccess(inputs: Properties | undefined): Fact<PortAccess> {
  const key = textAt(inputs, "remoteAccess.ec2SshKey");
  return key.state === "known" ? known("open", "remoteAccess") : { ...key, path: "remoteAccess" };
}

/** EKS makes the instance profile of the node role itself, and refuses a template that brings one ("Launch template support", EKS user guide). */
function nodeRole({ resource, stack }: Source): Fact<InstanceRole> {
  const arn = textAt(resource.inputs, "nodeRoleArn");
  const { path } = arn;
  const reference = referIam(stack, resource, arn, roles);
  if (reference.kind === "found")
    return known(sessionRights({ resource: reference.resource, stack }, "ec2"), path);
  return known({ sessionManager: unknown(path, "the node role cannot be told") }, path);
}

/** Spot nodes are those of an Auto Scaling group, which asks for one-time instances. */
function capacity(inputs: Properties | undefined): Fact<boolean> {
  const type = textAt(inputs, "capacityType");
  if (type.state !== "known") return type;
  return known(type.value === "SPOT", type.path);
}

/** What EKS does where neither the node group nor its template says it. */
function complete(part: LaunchPart): LaunchPart {
  const own = (path: string) => unknown(path, "the cluster's security group applies");
  return {
    ...part,
    image:
      part.image.id.state === "absent"
        ? { id: unknown("amiType", "EKS picks the image"), names: DEFAULT_IMAGES, owners: ["amazon"] }
        : part.image,
    instanceTypes:
      part.instanceTypes.state === "absent" ? known(["t3.medium"], "instanceTypes") : part.instanceTypes,
    sshIngress: part.sshIngress.state === "absent" ? own("vpcSecurityGroupIds") : part.sshIngress,
    httpsEgress: part.httpsEgress.state === "absent" ? own("vpcSecurityGroupIds") : part.httpsEgress,
  };
}

export const eksNodeGroup: LaunchType = {
  token: "aws:eks/nodeGroup:NodeGroup",
  kind: "group",
  part,
  bases: templateBases,
  service: () => "eks",
  complete: () => complete,
};
