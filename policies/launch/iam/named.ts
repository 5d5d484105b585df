import type { Fact } from "../../facts/fact";
import { graphOf } from "../graph";
import { textAt } from "../read";
import type { Stack, StackResource } from "../resource";
import { refer, type Reference, type Target } from "../stack";

export const roles: Target = { types: ["aws:iam/role:Role"], names: ["name"] };
export const users: Target = { types: ["aws:iam/user:User"], names: ["name"] };
export const groups: Target = { types: ["aws:iam/group:Group"], names: ["name"] };
export const profiles: Target = { types: ["aws:iam/instanceProfile:InstanceProfile"], names: ["name"] };
export const customerPolicies: Target = { types: ["aws:iam/policy:Policy"], names: [] };

const ARN = /^arn:[\w-]+:iam::\d{12}:(?:role|user|group|instance-profile|policy)(\/(?:.*\/)?)([^/]+)$/;
const PATH_AND_NAME = /^\/?((?:[^/:]+\/)+)([^/:]+)$/;

/**
 * What a property means by a name, a path and name, or an ARN. One that is written out counts also where the resource is
 * made in this preview and its ARN is not known yet: the account's part aside it is made of the resource's path and name
 * ("IAM identifiers", IAM user guide).
 */
export function referIam(stack: Stack, from: StackResource, value: Fact<string>, target: Target): Reference {
  const reference = refer(stack, from, value, target);
  if (reference.kind !== "outside") return reference;
  const parts = ARN.exec(reference.name);
  const local = parts === null && target.names.includes("name") ? PATH_AND_NAME.exec(reference.name) : null;
  const name = parts?.[2] ?? local?.[2];
  const path = parts?.[1] ?? (local === null ? undefined : `/${local[1] ?? ""}`);
  if (name === undefined) return reference;
  const called = target.types
    .flatMap((type) => graphOf(stack).called(type, "name", name))
    .filter((resource) => mayHavePath(resource, path));
  const [first, ...rest] = called;
  if (first === undefined) return reference;
  return rest.length === 0 ? { kind: "found", resource: first } : { kind: "several", resources: called };
}

function mayHavePath({ inputs }: StackResource, path: string | undefined): boolean {
  const own = textAt(inputs, "path");
  return own.state === "unknown" || (own.state === "known" ? own.value : "/") === path;
}

/** The last step of a name or ARN. */
export const shortName = (nameOrArn: string): string => nameOrArn.split("/").at(-1) ?? nameOrArn;
