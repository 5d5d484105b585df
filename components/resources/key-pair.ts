import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { InputProblem } from "../cloud-init/problem";
import { publicKeyProblem } from "../cloud-init/public-key";
import type { HostArgs } from "./args";

/** What is wrong with what says which key pair it is. */
export function keyPairProblems({ keyName, keyPair }: HostArgs): readonly InputProblem[] {
  if (keyName !== undefined && keyPair !== undefined) {
    return [
      {
        property: "keyPair",
        reason: "is given beside keyName",
        remedy: "Give one of them; more keys are publicKeys",
      },
    ];
  }
  if (typeof keyPair !== "string") return [];
  return keyPairTextProblems(keyPair);
}

/** The name of the host's key pair: the given one's, or of one that is made of the given public key. */
export function keyPairName(
  { keyName, keyPair, tags }: HostArgs,
  { name, options }: { readonly name: string; readonly options: pulumi.CustomResourceOptions },
): pulumi.Output<string> | undefined {
  if (keyPair === undefined) return keyName === undefined ? undefined : pulumi.output(keyName);
  return new aws.ec2.KeyPair(name, { publicKey: keyPair, ...(tags !== undefined && { tags }) }, options)
    .keyName;
}

/** EC2 imports RSA and Ed25519 keys, nothing else (EC2 user guide, "Create a key pair using a third-party tool"). */
export function keyPairTextProblems(keyPair: string): readonly InputProblem[] {
  const problem = publicKeyProblem(keyPair);
  if (problem !== undefined) return [{ property: "keyPair", ...problem }];
  return /^ssh-(?:rsa|ed25519) /u.test(keyPair.trim())
    ? []
    : [
        {
          property: "keyPair",
          reason: "is of a type that EC2 does not import",
          remedy: "Give it as one of publicKeys, or an RSA or Ed25519 key here",
        },
      ];
}
