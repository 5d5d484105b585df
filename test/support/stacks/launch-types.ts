/** One launch of each type that is neither an instance nor an Auto Scaling group, with what people need to get in, and again without. */
export const launchTypes = `
  import * as aws from "@pulumi/aws";
  import * as pulumi from "@pulumi/pulumi";

  new aws.ec2.SerialConsoleAccess("console", { enabled: true });
  const vpc = new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16", enableDnsHostnames: true });
  const gateway = new aws.ec2.InternetGateway("gateway", { vpcId: vpc.id });
  const subnet = new aws.ec2.Subnet("public", { vpcId: vpc.id, cidrBlock: "10.0.1.0/24", mapPublicIpOnLaunch: true });
  const table = new aws.ec2.RouteTable("public", { vpcId: vpc.id, routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: gateway.id }] });
  new aws.ec2.RouteTableAssociation("public", { subnetId: subnet.id, routeTableId: table.id });
  const all = { protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] };
  const open = new aws.ec2.SecurityGroup("open", {
    vpcId: vpc.id,
    ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["198.51.100.0/24"] }],
    egress: [all],
  });
  const shut = new aws.ec2.SecurityGroup("shut", { vpcId: vpc.id, ingress: [], egress: [all] });
  const key = new aws.ec2.KeyPair("ops", {
    publicKey: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJnT0QTtaM9kDhV8dnBHgFBcKG8U1u0Z4Nq1b0q0m9xR ops",
  });

  const role = (name: string, service: string, ...policies: string[]) => {
    const made = new aws.iam.Role(name, {
      assumeRolePolicy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: service } }],
      }),
    });
    policies.forEach((policy, index) =>
      new aws.iam.RolePolicyAttachment(\`\${name}-\${index}\`, { role: made.name, policyArn: \`arn:aws:iam::aws:policy/\${policy}\` }));
    return made;
  };
  const profileOf = (name: string, ...policies: string[]) =>
    new aws.iam.InstanceProfile(name, { role: role(name, "ec2.amazonaws.com", ...policies).name });
  const managed = profileOf("managed", "AmazonSSMManagedInstanceCore");
  const powerless = profileOf("powerless", "AmazonS3ReadOnlyAccess");
  const service = role("service", "spotfleet.amazonaws.com");

  const ubuntu = aws.ec2.getAmiOutput({
    owners: ["099720109477"],
    mostRecent: true,
    filters: [{ name: "name", values: ["ubuntu/images/hvm-ssd/ubuntu-jammy-22.04-amd64-server-*"] }],
  }).id;
  const removal = "#!/bin/sh\\nuserdel -r ubuntu\\n";

  const specification = { ami: ubuntu, instanceType: "t3.micro", keyName: key.keyName, subnetId: subnet.id };
  const spot = { iamFleetRole: service.arn, targetCapacity: 1 };
  new aws.ec2.SpotFleetRequest("spot-fleet", {
    ...spot,
    launchSpecifications: [{ ...specification, iamInstanceProfileArn: managed.arn, vpcSecurityGroupIds: [open.id], associatePublicIpAddress: true }],
  });
  new aws.ec2.SpotFleetRequest("spot-fleet-shut", {
    ...spot,
    launchSpecifications: [{ ...specification, iamInstanceProfileArn: powerless.arn, vpcSecurityGroupIds: [shut.id], userData: removal }],
  });

  const template = (name: string, args: aws.ec2.LaunchTemplateArgs) =>
    new aws.ec2.LaunchTemplate(name, { imageId: ubuntu, instanceType: "t3.micro", ...args });
  const fleet = (name: string, launchTemplate: aws.ec2.LaunchTemplate) =>
    new aws.ec2.Fleet(name, {
      type: "instant",
      targetCapacitySpecification: { defaultTargetCapacityType: "on-demand", totalTargetCapacity: 1 },
      launchTemplateConfigs: [{
        launchTemplateSpecification: { launchTemplateId: launchTemplate.id, version: launchTemplate.latestVersion.apply(String) },
        overrides: [{ subnetId: subnet.id }],
      }],
    });
  fleet("fleet", template("fleet", { keyName: key.keyName, iamInstanceProfile: { arn: managed.arn }, vpcSecurityGroupIds: [open.id] }));
  fleet("fleet-shut", template("fleet-shut", { vpcSecurityGroupIds: [shut.id] }));

  const nodes = (name: string, nodeRole: aws.iam.Role, args: Partial<aws.eks.NodeGroupArgs> = {}) =>
    new aws.eks.NodeGroup(name, {
      clusterName: "apps",
      nodeRoleArn: nodeRole.arn,
      subnetIds: [subnet.id],
      scalingConfig: { minSize: 1, maxSize: 2, desiredSize: 1 },
      ...args,
    });
  const worker = ["AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryReadOnly"];
  nodes("nodes", role("nodes", "ec2.amazonaws.com", ...worker, "AmazonSSMManagedInstanceCore"), {
    amiType: "AL2023_x86_64_STANDARD",
    remoteAccess: { ec2SshKey: key.keyName },
  });
  nodes("nodes-left-alone", role("nodes-left-alone", "ec2.amazonaws.com", ...worker));

  const batch = (name: string, args: Partial<aws.types.input.batch.ComputeEnvironmentComputeResources>) =>
    new aws.batch.ComputeEnvironment(name, {
      type: "MANAGED",
      computeResources: { type: "EC2", maxVcpus: 4, instanceTypes: ["m5.large"], subnets: [subnet.id], securityGroupIds: [shut.id], ...args } as any,
    });
  batch("batch", { ec2KeyPair: key.keyName, instanceRole: managed.arn, securityGroupIds: [open.id] });
  batch("batch-left-alone", { instanceRole: powerless.arn, instanceTypes: ["optimal"] });

  const emr = (name: string, ec2Attributes: aws.types.input.emr.ClusterEc2Attributes) =>
    new aws.emr.Cluster(name, {
      releaseLabel: "emr-7.1.0",
      applications: ["Spark"],
      serviceRole: service.arn,
      masterInstanceGroup: { instanceType: "m5.xlarge" },
      ec2Attributes,
    });
  emr("emr", { keyName: key.keyName, instanceProfile: managed.arn, subnetId: subnet.id, additionalMasterSecurityGroups: open.id });
  emr("emr-left-alone", { instanceProfile: powerless.arn, subnetId: subnet.id });

  const application = new aws.elasticbeanstalk.Application("shop");
  const option = (name: string, value: pulumi.Input<string>, namespace = "aws:autoscaling:launchconfiguration") => ({ namespace, name, value });
  const environment = (name: string, settings: ReturnType<typeof option>[]) =>
    new aws.elasticbeanstalk.Environment(name, {
      application: application.name,
      solutionStackName: "64bit Amazon Linux 2023 v4.3.0 running Python 3.11",
      settings: [...settings, option("Subnets", subnet.id, "aws:ec2:vpc"), option("VPCId", vpc.id, "aws:ec2:vpc")],
    });
  environment("beanstalk", [option("EC2KeyName", key.keyName), option("IamInstanceProfile", managed.name)]);
  environment("beanstalk-left-alone", [option("IamInstanceProfile", powerless.name)]);
`;
