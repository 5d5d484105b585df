import * as aws from "@pulumi/aws";

const image = (owner: string, name: string) =>
  aws.ec2.getAmiOutput({ owners: [owner], mostRecent: true, filters: [{ name: "name", values: [name] }] }).id;

export const al2023 = image("amazon", "al2023-ami-2023.*-x86_64");
export const debian = image("136693071363", "debian-12-amd64-*");
export const ubuntu = image("099720109477", "ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-amd64-server-*");
export const windows = image("amazon", "Windows_Server-2022-English-Full-Base-*");
export const ecsNode = aws.ssm.getParameterOutput({
  name: "/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id",
}).value;
export const eksNode = image("602401143452", "amazon-eks-node-1.29-v*");

export const sessionManager = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore";

export function profile(name: string, policies: readonly string[] = [sessionManager], service = "ec2") {
  const role = new aws.iam.Role(name, {
    assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: `${service}.amazonaws.com` }),
  });
  policies.forEach(
    (policyArn, index) =>
      new aws.iam.RolePolicyAttachment(`${name}-${String(index)}`, { role: role.name, policyArn }),
  );
  return new aws.iam.InstanceProfile(name, { role: role.name });
}

export const publicKey =
  "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJnT0QTtaM9kDhV8dnBHgFBcKG8U1u0Z4Nq1b0q0m9xR ops";

export const base64 = (text: string): string => Buffer.from(text).toString("base64");
