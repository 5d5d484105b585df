/** The same stacks written with the classic provider and with `aws-native`, as the source of index.ts. */
export interface TwoPrograms {
  readonly classic: string;
  readonly native: string;
}

/** What the programs of both providers begin with; `make` is what the typings of `aws-native` do inside. */
const COMMON = `
  import * as aws from "@pulumi/aws";
  import * as pulumi from "@pulumi/pulumi";

  // aws-native looks no image up: its own programs ask the classic provider for one.
  const ami = aws.ec2.getAmiOutput({
    owners: ["099720109477"],
    mostRecent: true,
    filters: [{ name: "name", values: ["ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-amd64-server-*"] }],
  }).id;
  const publicKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJnT0QTtaM9kDhV8dnBHgFBcKG8U1u0Z4Nq1b0q0m9xR ops";
  const base64 = (text: string) => Buffer.from(text).toString("base64");
  const password = base64("#!/bin/sh\\necho ubuntu:four-words-of-a-page | chpasswd\\n");
  const removal = base64("#!/bin/sh\\nuserdel -r ubuntu\\n");
  const trust = {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "ec2.amazonaws.com" } }],
  };
  const agentRights = {
    Version: "2012-10-17",
    Statement: [{
      Effect: "Allow",
      Action: ["ssm:UpdateInstanceInformation", "ssmmessages:*", "ec2messages:*"],
      Resource: "*",
    }],
  };
  const allowing = (Action: string) => ({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action, Resource: "*" }] });
  const sessions = { schemaVersion: "1.0", sessionType: "Standard_Stream", inputs: { runAsEnabled: true, runAsDefaultUser: "root" } };
  const CORE = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore";
  const READER = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess";
  const make = (type: string, name: string, args: pulumi.Inputs, ...computed: string[]) => {
    const outputs = Object.fromEntries(computed.map((each) => [each, undefined]));
    return new pulumi.CustomResource(\`aws-native:\${type}\`, name, { ...outputs, ...args }) as any;
  };
`;

const NETWORK: TwoPrograms = {
  classic: `
  const vpc = new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16", enableDnsHostnames: true, enableDnsSupport: true });
  const gateway = new aws.ec2.InternetGateway("gateway");
  const attached = new aws.ec2.InternetGatewayAttachment("gateway", { vpcId: vpc.id, internetGatewayId: gateway.id });
  const publicSubnet = new aws.ec2.Subnet("public", { vpcId: vpc.id, cidrBlock: "10.0.1.0/24", mapPublicIpOnLaunch: true });
  const publicTable = new aws.ec2.RouteTable("public", { vpcId: vpc.id });
  new aws.ec2.Route("public", { routeTableId: publicTable.id, destinationCidrBlock: "0.0.0.0/0", gatewayId: gateway.id }, { dependsOn: [attached] });
  new aws.ec2.RouteTableAssociation("public", { subnetId: publicSubnet.id, routeTableId: publicTable.id });
  const privateSubnet = new aws.ec2.Subnet("private", { vpcId: vpc.id, cidrBlock: "10.0.2.0/24" });
  const privateTable = new aws.ec2.RouteTable("private", { vpcId: vpc.id });
  new aws.ec2.RouteTableAssociation("private", { subnetId: privateSubnet.id, routeTableId: privateTable.id });
`,
  native: `
  const vpc = make("ec2:Vpc", "vpc", { cidrBlock: "10.0.0.0/16", enableDnsHostnames: true, enableDnsSupport: true }, "vpcId");
  const gateway = make("ec2:InternetGateway", "gateway", {}, "internetGatewayId");
  make("ec2:VpcGatewayAttachment", "gateway", { vpcId: vpc.vpcId, internetGatewayId: gateway.internetGatewayId });
  const publicSubnet = make("ec2:Subnet", "public", { vpcId: vpc.vpcId, cidrBlock: "10.0.1.0/24", mapPublicIpOnLaunch: true }, "subnetId");
  const publicTable = make("ec2:RouteTable", "public", { vpcId: vpc.vpcId }, "routeTableId");
  make("ec2:Route", "public", { routeTableId: publicTable.routeTableId, destinationCidrBlock: "0.0.0.0/0", gatewayId: gateway.internetGatewayId });
  make("ec2:SubnetRouteTableAssociation", "public", { subnetId: publicSubnet.subnetId, routeTableId: publicTable.routeTableId });
  const privateSubnet = make("ec2:Subnet", "private", { vpcId: vpc.vpcId, cidrBlock: "10.0.2.0/24" }, "subnetId");
  const privateTable = make("ec2:RouteTable", "private", { vpcId: vpc.vpcId }, "routeTableId");
  make("ec2:SubnetRouteTableAssociation", "private", { subnetId: privateSubnet.subnetId, routeTableId: privateTable.routeTableId });
`,
};

