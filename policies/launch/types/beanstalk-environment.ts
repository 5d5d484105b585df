import { known, mapFact, unknown, type Fact } from "../../facts/fact";
import { roleAt } from "../iam/instance-role";
import type { ImageHints } from "../launch";
import { silentPart, type LaunchPart, type Source } from "../part";
import { flagAt, mayBeWritten, textAt } from "../read";
import type { Properties } from "../resource";
import { imageAt } from "../resolve/image";
import { keyPairAt } from "../resolve/key-pair";
import { regionOf } from "../resolve/region";
import { allTextsAt } from "./all-of";
import { optionsOf } from "./beanstalk-options";
import type { LaunchType } from "./launch-type";
import { serviceAccess } from "./service-access";
import { viewOf } from "./view";

/** What the options of an environment say; Beanstalk sets the rest ("General options for all environments"). */
function part(source: Source): LaunchPart {
  const { resource, stack } = source;
  const view = viewOf(resource, "settings", optionsOf(resource.inputs));
  const options = { resource: view, stack };
  const { inputs } = view;
  return {
    ...silentPart,
    region: regionOf(resource),
    image: imageOf(options, resource.inputs),
    instanceTypes: typesOf(inputs),
    ...keyPairAt(options, "keyName"),
    userData: unknown(
      "userData",
      "what Elastic Beanstalk and the application's .ebextensions run at boot is not followed",
    ),
    role: roleAt(options, textAt(inputs, "iamInstanceProfile")),
    ...serviceAccess(
      options,
      ["securityGroups"],
      "Elastic Beanstalk gives its instances a security group of its own",
    ),
    namesSubnet: mayBeWritten(inputs, "subnets"),
    publicAddress: flagAt(inputs, "associatePublicIpAddress"),
    oneTimeSpot: mapFact(flagAt(inputs, "enableSpot"), () => true),
  };
}

/** The solution stack's name tells the distribution: `64bit Amazon Linux 2023 v4.3.0 running Python 3.11`. */
function imageOf(options: Source, inputs: Properties | undefined): ImageHints {
  const own = imageAt(options, "imageId");
  if (own.id.state === "known") return own;
  const platform = textAt(inputs, "solutionStackName");
  const id = unknown("solutionStackName", "Elastic Beanstalk picks the image");
  return { id, names: platform.state === "known" ? [platform.value] : [], owners: ["amazon"] };
}

function typesOf(options: Properties | undefined): Fact<readonly string[]> {
  const several = allTextsAt(options, "instanceTypes");
  if (several.state !== "absent") return several;
  const one = textAt(options, "instanceType");
  if (one.state === "absent") return unknown(one.path, "Elastic Beanstalk picks the instance type");
  return one.state === "known" ? known([one.value], one.path) : one;
}

export const beanstalkEnvironment: LaunchType = {
  token: "aws:elasticbeanstalk/environment:Environment",
  kind: "group",
  part,
  bases: () => [],
  service: () => "elastic-beanstalk",
};
