/** The setting's path within an account and region ("Default Host Management Configuration", Systems Manager user guide). */
export const HOST_MANAGEMENT = "/ssm/managed-instance/default-ec2-instance-management-role";

interface LiveCall {
  /** The IAM action that allows the call. */
  readonly action: string;
  /** What it is for, as a phrase. */
  readonly tells: string;
  /** The ARN that the action can be limited to; left out where it supports no resource-level permissions. */
  readonly resource?: string;
}

/**
 * Every call that live look-ups make. Which of them can be limited to a resource is said in "Actions, resources, and
 * condition keys for AWS services" (Service Authorization Reference).
 */
export const liveCalls = [
  {
    action: "ec2:DescribeImages",
    tells: "an image's name, owner, root device and platform, and so its login user",
  },
  { action: "ec2:DescribeInstanceTypes", tells: "hypervisor and instance storage of an instance type" },
  { action: "ec2:DescribeKeyPairs", tells: "whether a key pair of that name exists" },
  { action: "ec2:GetSerialConsoleAccessStatus", tells: "whether the serial console is switched on" },
  {
    action: "ec2:DescribeSecurityGroups",
    tells: "rules of the security groups that are named, default ones too",
  },
  { action: "ec2:DescribeSubnets", tells: "the VPC of a subnet, and whether it gives public addresses" },
  { action: "ec2:DescribeRouteTables", tells: "where a subnet's traffic goes, by its own or the main table" },
  { action: "ec2:DescribeInternetGateways", tells: "whether a VPC has a way to the internet" },
  { action: "ec2:DescribeNatGateways", tells: "whether a route to a NAT gateway leads to the internet" },
  { action: "ec2:DescribeVpcEndpoints", tells: "whether Systems Manager is reached without the internet" },
  { action: "ec2:DescribeInstanceConnectEndpoints", tells: "EC2 Instance Connect endpoints of the VPC" },
  {
    action: "iam:GetAccountAuthorizationDetails",
    tells: "the role of an instance profile, and the policies of the role",
  },
  {
    action: "ssm:GetServiceSetting",
    tells: "the role of default host management, if that is on",
    resource: `arn:aws:ssm:*:*:servicesetting${HOST_MANAGEMENT}`,
  },
] as const satisfies readonly LiveCall[];

export type LivePermission = (typeof liveCalls)[number]["action"];

const statement = (calls: readonly LiveCall[], resource: string) => ({
  Effect: "Allow",
  Action: calls.map(({ action }) => action).sort(),
  Resource: resource,
});

const limited: readonly LiveCall[] = liveCalls.filter((call) => "resource" in call);

/** The least IAM policy that live look-ups need, as a document. */
export const livePolicy = {
  Version: "2012-10-17",
  Statement: [
    statement(
      liveCalls.filter((call) => !("resource" in call)),
      "*",
    ),
    ...limited.map((call) => statement([call], call.resource ?? "*")),
  ],
};
