import { absent, known, orElse, unknown, type Fact } from "../../facts/fact";
import type { Source } from "../part";
import { listAt, mayBeWritten, numberAt, textAt } from "../read";
import type { Properties } from "../resource";
import { basisOf, templates } from "./basis";
import type { Basis, Candidate } from "./launch-type";

const POLICY = "mixedInstancesPolicy";
const TEMPLATE = `${POLICY}.launchTemplate`;
const SPECIFICATION = "launchTemplateSpecification";

/** An override of a mixed instances policy, or the policy itself where it has none. */
interface Choice {
  /** Path of the template's specification. */
  readonly specification: string;
  readonly instanceType: Fact<string>;
}

/**
 * What a mixed instances policy launches from.
 *
 * Where each template can be told on its own there is one basis for each, with the instance types of its overrides. Else
 * the engine does not say which template belongs to which override (dependencies are told for the whole policy), and
 * there is a single basis: any of them, with the types of all overrides.
 */
export function mixedBases(source: Source): readonly Basis[] {
  const { inputs } = source.resource;
  const choices = choicesOf(inputs);
  const told = choices.map((choice) => ({ choice, basis: basisAt(source, choice.specification) }));
  const separable = told.every(
    ({ basis }) => basis.candidates.length + (basis.unseen === undefined ? 0 : 1) === 1,
  );
  const keys = separable ? [...new Set(told.map(({ basis }) => keyOf(basis)))] : [undefined];
  const groups = keys.map((key) => told.filter(({ basis }) => key === undefined || keyOf(basis) === key));
  return groups.map((group) => ({
    candidates: uniqueCandidates(group.map(({ basis }) => basis)),
    unseen: group.map(({ basis }) => basis.unseen).find((why) => why !== undefined),
    instanceTypes: typesOf(group.map(({ choice }) => choice.instanceType)),
  }));
}

function choicesOf(inputs: Properties | undefined): readonly Choice[] {
  const general = `${TEMPLATE}.${SPECIFICATION}`;
  const overrides = listAt(inputs, `${TEMPLATE}.overrides`);
  if (overrides.state === "unknown") {
    return [{ specification: general, instanceType: unknown(overrides.path, overrides.why) }];
  }
  if (overrides.state === "absent" || overrides.value.length === 0) {
    return [{ specification: general, instanceType: absent(`${TEMPLATE}.overrides`) }];
  }
  return overrides.value.map((_, index) => {
    const path = `${TEMPLATE}.overrides[${String(index)}]`;
    const own = `${path}.${SPECIFICATION}`;
    return {
      specification: mayBeWritten(inputs, own) ? own : general,
      instanceType: typeAt(inputs, path),
    };
  });
}

function typeAt(inputs: Properties | undefined, path: string): Fact<string> {
  const type = textAt(inputs, `${path}.instanceType`);
  return type.state === "absent" && mayBeWritten(inputs, `${path}.instanceRequirements`)
    ? unknown(`${path}.instanceRequirements`, "EC2 picks the instance type by its attributes")
    : type;
}

function basisAt(source: Source, path: string): Basis {
  const { inputs } = source.resource;
  const name = orElse(
    textAt(inputs, `${path}.launchTemplateId`),
    textAt(inputs, `${path}.launchTemplateName`),
  );
  return basisOf(source, name, textAt(inputs, `${path}.version`), templates);
}

/** Bases of the same template in the same version are one. */
const keyOf = ({ candidates: [candidate], unseen }: Basis): string =>
  candidate === undefined ? (unseen ?? "") : candidateKey(candidate);

const candidateKey = ({ resource, version }: Candidate): string =>
  `${resource.urn} ${version.state === "known" ? version.value : version.state}`;

function uniqueCandidates(bases: readonly Basis[]): readonly Candidate[] {
  const candidates = bases.flatMap((basis) => basis.candidates);
  return [...new Map(candidates.map((candidate) => [candidateKey(candidate), candidate])).values()];
}

function typesOf(types: readonly Fact<string>[]): Fact<readonly string[]> {
  const path = `${TEMPLATE}.overrides`;
  const open = types.find((type) => type.state === "unknown");
  if (open !== undefined) return open;
  const written = types.flatMap((type) => (type.state === "known" ? [type.value] : []));
  if (written.length === 0) return absent(path);
  if (written.length < types.length) return unknown(path, "some overrides take the template's instance type");
  return known([...new Set(written)], path);
}

/** Whether the policy makes some of its instances spot instances, which a group requests one time. Absent: none. */
export function spotShare(inputs: Properties | undefined): Fact<boolean> {
  const share = numberAt(inputs, `${POLICY}.instancesDistribution.onDemandPercentageAboveBaseCapacity`);
  if (share.state !== "known") return share;
  if (share.value >= 100) return absent(share.path);
  return unknown(share.path, "some of the group's instances are spot instances");
}
