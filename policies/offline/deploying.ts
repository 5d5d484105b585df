import { ownValue } from "../facts/own";
import { logicalName } from "./autoname";
import { MADE_OFFLINE, META, sameValue } from "./properties";
import type { Properties } from "./properties";

/** `1` lets the stand-in write made-up resources to a state, for tests of programs that never meet AWS. */
export const DEPLOY_VARIABLE = "LATCHKEY_OFFLINE_DEPLOY";

const WAY_OUT = "Take the offline pulumi-resource-aws off the PATH";

/** Whether more than previews is asked of this provider on purpose. */
export const mayDeploy = (environment: Readonly<Record<string, string | undefined>>): boolean =>
  environment[DEPLOY_VARIABLE] === "1";

/** Whether a resource's outputs say that it exists here only. Others are not this provider's to read, change or delete. */
export const wasMadeOffline = (outputs: Properties): boolean => ownValue(outputs, META) === MADE_OFFLINE;

/**
 * Whether a Read is for a resource that the program only refers to (`Instance.get`): then the engine sends the same
 * properties as inputs and as state. An import comes without inputs, and what a refresh has of AWS's holds an id at least.
 */
export const isReference = (inputs: Properties | undefined, state: Properties): boolean =>
  inputs !== undefined && sameValue(inputs, state);

/** Why nothing is made: the state would hold an id of nothing. */
export const refusalToMake = (urn: string, what: "created" | "updated"): string =>
  `${logicalName(urn)} was not ${what}: Latchkey's offline AWS provider makes nothing, it stands in for AWS in previews. ` +
  `${WAY_OUT} to deploy.`;

/** Why a real resource is left alone. */
export const refusalToTouch = (urn: string, id: string, what: "updated" | "deleted" | "read"): string =>
  `${logicalName(urn)} (${id}) was not made by Latchkey's offline AWS provider, so it was not ${what}. ` +
  `${WAY_OUT} to work on real resources.`;
