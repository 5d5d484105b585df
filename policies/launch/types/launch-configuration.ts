import { mapFact } from "../../facts/fact";
import { silentPart, type LaunchPart, type Source } from "../part";
import { flagAt, textAt } from "../read";
import { imageAt } from "../resolve/image";
import { keyPairAt } from "../resolve/key-pair";
import { metadataEndpointOf } from "../resolve/metadata";
import { regionOf } from "../resolve/region";
import { roleAt } from "../iam/instance-role";
import { portAccess } from "../network/wiring";
import { userDataOf } from "../resolve/user-data";
import type { LaunchType } from "./launch-type";

function part(source: Source): LaunchPart {
  const { resource } = source;
  const { inputs } = resource;
  return {
    ...silentPart,
    region: regionOf(resource),
    image: imageAt(source, "imageId"),
    instanceTypes: mapFact(textAt(inputs, "instanceType"), (type) => [type]),
    ...keyPairAt(source, "keyName"),
    userData: userDataOf(resource),
    role: roleAt(source, textAt(inputs, "iamInstanceProfile")),
    ...portAccess(source, { lists: ["securityGroups"] }),
    publicAddress: flagAt(inputs, "associatePublicIpAddress"),
    metadataEndpoint: metadataEndpointOf(inputs),
    // With a spot price, the group asks for one-time spot instances.
    oneTimeSpot: mapFact(textAt(inputs, "spotPrice"), () => true),
  };
}

export const launchConfiguration: LaunchType = {
  token: "aws:ec2/launchConfiguration:LaunchConfiguration",
  kind: "configuration",
  part,
  bases: () => [],
};