const GROUPS: TwoPrograms = {
  classic: `
  const all = { protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] };
  const listed = new aws.ec2.SecurityGroup("listed", {
    vpcId: vpc.id,
    description: "rules in lists",
    ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["198.51.100.0/24"] }],
    egress: [all],
  });
  const loose = new aws.ec2.SecurityGroup("loose", { vpcId: vpc.id, description: "rules on their own" });
  new aws.vpc.SecurityGroupIngressRule("ssh", { securityGroupId: loose.id, ipProtocol: "tcp", fromPort: 22, toPort: 22, cidrIpv4: "198.51.100.0/24" });
  new aws.vpc.SecurityGroupEgressRule("all", { securityGroupId: loose.id, ipProtocol: "-1", cidrIpv4: "0.0.0.0/0" });
  const shut = new aws.ec2.SecurityGroup("shut", {
    vpcId: vpc.id,
    description: "no SSH",
    ingress: [{ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"] }],
    egress: [all],
  });
`,
  native: `
  const all = { ipProtocol: "-1", cidrIp: "0.0.0.0/0" };
  const listed = make("ec2:SecurityGroup", "listed", {
    vpcId: vpc.vpcId,
    groupDescription: "rules in lists",
    securityGroupIngress: [{ ipProtocol: "tcp", fromPort: 22, toPort: 22, cidrIp: "198.51.100.0/24" }],
    securityGroupEgress: [all],
  }, "groupId");
  const loose = make("ec2:SecurityGroup", "loose", { vpcId: vpc.vpcId, groupDescription: "rules on their own" }, "groupId");
  make("ec2:SecurityGroupIngress", "ssh", { groupId: loose.groupId, ipProtocol: "tcp", fromPort: 22, toPort: 22, cidrIp: "198.51.100.0/24" });
  make("ec2:SecurityGroupEgress", "all", { groupId: loose.groupId, ipProtocol: "-1", cidrIp: "0.0.0.0/0" });
  const shut = make("ec2:SecurityGroup", "shut", {
    vpcId: vpc.vpcId,
    groupDescription: "no SSH",
    securityGroupIngress: [{ ipProtocol: "tcp", fromPort: 443, toPort: 443, cidrIp: "0.0.0.0/0" }],
    securityGroupEgress: [all],
  }, "groupId");
`,
};

const IDENTITY: TwoPrograms = {
  classic: `
  const key = new aws.ec2.KeyPair("ops", { keyName: "ops", publicKey });
  const agent = new aws.iam.Role("agent", { assumeRolePolicy: JSON.stringify(trust) });
  new aws.iam.RolePolicyAttachment("agent", { role: agent.name, policyArn: CORE });
  const managed = new aws.iam.InstanceProfile("managed", { role: agent.name });
  const reader = new aws.iam.Role("reader", { assumeRolePolicy: JSON.stringify(trust) });
  new aws.iam.RolePolicyAttachment("reader", { role: reader.name, policyArn: READER });
  const powerless = new aws.iam.InstanceProfile("powerless", { role: reader.name });
`,
  native: `
  const key = make("ec2:KeyPair", "ops", { keyName: "ops", publicKeyMaterial: publicKey });
  const agent = make("iam:Role", "agent", { assumeRolePolicyDocument: trust, managedPolicyArns: [CORE] }, "roleName");
  const managed = make("iam:InstanceProfile", "managed", { roles: [agent.roleName] }, "instanceProfileName", "arn");
  const reader = make("iam:Role", "reader", { assumeRolePolicyDocument: trust, managedPolicyArns: [READER] }, "roleName");
  const powerless = make("iam:InstanceProfile", "powerless", { roles: [reader.roleName] }, "instanceProfileName", "arn");
`,
};

