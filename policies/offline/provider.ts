import { ownValue } from "../facts/own";
import { checkedInputs } from "./check";
import type { CheckRequest } from "./check";
import type { Configuration } from "./configuration";
import { hex, resourceId } from "./ids";
import { plannedOutputs } from "./outputs";
import { MADE_OFFLINE, META, UNKNOWN, canonical, revealAll, textOf } from "./properties";
import type { Properties, Value } from "./properties";
import { resourceType } from "./table";
import type { Property } from "./table";
import { madeValue } from "./values";

export interface CreateRequest {
  readonly urn: string;
  readonly token: string;
  readonly inputs: Properties;
  readonly preview: boolean;
}

export interface UpdateRequest extends CreateRequest {
  readonly id: string;
  readonly previous: Properties;
}

export interface Resource {
  readonly id: string;
  readonly outputs: Properties;
}

export function check(request: CheckRequest, configuration: Configuration): Properties {
  return checkedInputs(request, resourceType(request.token, configuration.major));
}

/** A new resource: in a preview its id and all that is computed are unknown, else made up, the same each time. */
export function create(request: CreateRequest, configuration: Configuration): Resource {
  const { urn, token, inputs, preview } = request;
  if (preview) {
    const outputs = plannedOutputs({
      token,
      inputs,
      previous: undefined,
      configuration,
      compute: () => UNKNOWN,
    });
    return { id: "", outputs: { ...outputs, id: UNKNOWN } };
  }
  // A replacement has other inputs, and so another id.
  const seed = `${urn} ${canonical(revealAll(inputs))}`;
  const named = resourceType(token, configuration.major)?.autonamed;
  const name = named === undefined ? undefined : nameOf(named, inputs, seed);
  const id = resourceId(token, name, seed, configuration);
  return { id, outputs: made(request, id, name === undefined ? {} : { [named ?? ""]: name }, configuration) };
}

/** The name that was given, or one that AWS would complete from the prefix. */
function nameOf(property: string, inputs: Properties, seed: string): string | undefined {
  const prefix = textOf(ownValue(inputs, `${property}Prefix`));
  return textOf(ownValue(inputs, property)) ?? (prefix === undefined ? undefined : prefix + hex(seed, 8));
}

/** A changed resource: what was computed before stays. */
export function update(request: UpdateRequest, configuration: Configuration): Properties {
  const { token, inputs, preview, previous, id } = request;
  if (!preview) return made(request, id, previous, configuration);
  const outputs = plannedOutputs({ token, inputs, previous, configuration, compute: () => UNKNOWN });
  return { ...outputs, id };
}

/**
 * A resource that the program only refers to (`Instance.get`): its id, a name (mostly the id itself), and what might be
 * computed. Without a name, whatever the program names by it would be left out.
 */
export function read(
  token: string,
  id: string,
  inputs: Properties,
  configuration: Configuration,
): Properties {
  const named = resourceType(token, configuration.major)?.autonamed;
  const name = named === undefined ? {} : { [named]: nameBehind(id) };
  return made({ token, inputs }, id, name, configuration);
}

/** An ARN ends with the name of what it stands for. */
const nameBehind = (id: string): string => (id.startsWith("arn:") ? (id.split(/[/:]/).at(-1) ?? id) : id);

function made(
  { token, inputs }: Pick<CreateRequest, "token" | "inputs">,
  id: string,
  previous: Properties,
  configuration: Configuration,
): Properties {
  const made = { token, id, configuration };
  const compute = (property: Property, left: boolean): Value => madeValue(property, left, made);
  return { ...plannedOutputs({ token, inputs, previous, configuration, compute }), id, [META]: MADE_OFFLINE };
}
