import { absent, known, unknown, type Fact } from "../../facts/fact";
import { readPublicKey } from "../key-material/public-key";
import type { Source } from "../part";
import type { StackResource } from "../resource";
import { textAt } from "../read";
import { dependenciesOf, refer, typeInUrn, type Target } from "../stack";

const KEY_PAIR = "aws:ec2/keyPair:KeyPair";
const target: Target = { types: [KEY_PAIR], names: ["keyName"] };

export interface KeyPair {
  readonly keyName: Fact<string>;
  readonly keyPairInStack: boolean;
  readonly keyType: Fact<string>;
}

/** The key pair that a property names, whether it is made (or read) by the stack itself, and its key's type. */
export function keyPairAt({ resource, stack }: Source, path: string): KeyPair {
  const keyName = textAt(resource.inputs, path);
  if (keyName.state === "absent") return { keyName, keyPairInStack: false, keyType: absent("publicKey") };
  const reference = refer(stack, resource, keyName, target);
  // The type stands in the URN: true also where the key pair itself was not handed over (a resource seen alone).
  const depends = dependenciesOf(resource, path).some((urn) => typeInUrn(urn) === KEY_PAIR);
  const keyType =
    reference.kind === "found" ? typeOfKey(reference.resource) : unknown("publicKey", "the key is not seen");
  if (keyName.state === "known" || reference.kind !== "found") {
    return {
      keyName,
      keyPairInStack: depends || reference.kind === "found" || reference.kind === "several",
      keyType,
    };
  }
  const name = textAt(reference.resource.inputs, "keyName");
  return {
    keyName: name.state === "known" ? { ...name, path } : unknown(path),
    keyPairInStack: true,
    keyType,
  };
}

/** EC2's own two (EC2 user guide, "Create a key pair for your Amazon EC2 instance"); what it refuses is another rule's. */
const TYPES: ReadonlySet<string> = new Set(["ssh-ed25519", "ssh-rsa"]);

function typeOfKey({ inputs }: StackResource): Fact<string> {
  const text = textAt(inputs, "publicKey");
  if (text.state !== "known") return text;
  const key = readPublicKey(text.value);
  return key.is === "key" && TYPES.has(key.type)
    ? known(key.type, "publicKey")
    : unknown("publicKey", "the key's type cannot be told");
}
