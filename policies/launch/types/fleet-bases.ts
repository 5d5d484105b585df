import { unknown, type Fact } from "../../facts/fact";
import { placedAt } from "../network/wiring";
import { silentPart, type LaunchPart, type Source } from "../part";
import { listAt, mayBeWritten } from "../read";
import { regionOf } from "../resolve/region";
import type { Properties } from "../resource";
import { basesOfChoices, choicesAt, type Choice } from "./choices";
import type { Basis } from "./launch-type";

const CONFIGS = "launchTemplateConfigs";

/** What a fleet's `launchTemplateConfigs` launch from: each names one template, with overrides. Empty where there are none. */
export function configBases(source: Source): readonly Basis[] {
  const { inputs } = source.resource;
  if (!mayBeWritten(inputs, CONFIGS)) return [];
  return basesOfChoices(source, configChoices(inputs), `${CONFIGS}[0].overrides`);
}

function configChoices(inputs: Properties | undefined): readonly Choice[] {
  const list = listAt(inputs, CONFIGS);
  if (list.state !== "known") {
    const why = list.state === "unknown" ? list.why : `${CONFIGS} is left out`;
    return [{ specification: CONFIGS, instanceType: unknown(CONFIGS, why) }];
  }
  return list.value.flatMap((_, index) => {
    const path = `${CONFIGS}[${String(index)}]`;
    return choicesAt(inputs, `${path}.launchTemplateSpecification`, `${path}.overrides`);
  });
}

/** A fleet says which types it takes and where they go; the rest is its templates'. */
export const fleetPart = (source: Source, oneTimeSpot: Fact<boolean>): LaunchPart => ({
  ...silentPart,
  region: regionOf(source.resource),
  namesSubnet: overridesNameSubnet(source.resource.inputs),
  ...placedByOverrides(source),
  oneTimeSpot,
});

/** Whether some override puts its instances into a subnet. */
function overridesNameSubnet(inputs: Properties | undefined): boolean {
  const paths = overridePaths(inputs);
  return paths === undefined || paths.some((path) => mayBeWritten(inputs, `${path}.subnetId`));
}

/** Where the overrides put a fleet's instances; nowhere unless each of them names a subnet. */
function placedByOverrides(source: Source): Partial<Pick<LaunchPart, "wirings">> {
  const { inputs } = source.resource;
  const subnets = overridePaths(inputs)?.map((path) => `${path}.subnetId`) ?? [];
  const isTold = subnets.length > 0 && subnets.every((path) => mayBeWritten(inputs, path));
  return isTold ? placedAt(source, subnets) : {};
}

/** Paths of all overrides, a config without any as one; `undefined` where some are only known at apply. */
function overridePaths(inputs: Properties | undefined): readonly string[] | undefined {
  const list = listAt(inputs, CONFIGS);
  if (list.state === "absent") return [];
  if (list.state === "unknown") return undefined;
  const paths: string[] = [];
  for (const index of list.value.keys()) {
    const path = `${CONFIGS}[${String(index)}].overrides`;
    const overrides = listAt(inputs, path);
    if (overrides.state === "unknown") return undefined;
    const count = overrides.state === "known" ? overrides.value.length : 0;
    paths.push(...Array.from({ length: Math.max(1, count) }, (_, at) => `${path}[${String(at)}]`));
  }
  return paths;
}
