import { unknown } from "../../facts/fact";
import type { Source } from "../part";
import { listAt, mayBeWritten } from "../read";
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

/** Whether some override puts its instances into a subnet. */
export function overridesNameSubnet(inputs: Properties | undefined): boolean {
  const list = listAt(inputs, CONFIGS);
  if (list.state !== "known") return list.state === "unknown";
  return list.value.some((_, index) => {
    const path = `${CONFIGS}[${String(index)}].overrides`;
    const overrides = listAt(inputs, path);
    if (overrides.state !== "known") return overrides.state === "unknown";
    return overrides.value.some((_, at) => mayBeWritten(inputs, `${path}[${String(at)}].subnetId`));
  });
}
