import { absent, orElse, type Fact } from "../../facts/fact";
import type { Source } from "../part";
import { mayBeWritten, textAt } from "../read";
import { refer, type Target } from "../stack";
import type { Basis } from "./launch-type";

export const templates: Target = { types: ["aws:ec2/launchTemplate:LaunchTemplate"], names: ["name"] };
export const configurations: Target = {
  types: ["aws:ec2/launchConfiguration:LaunchConfiguration"],
  names: ["name"],
};

export const absentTypes = absent("instanceType");

/** The basis that a name or id stands for. */
export function basisOf(
  { resource, stack }: Source,
  name: Fact<string>,
  version: Fact<string>,
  target: Target,
): Basis {
  const reference = refer(stack, resource, name, target);
  switch (reference.kind) {
    case "found":
      return {
        candidates: [{ resource: reference.resource, version }],
        unseen: undefined,
        instanceTypes: absentTypes,
      };
    case "several":
      return {
        candidates: reference.resources.map((candidate) => ({ resource: candidate, version })),
        unseen: undefined,
        instanceTypes: absentTypes,
      };
    case "outside":
      return unseenBasis(`what ${name.path} names is not in the stack`);
    case "unknown":
      return unseenBasis(`what ${name.path} stands for cannot be told`);
  }
}

export const unseenBasis = (why: string): Basis => ({
  candidates: [],
  unseen: why,
  instanceTypes: absentTypes,
});

/** The launch template named by `launchTemplate` of an instance, a spot request or a group; empty where none is. */
export function templateBases(source: Source): readonly Basis[] {
  return mayBeWritten(source.resource.inputs, "launchTemplate")
    ? [templateBasis(source, "launchTemplate")]
    : [];
}

/** How the types that take a launch template call its id or name; each type has one pair of them. */
const NAMES = ["id", "launchTemplateId", "name", "launchTemplateName"];

/** The launch template that a specification at a path names, in the version that it names. */
export function templateBasis(source: Source, path: string): Basis {
  const { inputs } = source.resource;
  const name = NAMES.map((property) => textAt(inputs, `${path}.${property}`)).reduce(orElse);
  return basisOf(source, name, textAt(inputs, `${path}.version`), templates);
}
