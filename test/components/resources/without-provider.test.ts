// What the offline provider does not answer: the password that @pulumi/random makes, and the look-up of a role.
import * as pulumi from "@pulumi/pulumi";
import { RecoverableInstance } from "../../../components/recoverable-instance";

const KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJnT0QTtaM9kDhV8dnBHgFBcKG8U1u0Z4Nq1b0q0m9xR ops";
const IMAGE = { ami: "ami-0123456789abcdef0", loginUser: "build", keyPair: KEY };

const trust = (service: string): string =>
  JSON.stringify({
    Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: service } }],
  });

interface Registered {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}
const registered: Registered[] = [];

beforeAll(async () => {
  await pulumi.runtime.setMocks({
    newResource: ({ type, name, inputs }) => {
      registered.push({ type, name, inputs: inputs as Registered["inputs"] });
      const made =
        type === "random:index/randomPassword:RandomPassword" ? { result: "Xk3mPq8rTw2vYz5bNc7d" } : {};
      return { id: `${name}-id`, state: { ...(inputs as object), name, ...made } };
    },
    call: ({ token, inputs }) => {
      if (token === "aws:iam/getRole:getRole") {
        return {
          assumeRolePolicy: trust(
            (inputs as { readonly name?: string }).name === "for-lambda"
              ? "lambda.amazonaws.com"
              : "ec2.amazonaws.com",
          ),
        };
      }
      return { region: "us-east-1", partition: "aws", accountId: "123456789012" };
    },
  });
});
beforeEach(() => registered.splice(0));

const settled = async <T>(output: pulumi.Output<T>): Promise<T> =>
  await new Promise((resolve) => void output.apply(resolve));

it("makes a password where one is asked for, shows it as a secret and gives the host its hash", async () => {
  const host = new RecoverableInstance("web", { ...IMAGE, recoveryUser: { generatePassword: true } });
  expect(await settled(host.recoveryPassword)).toBe("Xk3mPq8rTw2vYz5bNc7d");
  expect(await pulumi.isSecret(host.recoveryPassword)).toBe(true);
  await settled(host.instanceId);
  const instance = registered.find(({ type }) => type === "aws:ec2/instance:Instance");
  expect(JSON.stringify(instance?.inputs)).not.toContain("Xk3mPq8rTw2vYz5bNc7d");
});

it("takes a role that instances may have, and attaches what Session Manager needs", async () => {
  const host = new RecoverableInstance("web", { ...IMAGE, role: "for-hosts" });
  await settled(host.instanceId);
  const attachment = registered.find(
    ({ type }) => type === "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  );
  expect(attachment?.inputs).toMatchObject({
    role: "for-hosts",
    policyArn: "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
  });
  expect(registered.map(({ type }) => type)).not.toContain("aws:iam/role:Role");
});
