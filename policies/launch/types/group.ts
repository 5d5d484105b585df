import type { LaunchPart, Source } from "../part";
import { silentPart } from "../part";
import { placedAt } from "../network/wiring";
import { mayBeWritten, textAt, textsAt } from "../read";
import { absent, known, type Fact } from "../../facts/fact";
import { regionOf } from "../resolve/region";
import type { StackResource } from "../resource";
import { referrersOf, type Relation } from "../stack";
import { basisOf, configurations, templateBases, unseenBasis } from "./basis";
import type { Basis, LaunchType } from "./launch-type";
import { mixedBases, spotShare } from "./mixed-instances";

/** A group says where its instances go; the rest is its template's. */
function part(source: Source): LaunchPart {
  const { resource } = source;
  return {
    ...silentPart,
    region: regionOf(resource),
    namesSubnet: mayBeWritten(resource.inputs, "vpcZoneIdentifiers"),
    ...placedAt(source, ["vpcZoneIdentifiers"]),
    oneTimeSpot: spotShare(resource.inputs),
    replacesStopped: replacesStopped(resource),
  };
}

/** A member that is stopped fails its health check, and is terminated for it: each of these steps can be suspended. */
const STEPS: ReadonlySet<string> = new Set(["HealthCheck", "ReplaceUnhealthy", "Terminate"]);

function replacesStopped({ inputs }: StackResource): Fact<boolean> {
  const processes = textsAt(inputs, "suspendedProcesses");
  if (processes.state !== "known") return processes;
  if (processes.value.some((each) => each.state === "known" && STEPS.has(each.value)))
    return known(false, processes.path);
  return processes.value.find((each) => each.state === "unknown") ?? known(true, processes.path);
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

const GROUP = "aws:autoscaling/group:Group";

/** ECS starts its tasks on the members of a group that is a capacity provider's. */
const capacityProvider: Relation = {
  type: "aws:ecs/capacityProvider:CapacityProvider",
  path: "autoScalingGroupProvider.autoScalingGroupArn",
  target: { types: [GROUP], names: [] },
};

function service({ resource, stack }: Source): "ecs" | undefined {
  const { certain, possible, untold } = referrersOf(stack, resource, capacityProvider);
  return certain.length + possible.length + untold.length > 0 ? "ecs" : undefined;
}

export const group: LaunchType = { token: GROUP, kind: "group", part, bases, service };
