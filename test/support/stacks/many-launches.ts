import { sentUrn, UNKNOWN_TEXT, type SentResource } from "../analyzer";

/**
 * A stack of launches as teams write them: each instance with a key pair, a security group of three rules, a role with a
 * policy and a profile, an address and a subnet. Ten resources a launch, all made in the same preview.
 *
 * @param launches How many.
 */
export function manyLaunches(launches: number): readonly SentResource[] {
  return Array.from({ length: launches }, (_, index) => launchOf(String(index))).flat();
}

const trust = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Action: "sts:AssumeRole", Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" } }],
});

const USER_DATA = `#cloud-config
package_update: true
packages: [nginx, jq]
write_files:
  - path: /etc/nginx/conf.d/site.conf
    content: |
      server { listen 80; root /srv/www; }
runcmd:
  - systemctl enable --now nginx
  - usermod -aG adm ubuntu
`;

function launchOf(name: string): readonly SentResource[] {
  const made = (
    type: string,
    inputs: Record<string, unknown>,
    computed: readonly string[],
    dependencies: Record<string, readonly SentResource[]> = {},
  ): SentResource => ({
    type,
    name,
    inputs,
    outputs: { ...inputs, ...Object.fromEntries(computed.map((property) => [property, UNKNOWN_TEXT])) },
    dependencies: Object.fromEntries(
      Object.entries(dependencies).map(([property, all]) => [property, all.map(sentUrn)]),
    ),
  });
  const key = made(
    "aws:ec2/keyPair:KeyPair",
    {
      keyName: `key-${name}`,
      publicKey: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJnT0QTtaM9kDhV8dnBHgFBcKG8U1u0Z4Nq1b0q0m9xR",
    },
    ["id", "arn", "fingerprint", "keyPairId", "keyType", "tagsAll"],
  );
  const group = made(
    "aws:ec2/securityGroup:SecurityGroup",
    { name: `web-${name}`, description: "web", tags: { Name: `web-${name}`, team: "shop" } },
    ["id", "arn", "ownerId", "vpcId", "ingress", "egress", "tagsAll"],
  );
  const rule = (type: string, suffix: string, inputs: Record<string, unknown>): SentResource => ({
    ...made(
      type,
      { ...inputs, securityGroupId: UNKNOWN_TEXT },
      ["id", "arn", "securityGroupRuleId", "tagsAll"],
      { securityGroupId: [group] },
    ),
    name: `${name}-${suffix}`,
  });
  const role = made("aws:iam/role:Role", { name: `role-${name}`, assumeRolePolicy: trust }, [
    "id",
    "arn",
    "createDate",
    "uniqueId",
    "managedPolicyArns",
    "inlinePolicies",
    "tagsAll",
  ]);
  const attachment = made(
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    { role: `role-${name}`, policyArn: "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore" },
    ["id"],
    { role: [role] },
  );
  const profile = made(
    "aws:iam/instanceProfile:InstanceProfile",
    { name: `profile-${name}`, role: `role-${name}` },
    ["id", "arn", "createDate", "uniqueId", "tagsAll"],
    { role: [role] },
  );
  const subnet = made(
    "aws:ec2/subnet:Subnet",
    { vpcId: "vpc-0123456789abcdef0", cidrBlock: "10.0.0.0/24", mapPublicIpOnLaunch: true },
    ["id", "arn", "availabilityZoneId", "ipv6CidrBlockAssociationId", "ownerId", "tagsAll"],
  );
  const instance = made(
    "aws:ec2/instance:Instance",
    {
      ami: "ami-0123456789abcdef0",
      instanceType: "t3.micro",
      keyName: `key-${name}`,
      iamInstanceProfile: `profile-${name}`,
      vpcSecurityGroupIds: [UNKNOWN_TEXT],
      subnetId: UNKNOWN_TEXT,
      userData: USER_DATA,
      tags: { Name: `web-${name}`, team: "shop" },
    },
    [
      ...["id", "arn", "availabilityZone", "cpuOptions", "disableApiStop", "ebsOptimized", "hostId"],
      ...["metadataOptions", "privateIp", "publicIp", "publicDns", "rootBlockDevice", "tagsAll", "tenancy"],
    ],
    { keyName: [key], iamInstanceProfile: [profile], vpcSecurityGroupIds: [group], subnetId: [subnet] },
  );
  return [
    key,
    group,
    rule("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "ssh", {
      ipProtocol: "tcp",
      fromPort: 22,
      toPort: 22,
      cidrIpv4: "10.0.0.0/8",
    }),
    rule("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule", "out", {
      ipProtocol: "-1",
      cidrIpv4: "0.0.0.0/0",
    }),
    role,
    attachment,
    profile,
    subnet,
    rule("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", "http", {
      ipProtocol: "tcp",
      fromPort: 80,
      toPort: 80,
      cidrIpv4: "0.0.0.0/0",
    }),
    instance,
  ];
}
