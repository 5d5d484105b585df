import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { HostArgs } from "./args";

/** The services that the SSM agent talks to; ec2messages only up to agent 3.3.40 (Systems Manager user guide). */
const SERVICES = ["ssm", "ssmmessages", "ec2messages"] as const;

const EVERYWHERE = { cidrBlocks: ["0.0.0.0/0"], ipv6CidrBlocks: ["::/0"] };

export interface HostNetworkOptions {
  readonly name: string;
  readonly options: pulumi.CustomResourceOptions & { readonly parent: pulumi.Resource };
}

/** The security groups of a host: the given ones, and one of its own where ssh is let in or none is given. */
export function securityGroups(
  args: HostArgs,
  { name, options }: HostNetworkOptions,
): pulumi.Output<string[]> {
  const { sshFrom, vpcId, vpcSecurityGroupIds } = args;
  if (vpcSecurityGroupIds !== undefined && sshFrom === undefined) return pulumi.output(vpcSecurityGroupIds);
  const ingress = pulumi
    .output(sshFrom ?? [])
    .apply((blocks) => (blocks.length === 0 ? [] : [sshRule(blocks)]));
  const own = new aws.ec2.SecurityGroup(
    name,
    {
      description: "SSH from the networks that are named, and everything out",
      // No rule at all is no way out: not even to Systems Manager.
      egress: [{ protocol: "-1", fromPort: 0, toPort: 0, ...EVERYWHERE }],
      ingress,
      ...(vpcId !== undefined && { vpcId }),
      ...(args.tags !== undefined && { tags: args.tags }),
    },
    options,
  );
  return pulumi.output(vpcSecurityGroupIds ?? []).apply((given) => pulumi.all([...given, own.id]));
}

function sshRule(blocks: readonly string[]): aws.types.input.ec2.SecurityGroupIngress {
  const ipv6 = blocks.filter((block) => block.includes(":"));
  const ipv4 = blocks.filter((block) => !block.includes(":"));
  return {
    description: "SSH",
    protocol: "tcp",
    fromPort: 22,
    toPort: 22,
    ...(ipv4.length > 0 && { cidrBlocks: ipv4 }),
    ...(ipv6.length > 0 && { ipv6CidrBlocks: ipv6 }),
  };
}

/** Interface endpoints of Systems Manager, which only the host's security groups may use. */
export function endpoints(
  args: HostArgs,
  groups: pulumi.Output<string[]>,
  { name, options }: HostNetworkOptions,
): void {
  if (args.endpoints === undefined) return;
  const { vpcId, subnetIds } = args.endpoints;
  const tags = args.tags === undefined ? {} : { tags: args.tags };
  const region = aws.getRegionOutput({}, { parent: options.parent }).region;
  const group = new aws.ec2.SecurityGroup(
    `${name}-endpoints`,
    {
      description: "HTTPS to the endpoints of Systems Manager",
      vpcId,
      ingress: [{ protocol: "tcp", fromPort: 443, toPort: 443, securityGroups: groups }],
      ...tags,
    },
    options,
  );
  for (const service of SERVICES) {
    new aws.ec2.VpcEndpoint(
      `${name}-${service}`,
      {
        vpcId,
        subnetIds,
        vpcEndpointType: "Interface",
        serviceName: pulumi.interpolate`com.amazonaws.${region}.${service}`,
        privateDnsEnabled: true,
        securityGroupIds: [group.id],
        ...tags,
      },
      options,
    );
  }
}

/** What is wrong with CIDR blocks that are known now. */
export function networkProblems({
  sshFrom,
}: HostArgs): readonly { property: string; reason: string; remedy: string }[] {
  if (!Array.isArray(sshFrom)) return [];
  return sshFrom.flatMap((block: unknown, index: number) =>
    typeof block !== "string" ||
    /^(?:\d{1,3}(?:\.\d{1,3}){3}\/(?:[12]?\d|3[0-2])|[0-9a-f:.]*:[0-9a-f:.]*\/\d{1,3})$/iu.test(block)
      ? []
      : [
          {
            property: `sshFrom[${String(index)}]`,
            reason: "is no CIDR block",
            remedy: "Write it as in 198.51.100.0/24",
          },
        ],
  );
}
