import { absent, unknown, type Fact } from "../../facts/fact";
import type { Source } from "../part";
import { numberAt } from "../read";
import type { Properties } from "../resource";
import { basesOfChoices, choicesAt } from "./choices";
import type { Basis } from "./launch-type";

const POLICY = "mixedInstancesPolicy";
const TEMPLATE = `${POLICY}.launchTemplate`;
const SPECIFICATION = "launchTemplateSpecification";
const OVERRIDES = `${TEMPLATE}.overrides`;

/** What a mixed instances policy launches from; an override may name a template of its own. */
export function mixedBases(source: Source): readonly Basis[] {
  const { inputs } = source.resource;
  const choices = choicesAt(inputs, `${TEMPLATE}.${SPECIFICATION}`, OVERRIDES, SPECIFICATION);
  return basesOfChoices(source, choices, OVERRIDES);
}

/** Whether the policy makes some of its instances spot instances, which a group requests one time. Absent: none. */
export function spotShare(inputs: Properties | undefined): Fact<boolean> {
  const share = numberAt(inputs, `${POLICY}.instancesDistribution.onDemandPercentageAboveBaseCapacity`);
  if (share.state !== "known") return share;
  if (share.value >= 100) return absent(share.path);
  return unknown(share.path, "some of the group's instances are spot instances");
}
