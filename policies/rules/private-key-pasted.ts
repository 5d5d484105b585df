import { privateKeyPaths } from "../launch/key-material/pasted";
import { defineRule } from "./rule";

export default defineRule({
  id: "private-key-pasted",
  title: "A private key stands in a property that AWS stores in plain text",
  severity: "critical",
  enforcement: "advisory",
  judges: "resource",
  types: [
    "aws:ec2/keyPair:KeyPair",
    "aws:ec2/instance:Instance",
    "aws:ec2/launchTemplate:LaunchTemplate",
    "aws:ec2/launchConfiguration:LaunchConfiguration",
    "aws:ec2/spotInstanceRequest:SpotInstanceRequest",
    "aws:autoscaling/group:Group",
    "aws:ssm/document:Document",
  ],
  closes: ["ssh"],
  neverExempt: true,
  remedy:
    "Take this key for known: make a new pair, keep the private half to yourself, and give publicKey what is in the .pub file (`ssh-keygen -y -f KEY` prints it).",
  causes: [
    "The private half given as publicKey, in PEM, OpenSSH's or PuTTY's format",
    "A private key in any other property of a launch (a tag, say) or of a Systems Manager document",
  ],
  check({ resource }) {
    return privateKeyPaths(resource.inputs).map((path) => ({
      message:
        path === "publicKey"
          ? "publicKey holds a private key: EC2 refuses it, and it stands in the program, the stack's state and AWS's logs from now on."
          : `${path} holds a private key: everybody who may describe the resource can read it.`,
    }));
  },
});