const HEALTHY: TwoPrograms = {
  classic: `
  const usual = { instanceType: "t3.micro", keyName: key.keyName };
  new aws.ec2.Instance("web", { ...usual, ami, iamInstanceProfile: managed.name, subnetId: publicSubnet.id, vpcSecurityGroupIds: [listed.id], userDataBase64: password });
  new aws.ec2.Instance("by-rules", { ...usual, ami, iamInstanceProfile: managed.name, subnetId: publicSubnet.id, vpcSecurityGroupIds: [loose.id] });
  new aws.ec2.Instance("key-only", { ...usual, ami, subnetId: publicSubnet.id, vpcSecurityGroupIds: [listed.id] });
  new aws.ec2.Instance("managed-only", { ami, instanceType: "t3.micro", iamInstanceProfile: managed.name, subnetId: publicSubnet.id, vpcSecurityGroupIds: [shut.id] });
  const template = new aws.ec2.LaunchTemplate("workers", {
    ...usual,
    imageId: ami,
    iamInstanceProfile: { arn: managed.arn },
    vpcSecurityGroupIds: [listed.id],
    userData: password,
  });
  new aws.autoscaling.Group("workers", {
    minSize: 1, maxSize: 2, vpcZoneIdentifiers: [publicSubnet.id],
    launchTemplate: { id: template.id, version: "$Latest" },
  });
`,
  native: `
  const usual = { instanceType: "t3.micro", keyName: key.keyName };
  make("ec2:Instance", "web", { ...usual, imageId: ami, iamInstanceProfile: managed.instanceProfileName, subnetId: publicSubnet.subnetId, securityGroupIds: [listed.groupId], userData: password });
  make("ec2:Instance", "by-rules", { ...usual, imageId: ami, iamInstanceProfile: managed.instanceProfileName, subnetId: publicSubnet.subnetId, securityGroupIds: [loose.groupId] });
  make("ec2:Instance", "key-only", { ...usual, imageId: ami, subnetId: publicSubnet.subnetId, securityGroupIds: [listed.groupId] });
  make("ec2:Instance", "managed-only", { imageId: ami, instanceType: "t3.micro", iamInstanceProfile: managed.instanceProfileName, subnetId: publicSubnet.subnetId, securityGroupIds: [shut.groupId] });
  const template = make("ec2:LaunchTemplate", "workers", {
    launchTemplateData: {
      ...usual,
      imageId: ami,
      iamInstanceProfile: { arn: managed.arn },
      securityGroupIds: [listed.groupId],
      userData: password,
    },
  }, "launchTemplateId");
  make("autoscaling:AutoScalingGroup", "workers", {
    minSize: "1", maxSize: "2", vpcZoneIdentifier: [publicSubnet.subnetId],
    launchTemplate: { launchTemplateId: template.launchTemplateId, version: "$Latest" },
  });
`,
};

