import { silentPart, type LaunchPart, type Source } from "../part";
import { regionOf } from "../resolve/region";
import { unseenBasis } from "./basis";
import { configBases, overridesNameSubnet, placedByOverrides } from "./fleet-bases";
import { fleetShare } from "./fleet-share";
import type { LaunchType } from "./launch-type";

/** A fleet says which types it takes and where they go; the rest is its templates'. */
function part(source: Source): LaunchPart {
  const { resource } = source;
  return {
    ...silentPart,
    region: regionOf(resource),
    namesSubnet: overridesNameSubnet(resource.inputs),
    ...placedByOverrides(source),
    oneTimeSpot: fleetShare(resource.inputs),
  };
}

export const fleet: LaunchType = {
  token: "aws:ec2/fleet:Fleet",
  kind: "fleet",
  part,
  bases: (source) => {
    const bases = configBases(source);
    return bases.length > 0 ? bases : [unseenBasis("the fleet names no launch template")];
  },
};
