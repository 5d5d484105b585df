// Launches that somebody enters, each by a way of its own: no verdict may stop one of them.
import * as aws from "@pulumi/aws";
import * as machines from "../machines";
import { endpoints, group, isolated, office, tcp, withNat } from "../network";

const managed = machines.profile("managed");
const key = new aws.ec2.KeyPair("ops", { publicKey: machines.publicKey });
const worker = machines.profile("worker", ["arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly"]);

const main = withNat("main", "10.0");
const none = group("none", main.vpc);
const inMain = { instanceType: "t3.small", subnetId: main.privateSubnet.id, vpcSecurityGroupIds: [none.id] };

// Session Manager, without a key.
new aws.ec2.Instance("ssm-by-nat", {
  ...inMain,
  ami: machines.al2023,
  iamInstanceProfile: managed.name,
});
const closed = isolated("closed", "10.1");
endpoints(closed, "closed", ["ssm", "ssmmessages"]);
const inClosed = { instanceType: "t3.small", subnetId: closed.subnet.id };
new aws.ec2.Instance("ssm-by-endpoints", {
  ...inClosed,
  ami: machines.al2023,
  iamInstanceProfile: managed.name,
  vpcSecurityGroupIds: [group("ssm-by-endpoints", closed.vpc).id],
});
new aws.ec2.Instance("ssm-by-profile-of-others", {
  ...inMain,
  ami: machines.al2023,
  iamInstanceProfile: aws.iam.InstanceProfile.get("hosts", "hosts").name,
});
const proxied = isolated("proxied", "10.2");
new aws.ec2.Instance("ssm-by-proxy", {
  ami: machines.al2023,
  instanceType: "t3.small",
  subnetId: proxied.subnet.id,
  iamInstanceProfile: managed.name,
  vpcSecurityGroupIds: [group("ssm-by-proxy", proxied.vpc, [], [tcp(3128, "10.0.0.0/8")]).id],
  userData: [
    "#!/bin/bash",
    "mkdir -p /etc/systemd/system/amazon-ssm-agent.service.d",
    "cat > /etc/systemd/system/amazon-ssm-agent.service.d/proxy.conf <<'UNIT'",
    "[Service]",
    'Environment="https_proxy=http://10.9.0.5:3128"',
    'Environment="no_proxy=169.254.169.254"',
    "UNIT",
    "systemctl daemon-reload",
    "systemctl restart amazon-ssm-agent",
  ].join("\n"),
});

// A key, in a private subnet that something leads to.
const keyed = (name: string, network: ReturnType<typeof isolated>) =>
  new aws.ec2.Instance(name, {
    ami: machines.debian,
    instanceType: "t3.small",
    keyName: key.keyName,
    subnetId: network.subnet.id,
    vpcSecurityGroupIds: [group(name, network.vpc, [tcp(22, "10.0.0.0/8")]).id],
  });
const byVpn = isolated("by-vpn", "10.3");
const gateway = new aws.ec2.VpnGateway("vpn", { vpcId: byVpn.vpc.id });
new aws.ec2.VpnGatewayRoutePropagation("vpn", {
  vpnGatewayId: gateway.id,
  routeTableId: byVpn.table.id,
});
keyed("key-by-vpn", byVpn);
const byPeering = isolated("by-peering", "10.4");
const peering = new aws.ec2.VpcPeeringConnection("peering", {
  vpcId: byPeering.vpc.id,
  peerVpcId: "vpc-0123456789abcdef0",
});
new aws.ec2.Route("peering", {
  routeTableId: byPeering.table.id,
  destinationCidrBlock: "10.100.0.0/16",
  vpcPeeringConnectionId: peering.id,
});
keyed("key-by-peering", byPeering);
const byTransit = isolated("by-transit", "10.5");
new aws.ec2.Route("transit", {
  routeTableId: byTransit.table.id,
  destinationCidrBlock: "0.0.0.0/0",
  transitGatewayId: "tgw-0123456789abcdef0",
});
keyed("key-by-transit-gateway", byTransit);
new aws.ec2.Instance("key-in-a-network-of-others", {
  ami: machines.debian,
  instanceType: "t3.small",
  keyName: aws.ec2.KeyPair.get("team", "team").keyName,
  subnetId: "subnet-0123456789abcdef0",
  vpcSecurityGroupIds: ["sg-0123456789abcdef0"],
});
new aws.ec2.Instance("key-on-another-port", {
  ami: machines.al2023,
  instanceType: "t3.small",
  keyName: key.keyName,
  subnetId: main.publicSubnet.id,
  vpcSecurityGroupIds: [group("another-port", main.vpc, [tcp(2222, office)]).id],
  userData: "#!/bin/bash\necho 'Port 2222' >> /etc/ssh/sshd_config\nsystemctl restart sshd\n",
});

