import { known, mapFact, type Fact } from "../../facts/fact";
import { textAt } from "../read";
import type { Properties } from "../resource";
import { templateBases } from "./basis";
import { instancePart } from "./instance";
import type { LaunchType } from "./launch-type";

/** `spotType` is `persistent` unless written (`aws.ec2.SpotInstanceRequest`). */
function oneTime(inputs: Properties | undefined): Fact<boolean> {
  const type = textAt(inputs, "spotType");
  return type.state === "absent" ? known(false, type.path) : mapFact(type, (value) => value === "one-time");
}

export const spotInstanceRequest: LaunchType = {
  token: "aws:ec2/spotInstanceRequest:SpotInstanceRequest",
  kind: "spot-request",
  part: (source) => ({ ...instancePart(source), oneTimeSpot: oneTime(source.resource.inputs) }),
  bases: templateBases,
};