const LOCKED_OUT: TwoPrograms = {
  classic: `
  const usual = { instanceType: "t3.micro", keyName: key.keyName };
  new aws.ec2.Instance("web", { ...usual, ami, iamInstanceProfile: managed.name, subnetId: publicSubnet.id, vpcSecurityGroupIds: [listed.id], userDataBase64: removal });
  new aws.ec2.Instance("shut", { ...usual, ami, iamInstanceProfile: powerless.name, subnetId: publicSubnet.id, vpcSecurityGroupIds: [shut.id], userDataBase64: removal });
  new aws.ec2.Instance("bare", { ami, instanceType: "t3.micro", subnetId: publicSubnet.id, vpcSecurityGroupIds: [shut.id] });
  new aws.ec2.Instance("isolated", { ...usual, ami, iamInstanceProfile: managed.name, subnetId: privateSubnet.id, vpcSecurityGroupIds: [listed.id] });
  new aws.ec2.Instance("text", { ...usual, ami, subnetId: publicSubnet.id, vpcSecurityGroupIds: [listed.id], userDataBase64: "#!/bin/sh\\ntrue\\n" });
  const template = new aws.ec2.LaunchTemplate("workers", {
    ...usual,
    imageId: ami,
    iamInstanceProfile: { name: powerless.name },
    networkInterfaces: [{ associatePublicIpAddress: "true", deviceIndex: 0, securityGroups: [listed.id] }],
    userData: removal,
  });
  const silent = new aws.ec2.LaunchTemplate("silent", {
    ...usual,
    imageId: ami,
    iamInstanceProfile: { name: managed.name },
    vpcSecurityGroupIds: [listed.id],
    metadataOptions: { httpEndpoint: "disabled" },
  });
  new aws.autoscaling.Group("workers", {
    minSize: 1, maxSize: 2, vpcZoneIdentifiers: [publicSubnet.id],
    launchTemplate: { id: template.id, version: template.latestVersion.apply(String) },
  });
  new aws.autoscaling.Group("mixed", {
    minSize: 1, maxSize: 2, vpcZoneIdentifiers: [publicSubnet.id],
    mixedInstancesPolicy: {
      launchTemplate: {
        launchTemplateSpecification: { launchTemplateId: silent.id, version: "$Latest" },
        overrides: [{ instanceType: "t3.small" }, { instanceType: "t2.small" }],
      },
    },
  });
  const configuration = new aws.ec2.LaunchConfiguration("old", {
    imageId: ami, instanceType: "t3.micro", iamInstanceProfile: powerless.name, securityGroups: [shut.id], userDataBase64: removal,
  });
  new aws.autoscaling.Group("old", {
    minSize: 1, maxSize: 2, vpcZoneIdentifiers: [publicSubnet.id], launchConfiguration: configuration.name,
  });
`,
  native: `
  const usual = { instanceType: "t3.micro", keyName: key.keyName };
  make("ec2:Instance", "web", { ...usual, imageId: ami, iamInstanceProfile: managed.instanceProfileName, subnetId: publicSubnet.subnetId, securityGroupIds: [listed.groupId], userData: removal });
  make("ec2:Instance", "shut", { ...usual, imageId: ami, iamInstanceProfile: powerless.instanceProfileName, subnetId: publicSubnet.subnetId, securityGroupIds: [shut.groupId], userData: removal });
  make("ec2:Instance", "bare", { imageId: ami, instanceType: "t3.micro", subnetId: publicSubnet.subnetId, securityGroupIds: [shut.groupId] });
  make("ec2:Instance", "isolated", { ...usual, imageId: ami, iamInstanceProfile: managed.instanceProfileName, subnetId: privateSubnet.subnetId, securityGroupIds: [listed.groupId] });
  make("ec2:Instance", "text", { ...usual, imageId: ami, subnetId: publicSubnet.subnetId, securityGroupIds: [listed.groupId], userData: "#!/bin/sh\\ntrue\\n" });
  const template = make("ec2:LaunchTemplate", "workers", {
    launchTemplateData: {
      ...usual,
      imageId: ami,
      iamInstanceProfile: { name: powerless.instanceProfileName },
      networkInterfaces: [{ associatePublicIpAddress: true, deviceIndex: 0, groups: [listed.groupId] }],
      userData: removal,
    },
  }, "launchTemplateId", "latestVersionNumber");
  const silent = make("ec2:LaunchTemplate", "silent", {
    launchTemplateData: {
      ...usual,
      imageId: ami,
      iamInstanceProfile: { name: managed.instanceProfileName },
      securityGroupIds: [listed.groupId],
      metadataOptions: { httpEndpoint: "disabled" },
    },
  }, "launchTemplateId");
  make("autoscaling:AutoScalingGroup", "workers", {
    minSize: "1", maxSize: "2", vpcZoneIdentifier: [publicSubnet.subnetId],
    launchTemplate: { launchTemplateId: template.launchTemplateId, version: template.latestVersionNumber },
  });
  make("autoscaling:AutoScalingGroup", "mixed", {
    minSize: "1", maxSize: "2", vpcZoneIdentifier: [publicSubnet.subnetId],
    mixedInstancesPolicy: {
      launchTemplate: {
        launchTemplateSpecification: { launchTemplateId: silent.launchTemplateId, version: "$Latest" },
        overrides: [{ instanceType: "t3.small" }, { instanceType: "t2.small" }],
      },
    },
  });
  const configuration = make("autoscaling:LaunchConfiguration", "old", {
    imageId: ami, instanceType: "t3.micro", iamInstanceProfile: powerless.instanceProfileName, securityGroups: [shut.groupId], userData: removal,
  }, "launchConfigurationName");
  make("autoscaling:AutoScalingGroup", "old", {
    minSize: "1", maxSize: "2", vpcZoneIdentifier: [publicSubnet.subnetId], launchConfigurationName: configuration.launchConfigurationName,
  });
`,
};

