import { ownValue } from "../facts/own";
import { grantsOf } from "../launch/iam/evaluate";
import { listAt, valueAt } from "../launch/read";
import type { PropertyValue, StackResource } from "../launch/resource";

/** Property that holds a policy document, by type token. */
const DOCUMENT_AT: Readonly<Record<string, string>> = {
  "aws:iam/policy:Policy": "policy",
  "aws:iam/rolePolicy:RolePolicy": "policy",
  "aws:iam/userPolicy:UserPolicy": "policy",
  "aws:iam/groupPolicy:GroupPolicy": "policy",
  "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy": "inlinePolicy",
};
const ROLE = "aws:iam/role:Role";

/** Types whose policies give people and roles their rights. */
export const grantingTypes: readonly string[] = [...Object.keys(DOCUMENT_AT), ROLE];

/** How a policy gives a right on every resource, without any condition. */
export interface Grant {
  /** Property path of the policy. */
  readonly path: string;
  /** `service`: by a wildcard for all of the service's actions. */
  readonly by: "action" | "service";
}

/**
 * The policies of a resource that by themselves allow an action on everything unconditionally. Policies that allow
 * everything there is are an administrator's, and left out. What is only known at apply grants nothing.
 */
export function grantsIn(resource: StackResource, action: string): readonly Grant[] {
  const allows = (document: PropertyValue, asked: string): boolean =>
    grantsOf(document, asked).verdict === "allowed";
  const [service = ""] = action.split(":");
  return documentsOf(resource)
    .filter(({ document }) => allows(document, action) && !allows(document, "any-service:AnyAction"))
    .map(({ path, document }) => ({
      path,
      by: allows(document, `${service}:AnyAction`) ? "service" : "action",
    }));
}

interface WrittenPolicy {
  readonly path: string;
  readonly document: PropertyValue;
}

function documentsOf({ type, inputs }: StackResource): readonly WrittenPolicy[] {
  const inline = type === ROLE ? listAt(inputs, "inlinePolicies") : undefined;
  const count = inline?.state === "known" ? inline.value.length : 0;
  const at = ownValue(DOCUMENT_AT, type);
  const paths = [
    ...(at === undefined ? [] : [at]),
    ...Array.from({ length: count }, (_, index) => `inlinePolicies[${index}].policy`),
  ];
  return paths.flatMap((path): readonly WrittenPolicy[] => {
    const document = valueAt(inputs, path);
    return document.state === "known" ? [{ path, document: document.value }] : [];
  });
}
