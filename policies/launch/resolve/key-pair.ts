import { unknown, type Fact } from "../../facts/fact";
import type { Source } from "../part";
import { textAt } from "../read";
import { dependenciesOf, refer, typeInUrn, type Target } from "../stack";

const KEY_PAIR = "aws:ec2/keyPair:KeyPair";
const target: Target = { types: [KEY_PAIR], names: ["keyName"] };

/** The key pair that a property names, and whether it is made (or read) by the stack itself. */
export function keyPairAt(
  { resource, stack }: Source,
  path: string,
): { readonly keyName: Fact<string>; readonly keyPairInStack: boolean } {
  const keyName = textAt(resource.inputs, path);
  if (keyName.state === "absent") return { keyName, keyPairInStack: false };
  const reference = refer(stack, resource, keyName, target);
  // The type stands in the URN: true also where the key pair itself was not handed over (a resource seen alone).
  const depends = dependenciesOf(resource, path).some((urn) => typeInUrn(urn) === KEY_PAIR);
  if (keyName.state === "known" || reference.kind !== "found") {
    return { keyName, keyPairInStack: depends || reference.kind === "found" || reference.kind === "several" };
  }
  const name = textAt(reference.resource.inputs, "keyName");
  return {
    keyName: name.state === "known" ? { ...name, path } : unknown(path),
    keyPairInStack: true,
  };
}