const RIGHTS: TwoPrograms = {
  classic: `
  const usual = { ami, instanceType: "t3.micro", subnetId: publicSubnet.id, vpcSecurityGroupIds: [shut.id] };
  const role = (name: string, args: Partial<aws.iam.RoleArgs> = {}) => {
    const made = new aws.iam.Role(name, { assumeRolePolicy: JSON.stringify(trust), ...args });
    const { name: iamInstanceProfile } = new aws.iam.InstanceProfile(name, { role: made.name });
    new aws.ec2.Instance(name, { ...usual, iamInstanceProfile });
    return made;
  };
  role("inline", { inlinePolicies: [{ name: "agent", policy: JSON.stringify(agentRights) }] });
  new aws.iam.RolePolicy("agent", { role: role("by-policy").name, policy: JSON.stringify(agentRights) });
  const policy = new aws.iam.Policy("agent", { policy: JSON.stringify(agentRights) });
  new aws.iam.RolePolicyAttachment("agent-given", { role: role("attached").name, policyArn: policy.arn });
  role("named", { managedPolicyArns: [policy.arn] });
  role("denied", { managedPolicyArns: [CORE], inlinePolicies: [{
    name: "deny",
    policy: JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Deny", Action: "ssmmessages:*", Resource: "*" }] }),
  }] });
  role("distrusted", { managedPolicyArns: [CORE], assumeRolePolicy: JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } }],
  }) });
  role("bound", { managedPolicyArns: [CORE], permissionsBoundary: READER });
`,
  native: `
  const usual = { imageId: ami, instanceType: "t3.micro", subnetId: publicSubnet.subnetId, securityGroupIds: [shut.groupId] };
  const role = (name: string, args: pulumi.Inputs = {}) => {
    const made = make("iam:Role", name, { assumeRolePolicyDocument: trust, ...args }, "roleName");
    const profile = make("iam:InstanceProfile", name, { roles: [made.roleName] }, "instanceProfileName");
    make("ec2:Instance", name, { ...usual, iamInstanceProfile: profile.instanceProfileName });
    return made;
  };
  role("inline", { policies: [{ policyName: "agent", policyDocument: agentRights }] });
  make("iam:RolePolicy", "agent", { roleName: role("by-policy").roleName, policyDocument: agentRights });
  const policy = make("iam:ManagedPolicy", "agent", { policyDocument: agentRights, roles: [role("attached").roleName] }, "policyArn");
  role("named", { managedPolicyArns: [policy.policyArn] });
  role("denied", { managedPolicyArns: [CORE], policies: [{
    policyName: "deny",
    policyDocument: { Version: "2012-10-17", Statement: [{ Effect: "Deny", Action: "ssmmessages:*", Resource: "*" }] },
  }] });
  role("distrusted", { managedPolicyArns: [CORE], assumeRolePolicyDocument: {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } }],
  } });
  role("bound", { managedPolicyArns: [CORE], permissionsBoundary: READER });
`,
};

