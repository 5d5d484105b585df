import { absent, known, unknown, type Fact } from "../../facts/fact";
import type { Source } from "../part";
import { listAt, mayBeWritten, textAt } from "../read";
import type { Properties } from "../resource";
import { templateBasis } from "./basis";
import type { Basis, Candidate } from "./launch-type";

/** One of the things a group or a fleet may launch: a template, and the type that stands in for the template's own. */
export interface Choice {
  /** Path of the template's specification. */
  readonly specification: string;
  readonly instanceType: Fact<string>;
}

/**
 * The choices that a launch template with overrides gives.
 *
 * @param general Path of the template's specification.
 * @param overrides Path of the list of overrides; without any, the template itself is the only choice.
 * @param own Name of the specification that an override may have in place of the general one.
 */
export function choicesAt(
  inputs: Properties | undefined,
  general: string,
  overrides: string,
  own?: string,
): readonly Choice[] {
  const list = listAt(inputs, overrides);
  if (list.state === "unknown") {
    return [{ specification: general, instanceType: unknown(list.path, list.why) }];
  }
  if (list.state === "absent" || list.value.length === 0) {
    return [{ specification: general, instanceType: absent(overrides) }];
  }
  return list.value.map((_, index) => {
    const path = `${overrides}[${String(index)}]`;
    const replaced = own !== undefined && mayBeWritten(inputs, `${path}.${own}`);
    return {
      specification: replaced ? `${path}.${own}` : general,
      instanceType: typeAt(inputs, path),
    };
  });
}

/**
 * What is launched from several choices.
 *
 * Where each template can be told on its own there is one basis for each, with the instance types of its overrides. Else
 * the engine does not say which template belongs to which override (dependencies are told for the whole property), and
 * there is a single basis: any of them, with the types of all overrides.
 *
 * @param path Where the instance types of all choices together are told to come from.
 */
export function basesOfChoices(source: Source, choices: readonly Choice[], path: string): readonly Basis[] {
  const told = choices.map((choice) => ({ choice, basis: templateBasis(source, choice.specification) }));
  const separable = told.every(
    ({ basis }) => basis.candidates.length + (basis.unseen === undefined ? 0 : 1) === 1,
  );
  const keys = separable ? [...new Set(told.map(({ basis }) => keyOf(basis)))] : [undefined];
  const groups = keys.map((key) => told.filter(({ basis }) => key === undefined || keyOf(basis) === key));
  return groups.map((group) => ({
    candidates: uniqueCandidates(group.map(({ basis }) => basis)),
    unseen: group.map(({ basis }) => basis.unseen).find((why) => why !== undefined),
    instanceTypes: typesOf(
      group.map(({ choice }) => choice.instanceType),
      path,
    ),
  }));
}

function typeAt(inputs: Properties | undefined, path: string): Fact<string> {
  const type = textAt(inputs, `${path}.instanceType`);
  return type.state === "absent" && mayBeWritten(inputs, `${path}.instanceRequirements`)
    ? unknown(`${path}.instanceRequirements`, "EC2 picks the instance type by its attributes")
    : type;
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

function typesOf(types: readonly Fact<string>[], path: string): Fact<readonly string[]> {
  const open = types.find((type) => type.state === "unknown");
  if (open !== undefined) return open;
  const written = types.flatMap((type) => (type.state === "known" ? [type.value] : []));
  if (written.length === 0) return absent(path);
  if (written.length < types.length) return unknown(path, "some overrides take the template's instance type");
  return known([...new Set(written)], path);
}
