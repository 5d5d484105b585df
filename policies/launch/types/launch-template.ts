import { absent, known, mapFact, orElse, unknown, type Fact } from "../../facts/fact";
import type { LaunchPart, Source } from "../part";
import { flagAt, listAt, mayBeWritten, textAt } from "../read";
import type { Properties } from "../resource";
import { imageAt } from "../resolve/image";
import { keyPairAt } from "../resolve/key-pair";
import { metadataEndpointOf } from "../resolve/metadata";
import { regionOf } from "../resolve/region";
import { roleAt } from "../iam/instance-role";
import { portAccess } from "../network/wiring";
import { oneTimeSpotAt } from "../resolve/spot";
import { userDataAt } from "../resolve/user-data";
import type { LaunchType } from "./launch-type";

function part(source: Source): LaunchPart {
  const { resource } = source;
  const { inputs } = resource;
  return {
    region: regionOf(resource),
    image: imageAt(source, "imageId"),
    instanceTypes: instanceTypes(inputs),
    ...keyPairAt(source, "keyName"),
    userData: userDataAt(resource, "userData", "base64"),
    role: roleAt(source, profile(inputs)),
    ...portAccess(source, {
      lists: ["vpcSecurityGroupIds", "securityGroupNames"],
      interfaces: "networkInterfaces",
    }),
    namesSubnet: interfacePaths(inputs).some(
      (path) =>
        mayBeWritten(inputs, `${path}.subnetId`) || mayBeWritten(inputs, `${path}.networkInterfaceId`),
    ),
    publicAddress: publicAddress(inputs),
    metadataEndpoint: metadataEndpointOf(inputs),
    stopProtection: flagAt(inputs, "disableApiStop"),
    shutdownBehavior: textAt(inputs, "instanceInitiatedShutdownBehavior"),
    replacesStopped: absent("suspendedProcesses"),
    oneTimeSpot: oneTimeSpotAt(inputs),
  };
}

function instanceTypes(inputs: Properties | undefined): Fact<readonly string[]> {
  const type = textAt(inputs, "instanceType");
  if (type.state === "absent" && mayBeWritten(inputs, "instanceRequirements")) {
    return unknown("instanceRequirements", "EC2 picks the instance type by its attributes");
  }
  return mapFact(type, (value) => [value]);
}

function profile(inputs: Properties | undefined): Fact<string> {
  return orElse(textAt(inputs, "iamInstanceProfile.name"), textAt(inputs, "iamInstanceProfile.arn"));
}

/** Paths of the network interfaces; the list's own where its elements are only known at apply. */
function interfacePaths(inputs: Properties | undefined): readonly string[] {
  const list = listAt(inputs, "networkInterfaces");
  if (list.state === "absent") return [];
  if (list.state === "unknown") return ["networkInterfaces"];
  return list.value.map((_, index) => `networkInterfaces[${String(index)}]`);
}

/** Asked for if any interface asks for it. */
function publicAddress(inputs: Properties | undefined): Fact<boolean> {
  const path = "networkInterfaces[0].associatePublicIpAddress";
  const asked = interfacePaths(inputs).map((each) => flagAt(inputs, `${each}.associatePublicIpAddress`));
  const yes = asked.find((fact) => fact.state === "known" && fact.value);
  const open = asked.find((fact) => fact.state === "unknown");
  const no = asked.find((fact) => fact.state === "known");
  return yes ?? open ?? (no === undefined ? absent(path) : known(false, no.path));
}

export const launchTemplate: LaunchType = {
  token: "aws:ec2/launchTemplate:LaunchTemplate",
  kind: "template",
  part,
  bases: () => [],
};