const PRIVATE: TwoPrograms = {
  classic: `
  const nat = new aws.ec2.NatGateway("nat", { subnetId: publicSubnet.id, allocationId: new aws.ec2.Eip("nat", { domain: "vpc" }).id });
  new aws.ec2.Route("private", { routeTableId: privateTable.id, destinationCidrBlock: "0.0.0.0/0", natGatewayId: nat.id });
  const fromEndpoint = new aws.ec2.SecurityGroup("endpoint", { vpcId: vpc.id, description: "endpoint", egress: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["10.0.0.0/16"] }] });
  new aws.ec2transitgateway.InstanceConnectEndpoint("endpoint", { subnetId: privateSubnet.id, securityGroupIds: [fromEndpoint.id], preserveClientIp: false });
  const behind = new aws.ec2.SecurityGroup("behind", { vpcId: vpc.id, description: "behind", egress: [all], ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, securityGroups: [fromEndpoint.id] }] });
  new aws.ec2.Instance("by-endpoint", { ami, instanceType: "t3.micro", keyName: key.keyName, subnetId: privateSubnet.id, vpcSecurityGroupIds: [behind.id] });
  new aws.ec2.Instance("by-nat", { ami, instanceType: "t3.micro", iamInstanceProfile: managed.name, subnetId: privateSubnet.id, vpcSecurityGroupIds: [shut.id] });
  const host = new aws.ec2.Instance("with-address", { ami, instanceType: "t3.micro", keyName: key.keyName, subnetId: publicSubnet.id, vpcSecurityGroupIds: [loose.id] });
  const address = new aws.ec2.Eip("address", { domain: "vpc" });
  new aws.ec2.EipAssociation("address", { allocationId: address.allocationId, instanceId: host.id });
  const interfaceOf = new aws.ec2.NetworkInterface("interface", { subnetId: publicSubnet.id, securityGroups: [listed.id] });
  const acl = new aws.ec2.NetworkAcl("empty", { vpcId: vpc.id });
  const closed = new aws.ec2.Subnet("closed", { vpcId: vpc.id, cidrBlock: "10.0.3.0/24", mapPublicIpOnLaunch: true });
  new aws.ec2.RouteTableAssociation("closed", { subnetId: closed.id, routeTableId: publicTable.id });
  new aws.ec2.NetworkAclAssociation("closed", { subnetId: closed.id, networkAclId: acl.id });
  new aws.ec2.Instance("behind-acl", { ami, instanceType: "t3.micro", keyName: key.keyName, iamInstanceProfile: managed.name, subnetId: closed.id, vpcSecurityGroupIds: [listed.id] });
  const members = new aws.autoscaling.Group("members", {
    minSize: 1, maxSize: 2, vpcZoneIdentifiers: [privateSubnet.id],
    launchTemplate: { version: "$Latest", name: new aws.ec2.LaunchTemplate("members", { imageId: ami, instanceType: "t3.micro", keyName: key.keyName, vpcSecurityGroupIds: [shut.id] }).name },
  });
  new aws.ecs.CapacityProvider("members", { autoScalingGroupProvider: { autoScalingGroupArn: members.arn } });
`,
  native: `
  const nat = make("ec2:NatGateway", "nat", { subnetId: publicSubnet.subnetId, allocationId: make("ec2:Eip", "nat", { domain: "vpc" }, "allocationId").allocationId }, "natGatewayId");
  make("ec2:Route", "private", { routeTableId: privateTable.routeTableId, destinationCidrBlock: "0.0.0.0/0", natGatewayId: nat.natGatewayId });
  const fromEndpoint = make("ec2:SecurityGroup", "endpoint", { vpcId: vpc.vpcId, groupDescription: "endpoint", securityGroupEgress: [{ ipProtocol: "tcp", fromPort: 22, toPort: 22, cidrIp: "10.0.0.0/16" }] }, "groupId");
  make("ec2:InstanceConnectEndpoint", "endpoint", { subnetId: privateSubnet.subnetId, securityGroupIds: [fromEndpoint.groupId], preserveClientIp: false });
  const behind = make("ec2:SecurityGroup", "behind", { vpcId: vpc.vpcId, groupDescription: "behind", securityGroupEgress: [all], securityGroupIngress: [{ ipProtocol: "tcp", fromPort: 22, toPort: 22, sourceSecurityGroupId: fromEndpoint.groupId }] }, "groupId");
  make("ec2:Instance", "by-endpoint", { imageId: ami, instanceType: "t3.micro", keyName: key.keyName, subnetId: privateSubnet.subnetId, securityGroupIds: [behind.groupId] });
  make("ec2:Instance", "by-nat", { imageId: ami, instanceType: "t3.micro", iamInstanceProfile: managed.instanceProfileName, subnetId: privateSubnet.subnetId, securityGroupIds: [shut.groupId] });
  const host = make("ec2:Instance", "with-address", { imageId: ami, instanceType: "t3.micro", keyName: key.keyName, subnetId: publicSubnet.subnetId, securityGroupIds: [loose.groupId] }, "instanceId");
  const address = make("ec2:Eip", "address", { domain: "vpc" }, "allocationId");
  make("ec2:EipAssociation", "address", { allocationId: address.allocationId, instanceId: host.instanceId });
  const interfaceOf = make("ec2:NetworkInterface", "interface", { subnetId: publicSubnet.subnetId, groupSet: [listed.groupId] }, "awsId");
  const acl = make("ec2:NetworkAcl", "empty", { vpcId: vpc.vpcId }, "awsId");
  const closed = make("ec2:Subnet", "closed", { vpcId: vpc.vpcId, cidrBlock: "10.0.3.0/24", mapPublicIpOnLaunch: true }, "subnetId");
  make("ec2:SubnetRouteTableAssociation", "closed", { subnetId: closed.subnetId, routeTableId: publicTable.routeTableId });
  make("ec2:SubnetNetworkAclAssociation", "closed", { subnetId: closed.subnetId, networkAclId: acl.awsId });
  make("ec2:Instance", "behind-acl", { imageId: ami, instanceType: "t3.micro", keyName: key.keyName, iamInstanceProfile: managed.instanceProfileName, subnetId: closed.subnetId, securityGroupIds: [listed.groupId] });
  const members = make("autoscaling:AutoScalingGroup", "members", {
    minSize: "1", maxSize: "2", vpcZoneIdentifier: [privateSubnet.subnetId],
    launchTemplate: { version: "$Latest", launchTemplateName: make("ec2:LaunchTemplate", "members", { launchTemplateData: { imageId: ami, instanceType: "t3.micro", keyName: key.keyName, securityGroupIds: [shut.groupId] } }, "launchTemplateName").launchTemplateName },
  }, "autoScalingGroupArn");
  make("ecs:CapacityProvider", "members", { autoScalingGroupProvider: { autoScalingGroupArn: members.autoScalingGroupArn } });
`,
};

