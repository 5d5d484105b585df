import type { Fact } from "../../facts/fact";

/**
 * Whether a VPC endpoint's policy is the one that endpoints have where none is written: everybody may do everything ("Default
 * endpoint policy", PrivateLink guide). Any other may be enough too, and is not looked at.
 */
export function allowsEverything(policy: Fact<string>): boolean {
  if (policy.state !== "known") return policy.state === "absent";
  try {
    const { Statement: statement } = JSON.parse(policy.value) as { readonly Statement?: unknown };
    const [only, ...rest] = [statement].flat() as readonly unknown[];
    return rest.length === 0 && isEverything(only);
  } catch {
    return false;
  }
}

function isEverything(statement: unknown): boolean {
  if (typeof statement !== "object" || statement === null) return false;
  const said = new Map(Object.entries(statement));
  const isAll = (name: string): boolean => [said.get(name)].flat().every((each) => each === "*");
  return (
    said.get("Effect") === "Allow" &&
    ["Action", "Resource", "Principal"].every(isAll) &&
    !said.has("Condition")
  );
}
