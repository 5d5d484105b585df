import { ownValue } from "../facts/own";
import { autoname } from "./autoname";
import type { Naming } from "./autoname";
import { defaultsOf } from "./defaults";
import { DEFAULTS, isList, isPlainObject, textsOf, withoutDefaults } from "./properties";
import type { Properties, Value } from "./properties";
import type { ResourceType } from "./table";

export interface CheckRequest extends Naming {
  readonly token: string;
  /** Inputs of the last deployment, empty for a new resource. */
  readonly olds: Properties;
  readonly news: Properties;
}

/**
 * The inputs that a resource is planned with: what the program wrote, plus a name and defaults for what it left out.
 * As the real provider does, it notes under `__defaults` what was filled in, so that the next Check can tell it from
 * what the program wrote.
 */
export function checkedInputs(request: CheckRequest, type: ResourceType | undefined): Properties {
  const { olds, news, token } = request;
  const written = withoutDefaults(news);
  const filled = Object.fromEntries(
    Object.entries({
      ...defaultsOf(token),
      ...earlierDefaults(olds),
      ...nameOf(type?.autonamed, request),
    }).filter(([property, value]) => isLeftOut(ownValue(written, property)) && !isLeftOut(value)),
  );
  return { [DEFAULTS]: Object.keys(filled).sort(), ...inherit(olds, written), ...filled };
}

/** The autonamed property, null where AWS is to find the name. */
function nameOf(property: string | undefined, request: CheckRequest): Properties {
  if (property === undefined) return {};
  const name = autoname(property, request.news, request);
  return { [property]: name === undefined ? null : (earlierName(property, request.olds) ?? name) };
}

const isLeftOut = (value: Value | undefined): boolean => value === undefined || value === null;

/** A name once given stays, unless it was the program's own and is now gone. */
function earlierName(property: string, olds: Properties): Value | undefined {
  const wasWritten = olds[DEFAULTS] !== undefined && !textsOf(olds[DEFAULTS]).includes(property);
  return wasWritten || isLeftOut(ownValue(olds, property)) ? undefined : ownValue(olds, property);
}

function earlierDefaults(olds: Properties): Properties {
  const names = new Set(textsOf(olds[DEFAULTS]));
  return Object.fromEntries(
    Object.entries(olds).filter(([name, value]) => names.has(name) && !isLeftOut(value)),
  );
}

/**
 * Defaults that the real provider once filled in further inside, so that a stack that it deployed shows no change
 * here: this provider knows few defaults itself.
 */
function inherit(olds: Properties, news: Properties): Properties {
  return Object.fromEntries(
    Object.entries(news).map(([name, value]) => [name, inheritInside(ownValue(olds, name), value)]),
  );
}

function inheritInside(old: Value | undefined, value: Value): Value {
  if (isList(value)) {
    return isList(old) ? value.map((item, index) => inheritInside(old[index], item)) : value;
  }
  if (!isPlainObject(value) || !isPlainObject(old)) return value;
  return { ...earlierDefaults(old), ...inherit(old, value) };
}
