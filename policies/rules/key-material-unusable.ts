import { textAt } from "../launch/read";
import { readPublicKey, type PublicKeyText } from "../launch/key-material/public-key";
import { defineRule, type Severity } from "./rule";

export default defineRule({
  id: "key-material-unusable",
  title: "The key pair's public key is none that EC2 takes, or one that some hosts refuse",
  severity: "high",
  enforcement: "advisory",
  judges: "resource",
  types: ["aws:ec2/keyPair:KeyPair"],
  closes: ["ssh"],
  remedy:
    "Give what is in the .pub file of an Ed25519 key, or of an RSA key of 2048 or 4096 bits: `ssh-keygen -t ed25519`.",
  causes: [
    "A path in place of what is in the file",
    "A key that is cut short, a certificate, or no key at all",
    "An ECDSA, DSA or security key, which EC2 does not import",
    "A public key in PEM, and RSA of other than 1024, 2048 and 4096 bits: EC2's guide lists neither (low)",
    "RSA below 2048 bits, which hosts with the Red Hat family's crypto policies refuse (low)",
  ],
  check({ resource }) {
    const publicKey = textAt(resource.inputs, "publicKey");
    if (publicKey.state !== "known") return [];
    const problem = problemOf(readPublicKey(publicKey.value));
    if (problem === undefined) return [];
    return [
      { message: `publicKey ${problem.what}.`, ...(problem.severity && { severity: problem.severity }) },
    ];
  },
});

interface Problem {
  readonly what: string;
  readonly severity?: Severity;
}

const REFUSED = "so the key pair is not made and whatever launches with it fails";

function problemOf(text: PublicKeyText): Problem | undefined {
  switch (text.is) {
    case "key":
      return keyProblem(text.type, text.bits);
    case "path":
      return { what: `is the path of a file, not what is in it: EC2 refuses it, ${REFUSED}` };
    case "damaged":
      return { what: `does not parse, it is cut short or was changed: EC2 refuses it, ${REFUSED}` };
    case "certificate":
      return { what: `is a certificate, not a key: EC2 refuses it, ${REFUSED}` };
    case "other":
      return { what: `is no public key in a format that EC2 takes: EC2 refuses it, ${REFUSED}` };
    case "pem":
      return { what: "is in PEM, which EC2's guide does not list among the formats", severity: "low" };
    case "private":
      // Told by private-key-pasted, louder.
      return undefined;
  }
}

/** The types of OpenSSH's keys; a blob may call itself anything. */
const toldType = (type: string): string =>
  /^(?:ssh-dss|ecdsa-sha2-nistp(?:256|384|521)|sk-(?:ssh-ed25519|ecdsa-sha2-nistp256)@openssh\.com)$/u.test(
    type,
  )
    ? `type ${type}`
    : "another type";

function keyProblem(type: string, bits: number | undefined): Problem | undefined {
  if (type === "ssh-ed25519") return undefined;
  if (type !== "ssh-rsa" || bits === undefined)
    return { what: `is of ${toldType(type)}: EC2 imports RSA and Ed25519 keys only, ${REFUSED}` };
  if (bits < 2048)
    return {
      what: `is RSA of ${bits} bits: hosts with the Red Hat family's crypto policies refuse it, and so does EC2 Instance Connect`,
      severity: "low",
    };
  if (bits === 2048 || bits === 4096) return undefined;
  return { what: `is RSA of ${bits} bits: EC2's guide lists 1024, 2048 and 4096`, severity: "low" };
}
