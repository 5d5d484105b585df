import type { Properties, StackResource } from "../resource";
import { dependenciesOf } from "../stack";

/**
 * A resource as if it had been written with other properties, for one that says in its own way what others say in theirs
 * (a list of options, texts with commas). Each of them depends on all that the property behind it depends on.
 *
 * @param property The top-level property that all of them are read from.
 */
export function viewOf(
  resource: StackResource,
  property: string,
  inputs: Properties | undefined,
): StackResource {
  const dependencies = dependenciesOf(resource, property);
  const names = Object.keys(inputs ?? {});
  return {
    ...resource,
    outputs: resource.outputs,
    inputs,
    propertyDependencies: Object.fromEntries(names.map((name) => [name, dependencies])),
  };
}
