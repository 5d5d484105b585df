import { absent, mapFact, unknown, type Fact } from "../../facts/fact";
import { roleAt } from "../iam/instance-role";
import type { ImageHints, UserData } from "../launch";
import { silentPart, type LaunchPart, type Source } from "../part";
import { mayBeWritten, textAt, valueAt } from "../read";
import { UNKNOWN, type Properties, type PropertyValue } from "../resource";
import { imageAt } from "../resolve/image";
import { keyPairAt } from "../resolve/key-pair";
import { regionOf } from "../resolve/region";
import type { LaunchType } from "./launch-type";
import { serviceAccess } from "./service-access";
import { splitTexts } from "./split-texts";
import { viewOf } from "./view";

const ATTRIBUTES = "ec2Attributes";
const GROUPS = ["emrManagedMasterSecurityGroup", "additionalMasterSecurityGroups"];

/** The master node, which people log in to; the other nodes differ in their groups and types. */
function part(source: Source): LaunchPart {
  const { resource, stack } = source;
  const { inputs } = resource;
  const attributes = { resource: viewOf(resource, ATTRIBUTES, attributesOf(inputs)), stack };
  return {
    ...silentPart,
    region: regionOf(resource),
    image: imageOf(source),
    instanceTypes: masterType(inputs),
    ...keyPairAt(attributes, "keyName"),
    userData: bootstrap(inputs),
    role: roleAt(attributes, textAt(attributes.resource.inputs, "iamInstanceProfile")),
    ...serviceAccess(attributes, ["vpcSecurityGroupIds"], "EMR adds rules to the cluster's security groups"),
    namesSubnet:
      mayBeWritten(inputs, `${ATTRIBUTES}.subnetId`) || mayBeWritten(inputs, `${ATTRIBUTES}.subnetIds`),
    oneTimeSpot: mapFact(textAt(inputs, "masterInstanceGroup.bidPrice"), () => true),
  };
}

/** `ec2Attributes` as an instance would have them. */
function attributesOf(inputs: Properties | undefined): Properties | undefined {
  const attributes = valueAt(inputs, ATTRIBUTES);
  if (attributes.state === "unknown") return undefined;
  const at = (name: string): PropertyValue => {
    const value = valueAt(inputs, `${ATTRIBUTES}.${name}`);
    return value.state === "known" ? value.value : value.state === "unknown" ? UNKNOWN : null;
  };
  return {
    keyName: at("keyName"),
    iamInstanceProfile: at("instanceProfile"),
    vpcSecurityGroupIds: splitTexts(GROUPS.map(at)),
  };
}

/** EMR's own image is told by its release ("Using the default Amazon Linux AMI for Amazon EMR", EMR management guide). */
function imageOf(source: Source): ImageHints {
  const custom = imageAt(source, "customAmiId");
  if (custom.id.state !== "absent") return custom;
  const release = textAt(source.resource.inputs, "releaseLabel");
  const id = unknown("releaseLabel", "EMR picks the image");
  return { id, names: release.state === "known" ? [release.value] : [], owners: ["amazon"] };
}

function masterType(inputs: Properties | undefined): Fact<readonly string[]> {
  if (mayBeWritten(inputs, "masterInstanceFleet"))
    return unknown("masterInstanceFleet", "EMR picks the instance type from its fleet");
  return mapFact(textAt(inputs, "masterInstanceGroup.instanceType"), (type) => [type]);
}

/** A cluster has no user data; its bootstrap actions are scripts in S3 that run as root. */
function bootstrap(inputs: Properties | undefined): Fact<UserData> {
  const path = "bootstrapActions";
  return mayBeWritten(inputs, path)
    ? unknown(path, "bootstrap actions are not followed")
    : absent("userData");
}

export const emrCluster: LaunchType = {
  token: "aws:emr/cluster:Cluster",
  kind: "cluster",
  part,
  bases: () => [],
  service: () => "emr",
};
