import { absent, mapFact } from "../../facts/fact";
import type { LaunchPart, Source } from "../part";
import { flagAt, mayBeWritten, textAt } from "../read";
import { imageAt } from "../resolve/image";
import { keyPairAt } from "../resolve/key-pair";
import { metadataEndpointOf } from "../resolve/metadata";
import { publicAddressOf } from "../network/public-address";
import { regionOf } from "../resolve/region";
import { roleAt } from "../iam/instance-role";
import { portAccess } from "../network/wiring";
import { oneTimeSpotAt } from "../resolve/spot";
import { userDataOf } from "../resolve/user-data";
import { templateBases } from "./basis";
import type { LaunchType } from "./launch-type";

const SUBNET_PROPERTIES = ["subnetId", "networkInterfaces", "primaryNetworkInterface"];

/** What the arguments of an instance say; those of a spot request are the same. */
export function instancePart(source: Source): LaunchPart {
  const { resource } = source;
  const { inputs } = resource;
  return {
    region: regionOf(resource),
    image: imageAt(source, "ami"),
    instanceTypes: mapFact(textAt(inputs, "instanceType"), (type) => [type]),
    ...keyPairAt(source, "keyName"),
    userData: userDataOf(resource),
    role: roleAt(source, textAt(inputs, "iamInstanceProfile")),
    ...portAccess(source, {
      lists: ["vpcSecurityGroupIds", "securityGroups"],
      subnets: ["subnetId"],
      interfaces: "networkInterfaces",
      primary: "primaryNetworkInterface.networkInterfaceId",
    }),
    namesSubnet: SUBNET_PROPERTIES.some((property) => mayBeWritten(inputs, property)),
    publicAddress: publicAddressOf(source, flagAt(inputs, "associatePublicIpAddress")),
    metadataEndpoint: metadataEndpointOf(inputs),
    stopProtection: flagAt(inputs, "disableApiStop"),
    shutdownBehavior: textAt(inputs, "instanceInitiatedShutdownBehavior"),
    replacesStopped: absent("suspendedProcesses"),
    oneTimeSpot: oneTimeSpotAt(inputs),
  };
}

export const instance: LaunchType = {
  token: "aws:ec2/instance:Instance",
  kind: "instance",
  part: instancePart,
  bases: templateBases,
};
