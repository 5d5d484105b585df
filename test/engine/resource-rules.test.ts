import { createProject } from "../support/engine";

const PRIVATE = "THISxISxNOxKEYxBUTxLOOKSxLIKExTHExFIRSTxLINExOFxONExINxAxPEMxFILEx";
const PROGRAM = `
  import * as aws from "@pulumi/aws";
  new aws.ec2.KeyPair("path", { publicKey: "~/.ssh/id_ed25519.pub" });
  const key = "-----BEGIN PRIVATE KEY-----\\n${PRIVATE}\\n-----END PRIVATE KEY-----\\n";
  new aws.ec2.KeyPair("private", { publicKey: key });
  new aws.ec2.Instance(
    "frozen",
    { ami: "ami-0123456789abcdef0", instanceType: "t3.micro", userData: "#!/bin/sh\\ntrue\\n", metadataOptions: { httpEndpoint: "disabled" } },
    { ignoreChanges: ["userData"] },
  );
  new aws.iam.Policy("operators", {
    policy: aws.iam.getPolicyDocumentOutput({
      statements: [{ actions: ["ec2:ModifyInstanceAttribute"], resources: ["*"] }],
    }).json,
  });
  new aws.iam.Role("watch", {
    assumeRolePolicy: "{}",
    inlinePolicies: [{ name: "consoles", policy: JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "ec2-instance-connect:SendSerialConsoleSSHPublicKey", Resource: "*" }] }) }],
  });
`;

it("rules about resources see what the program wrote, its options too, and tell no key", async () => {
  const project = await createProject({ program: PROGRAM, config: { "aws:region": "us-east-1" } });
  try {
    const { findings } = await project.preview();
    const told = findings.map(({ policy, resource }) => `${policy} ${resource.name}`);
    expect(told).toEqual(
      expect.arrayContaining([
        "key-material-unusable path",
        "private-key-pasted private",
        "metadata-service-off frozen",
        "user-data-ignored frozen",
        "modify-instance-attribute-open operators",
        "serial-console-grant watch",
      ]),
    );
    expect(findings.filter(({ message }) => message.includes(PRIVATE))).toEqual([]);
  } finally {
    project.cleanup();
  }
});
