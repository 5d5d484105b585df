import type { PolicyResource } from "@pulumi/policy";

export const STACK = "pulumi:pulumi:Stack";

type Called = Pick<PolicyResource, "type" | "urn" | "name">;

/**
 * Whether a resource is the stack's own, with which a preview begins: there is one, called by project and stack (`Stack` of
 * each of Pulumi's SDKs). A program may make others of its type, and nothing is forgotten for those.
 */
export function isRoot({ type, urn, name }: Called): boolean {
  const [stack = "", project = "", kind] = urn.replace(/^urn:pulumi:/u, "").split("::");
  return type === STACK && kind === STACK && name === `${project}-${stack}`;
}

/** Where to tell what is about a stack as a whole: Pulumi wants every finding at some resource. */
export const stackUrn = (resources: readonly Called[]): string | undefined =>
  (resources.find(isRoot) ?? resources.find(({ type }) => type === STACK) ?? resources[0])?.urn;