/** What the rules about a single resource look at. */
const RESOURCES: TwoPrograms = {
  classic: `
  new aws.ec2.KeyPair("path", { keyName: "path", publicKey: "~/.ssh/id_ed25519.pub" });
  new aws.ssm.Document("sessions", { name: "SSM-SessionManagerRunShell", documentType: "Session", documentFormat: "JSON", content: JSON.stringify(sessions) });
  new aws.iam.Policy("operators", { policy: JSON.stringify(allowing("ec2:ModifyInstanceAttribute")) });
  const user = new aws.iam.User("operator", {});
  new aws.iam.UserPolicy("operator", { user: user.name, policy: JSON.stringify(allowing("ec2-instance-connect:SendSerialConsoleSSHPublicKey")) });
  const group = new aws.iam.Group("operators", {});
  new aws.iam.GroupPolicy("operators", { group: group.name, policy: JSON.stringify(allowing("ec2:*")) });
  new aws.iam.Role("operators", { assumeRolePolicy: JSON.stringify(trust), inlinePolicies: [{ name: "all", policy: JSON.stringify(allowing("ec2:ModifyInstanceAttribute")) }] });
  const usual = { ami, instanceType: "t3.micro", keyName: key.keyName, subnetId: publicSubnet.id, vpcSecurityGroupIds: [listed.id] };
  new aws.ec2.Instance("terminated", { ...usual, instanceInitiatedShutdownBehavior: "terminate" });
  new aws.ec2.Instance("without-metadata", { ...usual, metadataOptions: { httpEndpoint: "disabled" } });
  new aws.ec2.Instance("left-alone", { ...usual, userDataBase64: password }, { ignoreChanges: ["userDataBase64"] });
  new aws.ec2.LaunchTemplate("template", { imageId: ami, userData: password }, { ignoreChanges: ["userData"] });
  new aws.ec2.Instance("twice", { ...usual, userDataBase64: base64(base64("#!/bin/sh\\ntrue\\n")) });
`,
  native: `
  make("ec2:KeyPair", "path", { keyName: "path", publicKeyMaterial: "~/.ssh/id_ed25519.pub" });
  make("ssm:Document", "sessions", { name: "SSM-SessionManagerRunShell", documentType: "Session", documentFormat: "JSON", content: sessions });
  make("iam:ManagedPolicy", "operators", { policyDocument: allowing("ec2:ModifyInstanceAttribute") });
  const user = make("iam:User", "operator", {}, "userName");
  make("iam:UserPolicy", "operator", { userName: user.userName, policyDocument: allowing("ec2-instance-connect:SendSerialConsoleSSHPublicKey") });
  const group = make("iam:Group", "operators", {}, "groupName");
  make("iam:GroupPolicy", "operators", { groupName: group.groupName, policyDocument: allowing("ec2:*") });
  make("iam:Role", "operators", { assumeRolePolicyDocument: trust, policies: [{ policyName: "all", policyDocument: allowing("ec2:ModifyInstanceAttribute") }] });
  const usual = { imageId: ami, instanceType: "t3.micro", keyName: key.keyName, subnetId: publicSubnet.subnetId, securityGroupIds: [listed.groupId] };
  make("ec2:Instance", "terminated", { ...usual, instanceInitiatedShutdownBehavior: "terminate" });
  make("ec2:Instance", "without-metadata", { ...usual, metadataOptions: { httpEndpoint: "disabled" } });
  new pulumi.CustomResource("aws-native:ec2:Instance", "left-alone", { ...usual, userData: password }, { ignoreChanges: ["userData"] });
  new pulumi.CustomResource("aws-native:ec2:LaunchTemplate", "template", { launchTemplateData: { imageId: ami, userData: password } }, { ignoreChanges: ["launchTemplateData.userData"] });
  make("ec2:Instance", "twice", { ...usual, userData: base64(base64("#!/bin/sh\\ntrue\\n")) });
`,
};

