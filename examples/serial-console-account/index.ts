// The account's switch for the serial console with those who may use it, and a host whose recovery password no process on
// it can read in the user data: the boot fetches its hash from Parameter Store.
import { RecoverableInstance, SerialConsole } from "@latchkey/components";
import * as pulumi from "@pulumi/pulumi";
import * as aws from "@pulumi/aws";

const serialConsole = new SerialConsole("console", {
  instanceTags: { Console: "allowed" },
  groups: ["operators"],
  roles: ["on-call"],
});

const hash = new aws.ssm.Parameter("recovery", {
  name: "/recovery/hash",
  type: "SecureString",
  // Of your configuration: new pulumi.Config().requireSecret("recoveryHash"), made by openssl passwd -6
  value: pulumi.secret(
    "$6$rounds=100000$exampleexample00$TQs6M8XOPhnbeq0bdzVnLK2DWh5fYm0QYmCXlEFOPoKhTF35Fhm0shU/2d6BDZ.IXk6wCzMXLjg6CJ.GyCcS4/",
  ),
});

const host = new RecoverableInstance("bastion", {
  imageName: "al2023-ami-2023.*-x86_64",
  keyPair: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJnT0QTtaM9kDhV8dnBHgFBcKG8U1u0Z4Nq1b0q0m9xR ops",
  sshFrom: ["198.51.100.0/24"],
  associatePublicIpAddress: true,
  recoveryUser: { passwordParameter: hash.name },
  tags: { Console: "allowed" },
});

export const { policyArn } = serialConsole;
export const { serialConsoleCommand } = host;
