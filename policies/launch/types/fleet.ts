import { unseenBasis } from "./basis";
import { configBases, fleetPart } from "./fleet-bases";
import { fleetShare } from "./fleet-share";
import type { LaunchType } from "./launch-type";

export const fleet: LaunchType = {
  token: "aws:ec2/fleet:Fleet",
  kind: "fleet",
  part: (source) => fleetPart(source, fleetShare(source.resource.inputs)),
  bases: (source) => {
    const bases = configBases(source);
    return bases.length > 0 ? bases : [unseenBasis("the fleet names no launch template")];
  },
};
