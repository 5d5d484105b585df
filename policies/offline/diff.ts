import { ownValue } from "../facts/own";
import { forcesNew } from "./force-new";
import { DEFAULTS, isUnknown, sameValue, textsOf } from "./properties";
import type { Properties } from "./properties";
import type { ResourceType } from "./table";

export interface Change {
  readonly property: string;
  readonly kind: "add" | "delete" | "update";
  readonly replaces: boolean;
}

export interface Difference {
  readonly changes: readonly Change[];
  /** The old resource must go first: both would have the same name. */
  readonly deleteBeforeReplace: boolean;
}

export interface DiffRequest {
  readonly token: string;
  readonly oldInputs: Properties;
  readonly newInputs: Properties;
  readonly ignoreChanges: readonly string[];
}

/** Compares the inputs of the last deployment with the new ones, property by property; an unknown value has changed. */
export function difference(request: DiffRequest, type: ResourceType | undefined): Difference {
  const { token, oldInputs, newInputs } = request;
  const ignored = new Set([DEFAULTS, ...request.ignoreChanges]);
  const names = new Set([...Object.keys(oldInputs), ...Object.keys(newInputs)]);
  const changes = [...names]
    .filter((name) => !ignored.has(name))
    .sort()
    .flatMap((property) => {
      const kind = kindOfChange(property, oldInputs, newInputs);
      return kind === undefined ? [] : [{ property, kind, replaces: forcesNew(token, property, newInputs) }];
    });
  const replaced = changes.some(({ replaces }) => replaces);
  return { changes, deleteBeforeReplace: replaced && keepsItsName(request, type) };
}

function kindOfChange(property: string, olds: Properties, news: Properties): Change["kind"] | undefined {
  const before = ownValue(olds, property) ?? null;
  const after = ownValue(news, property) ?? null;
  if (sameValue(before, after)) return undefined;
  if (before === null) return "add";
  return after === null ? "delete" : "update";
}

/** A name that the program wrote does not change on replacement, and AWS refuses two of them. */
function keepsItsName({ oldInputs, newInputs }: DiffRequest, type: ResourceType | undefined): boolean {
  const named = type?.autonamed;
  if (named === undefined || textsOf(newInputs[DEFAULTS]).includes(named)) return false;
  const before = ownValue(oldInputs, named);
  const after = ownValue(newInputs, named);
  if (before === undefined || after === undefined || isUnknown(after)) return false;
  return sameValue(before, after);
}