// Instance Connect only: an endpoint, and a key that is pushed.
const connected = isolated("connected", "10.6");
const connect = group("connect", connected.vpc, [], [tcp(22, "10.6.0.0/16")]);
new aws.ec2transitgateway.InstanceConnectEndpoint("connect", {
  subnetId: connected.subnet.id,
  securityGroupIds: [connect.id],
});
new aws.ec2.Instance("instance-connect", {
  ami: machines.al2023,
  instanceType: "t3.small",
  subnetId: connected.subnet.id,
  vpcSecurityGroupIds: [
    group("connected", connected.vpc, [
      { protocol: "tcp", fromPort: 22, toPort: 22, securityGroups: [connect.id] },
    ]).id,
  ],
});

// What is not judged: RDP, a mesh VPN.
new aws.ec2.Instance("windows", {
  ...inMain,
  ami: machines.windows,
  keyName: key.keyName,
  vpcSecurityGroupIds: [group("rdp", main.vpc, [tcp(3389, office)]).id],
  userData: "<powershell>\nInstall-WindowsFeature Web-Server\n</powershell>",
});
new aws.ec2.Instance("mesh", {
  ...inMain,
  ami: machines.ubuntu,
  userData: "#!/bin/bash\ncurl -fsSL https://tailscale.com/install.sh | sh\ntailscale up --ssh\n",
});

// Nodes that nobody logs in to.
const members = (name: string, imageId: typeof machines.ecsNode) => {
  const template = new aws.ec2.LaunchTemplate(name, {
    imageId,
    instanceType: "m5.large",
    iamInstanceProfile: { arn: worker.arn },
    vpcSecurityGroupIds: [none.id],
    userData: machines.base64("#!/bin/bash\necho ECS_CLUSTER=apps >> /etc/ecs/ecs.config\n"),
  });
  return new aws.autoscaling.Group(name, {
    minSize: 1,
    maxSize: 3,
    vpcZoneIdentifiers: [main.privateSubnet.id],
    launchTemplate: { id: template.id, version: "$Latest" },
  });
};
members("ecs", machines.ecsNode);
members("eks-self-managed", machines.eksNode);
new aws.eks.NodeGroup("eks", {
  clusterName: "apps",
  nodeRoleArn: "arn:aws:iam::123456789012:role/nodes",
  subnetIds: [main.privateSubnet.id],
  scalingConfig: { minSize: 1, maxSize: 2, desiredSize: 1 },
});
new aws.batch.ComputeEnvironment("batch", {
  type: "MANAGED",
  computeResources: {
    type: "EC2",
    maxVcpus: 16,
    instanceTypes: ["optimal"],
    instanceRole: worker.arn,
    subnets: [main.privateSubnet.id],
    securityGroupIds: [none.id],
  },
});

// Launches nothing.
new aws.ec2.LaunchTemplate("used-by-nobody", {
  imageId: machines.debian,
  instanceType: "t2.micro",
  vpcSecurityGroupIds: [none.id],
});
