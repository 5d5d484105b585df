import type { LaunchPart, Source } from "../part";
import { silentPart } from "../part";
import { mayBeWritten, textAt } from "../read";
import { absent } from "../../facts/fact";
import { regionOf } from "../resolve/region";
import { basisOf, configurations, templateBases, unseenBasis } from "./basis";
import type { Basis, LaunchType } from "./launch-type";
import { mixedBases, spotShare } from "./mixed-instances";

/** A group says where its instances go; the rest is its template's. */
function part({ resource }: Source): LaunchPart {
  return {
    ...silentPart,
    region: regionOf(resource),
    namesSubnet: mayBeWritten(resource.inputs, "vpcZoneIdentifiers"),
    oneTimeSpot: spotShare(resource.inputs),
  };
}

function bases(source: Source): readonly Basis[] {
  const { inputs } = source.resource;
  if (inputs === undefined) return [unseenBasis("the group was not seen as the program wrote it")];
  const [template] = templateBases(source);
  if (template !== undefined) return [template];
  if (mayBeWritten(inputs, "mixedInstancesPolicy")) return mixedBases(source);
  if (!mayBeWritten(inputs, "launchConfiguration")) {
    return [unseenBasis("the group names neither a launch template nor a launch configuration")];
  }
  return [
    basisOf(source, textAt(inputs, "launchConfiguration"), absent("launchConfiguration"), configurations),
  ];
}

export const group: LaunchType = { token: "aws:autoscaling/group:Group", kind: "group", part, bases };