/** A group that says nothing of what goes out. */
const SILENT_GROUP: TwoPrograms = {
  classic: `
  const silent = new aws.ec2.SecurityGroup("silent", { vpcId: vpc.id, description: "silent" });
  new aws.ec2.Instance("web", { ami, instanceType: "t3.micro", iamInstanceProfile: managed.name, subnetId: publicSubnet.id, vpcSecurityGroupIds: [silent.id] });
`,
  native: `
  const silent = make("ec2:SecurityGroup", "silent", { vpcId: vpc.vpcId, groupDescription: "silent" }, "groupId");
  make("ec2:Instance", "web", { imageId: ami, instanceType: "t3.micro", iamInstanceProfile: managed.instanceProfileName, subnetId: publicSubnet.subnetId, securityGroupIds: [silent.groupId] });
`,
};

const joined = (...parts: readonly TwoPrograms[]): TwoPrograms => ({
  classic: parts.map(({ classic }) => classic).join(""),
  native: parts.map(({ native }) => native).join(""),
});

const common: TwoPrograms = { classic: COMMON, native: COMMON };
const infrastructure = joined(common, NETWORK, GROUPS, IDENTITY);

export const healthy = joined(infrastructure, HEALTHY);
export const lockedOut = joined(infrastructure, LOCKED_OUT);
export const rights = joined(infrastructure, RIGHTS);
export const networks = joined(infrastructure, PRIVATE);
export const resources = joined(infrastructure, RESOURCES);
/** No group of it has rules of its own for what goes out. */
export const silentGroup = joined(common, NETWORK, IDENTITY, SILENT_GROUP);

/** What the launches refer to, by the names of the programs and their properties. */
const REFERENCES = {
  classic: [
    ["publicSubnet", ["id"]],
    ["privateSubnet", ["id"]],
    ["listed", ["id"]],
    ["loose", ["id"]],
    ["shut", ["id"]],
    ["key", ["keyName"]],
    ["managed", ["name", "arn"]],
    ["powerless", ["name"]],
  ],
  native: [
    ["publicSubnet", ["subnetId"]],
    ["privateSubnet", ["subnetId"]],
    ["listed", ["groupId"]],
    ["loose", ["groupId"]],
    ["shut", ["groupId"]],
    ["key", ["keyName"]],
    ["managed", ["instanceProfileName", "arn"]],
    ["powerless", ["instanceProfileName"]],
  ],
} as const;

/** What the launches refer to, without launches; its output `references` says their ids and names. */
export function infrastructureOf(provider: keyof TwoPrograms): string {
  const references = REFERENCES[provider].map(([name, properties]) => {
    const values = properties.map((property) => `${property}: ${name}.${property}`);
    return `${name}: { ${values.join(", ")} }`;
  });
  return `${infrastructure[provider]}\n  export const references = { ${references.join(", ")} };\n`;
}

/** The stack that locks people out, its launches naming what is there already by ids and names written out. */
export function lockedOutByIds(
  provider: keyof TwoPrograms,
  references: Readonly<Record<string, unknown>>,
): string {
  const literals = REFERENCES[provider].map(
    ([name]) => `const ${name} = ${JSON.stringify(references[name])};`,
  );
  // The launches stand in a block of their own, whose constants hide the resources.
  return `${infrastructureOf(provider)}\n  {\n  ${literals.join("\n  ")}\n${LOCKED_OUT[provider]}\n  }\n`;
}
