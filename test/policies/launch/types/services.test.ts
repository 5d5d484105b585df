import { noLookups } from "../../../../policies/aws/account";
import { recogniseImage } from "../../../../policies/boot/image/recognise";
import { launchAlone, launchesOf } from "../../../../policies/launch/launches";
import { UNKNOWN, type Properties, type StackResource } from "../../../../policies/launch/resource";
import { isJudged } from "../../../../policies/rules/scope";
import {
  attachment,
  from,
  group,
  keyPair,
  profile,
  resource,
  role,
  securityGroup,
  stackOf,
  template,
  type Extra,
} from "../resources";

const imageOf = (launch: ReturnType<typeof only>) =>
  recogniseImage(launch.image, { images: {} }, (id) => noLookups().image(id));

function only(...resources: readonly StackResource[]) {
  const [launch, ...rest] = launchesOf(stackOf(...resources)).filter(({ kind }) => kind !== "template");
  if (launch === undefined || rest.length > 0)
    throw new Error(`${String(rest.length + 1)} launches, not one`);
  return launch;
}

const judged = (...resources: readonly StackResource[]): boolean => {
  const launch = only(...resources);
  return isJudged({ launch, image: imageOf(launch) });
};

describe("a node group of EKS", () => {
  const nodes = (change: Properties = {}, extra: Extra = {}) =>
    resource(
      "aws:eks/nodeGroup:NodeGroup",
      "nodes",
      {
        clusterName: "shop",
        nodeRoleArn: UNKNOWN,
        subnetIds: ["subnet-1"],
        amiType: "AL2023_x86_64_STANDARD",
        ...change,
      },
      extra,
    );

  it("opens port 22 along with the key", () => {
    const ops = nodes({ remoteAccess: { ec2SshKey: "ops", sourceSecurityGroupIds: ["sg-1"] } });
    expect(only(ops, keyPair())).toMatchObject({
      kind: "group",
      service: "eks",
      keyName: { value: "ops" },
      keyPairInStack: true,
      sshIngress: { value: "open" },
      namesSubnet: true,
      instanceTypes: { value: ["t3.medium"] },
    });
  });

  it("brings its role itself", () => {
    const launch = only(nodes({}, from({ nodeRoleArn: [role()] })), role(), attachment());
    expect(launch.role).toMatchObject({ state: "known", path: "nodeRoleArn" });
    expect(only(nodes()).role).toMatchObject({ value: { sessionManager: { state: "unknown" } } });
  });

  it("has the cluster's security group where nobody names one", () => {
    expect(only(nodes())).toMatchObject({
      sshIngress: { state: "unknown" },
      httpsEgress: { state: "unknown" },
    });
  });

  it("takes user data, key and groups from its template", () => {
    const lt = template({ vpcSecurityGroupIds: [UNKNOWN] }, from({ vpcSecurityGroupIds: [securityGroup()] }));
    const custom = nodes({
      amiType: "CUSTOM",
      instanceTypes: ["m5.large"],
      launchTemplate: { name: "workers-1a2b3c4", version: "1" },
    });
    expect(only(custom, lt, securityGroup())).toMatchObject({
      image: { id: { value: "ami-template" } },
      keyName: { value: "ops" },
      sshIngress: { value: "open" },
      instanceTypes: { value: ["m5.large"] },
      userData: { state: "known" },
    });
  });

  it.each<[Properties[string], string, boolean]>([
    ["AL2023_x86_64_STANDARD", "al2023", true],
    ["AL2_ARM_64", "amazon-linux-2", true],
    ["BOTTLEROCKET_x86_64", "bottlerocket", true],
    ["WINDOWS_CORE_2022_x86_64", "windows", false],
    ["SOMETHING_NEW", "unknown", false],
    [null, "unknown", true],
    [UNKNOWN, "unknown", false],
  ])("with amiType %p is of the family %s", (amiType, family, managed) => {
    expect(imageOf(only(nodes({ amiType })))).toMatchObject({ family, managed });
  });

  it("makes one-time spot instances", () => {
    expect(only(nodes({ capacityType: "SPOT" })).oneTimeSpot).toMatchObject({ value: true });
    expect(only(nodes({ capacityType: UNKNOWN })).oneTimeSpot.state).toBe("unknown");
  });

  it.each<[string, Properties, boolean]>([
    ["without a key", {}, false],
    ["with a key on an image of EKS", { remoteAccess: { ec2SshKey: "ops" } }, false],
    [
      "without a key on an image of one's own",
      { amiType: "CUSTOM", launchTemplate: { name: "workers-1a2b3c4", version: "1" } },
      false,
    ],
  ])("is judged %s: %p", (_, change, expected) => {
    expect(judged(nodes(change), template({ keyName: null }))).toBe(expected);
  });

  it("is judged where somebody gives an image of their own a key", () => {
    const custom = nodes({ amiType: "CUSTOM", launchTemplate: { name: "workers-1a2b3c4", version: "1" } });
    expect(judged(custom, template())).toBe(true);
  });
});

describe("a compute environment of Batch", () => {
  const environment = (resources: Properties | null, change: Properties = {}, extra: Extra = {}) =>
    resource(
      "aws:batch/computeEnvironment:ComputeEnvironment",
      "jobs",
      { type: "MANAGED", computeResources: resources, ...change },
      extra,
    );
  const ec2: Properties = {
    type: "EC2",
    maxVcpus: 16,
    instanceTypes: ["m5.large"],
    instanceRole: "web-profile",
    securityGroupIds: ["sg-outside"],
    subnets: ["subnet-1"],
  };

  it("says its key, role and groups", () => {
    expect(only(environment({ ...ec2, ec2KeyPair: "ops" }), keyPair(), profile(), role())).toMatchObject({
      service: "batch",
      keyName: { value: "ops" },
      keyPairInStack: true,
      role: { state: "known" },
      instanceTypes: { value: ["m5.large"] },
      oneTimeSpot: { value: false },
    });
  });

  it("tells a key pair and a group apart among what its resources depend on", () => {
    const given = [keyPair(), securityGroup()];
    const later = environment(
      { ...ec2, ec2KeyPair: UNKNOWN, securityGroupIds: [UNKNOWN] },
      {},
      from({ computeResources: given }),
    );
    expect(only(later, ...given)).toMatchObject({ keyName: { value: "ops" }, sshIngress: { value: "open" } });
  });

  it.each<[string, Properties | null, Properties]>([
    ["on Fargate", { ...ec2, type: "FARGATE_SPOT" }, {}],
    ["that others manage", ec2, { type: "UNMANAGED" }],
    ["without resources", null, {}],
  ])("%s launches nothing", (_, resources, change) => {
    expect(launchesOf(stackOf(environment(resources, change)))).toEqual([]);
  });

  it.each<[string, Properties, Properties, string, boolean]>([
    ["its own", {}, {}, "unknown", true],
    ["the one of its type", { ec2Configurations: [{ imageType: "ECS_AL2023" }] }, {}, "al2023", true],
    [
      "Amazon Linux 2 with a GPU",
      { ec2Configurations: [{ imageType: "ECS_AL2_NVIDIA" }] },
      {},
      "amazon-linux-2",
      true,
    ],
    ["that of EKS", {}, { eksConfiguration: { eksClusterArn: "arn" } }, "unknown", true],
    [
      "somebody's own",
      { ec2Configurations: [{ imageType: "ECS_AL2023", imageIdOverride: "ami-1" }] },
      {},
      "unknown",
      false,
    ],
    ["by its old property", { imageId: "ami-1" }, {}, "unknown", false],
  ])("has an image: %s", (_, resources, change, family, managed) => {
    expect(imageOf(only(environment({ ...ec2, ...resources }, change)))).toMatchObject({ family, managed });
  });

  it("is merged with its template", () => {
    const launch = only(
      environment({ ...ec2, launchTemplate: { launchTemplateName: "workers-1a2b3c4", version: "$Latest" } }),
      template(),
    );
    expect(launch).toMatchObject({
      keyName: { value: "ops" },
      image: { id: { value: "ami-template" } },
      userData: { state: "known" },
    });
  });

  it("leaves the type to Batch", () => {
    expect(only(environment({ ...ec2, instanceTypes: ["optimal"] })).instanceTypes.state).toBe("unknown");
  });
});

describe("a group that is a capacity provider's", () => {
  const members = group({ launchTemplate: { name: "workers-1a2b3c4", version: "1" } });
  const provider = (extra: Extra) =>
    resource(
      "aws:ecs/capacityProvider:CapacityProvider",
      "ec2",
      { autoScalingGroupProvider: { autoScalingGroupArn: UNKNOWN } },
      extra,
    );
  const ofGroup = from({ autoScalingGroupProvider: [members] });

  it("holds nodes of ECS", () => {
    expect(only(members, template(), provider(ofGroup)).service).toBe("ecs");
    expect(only(members, template()).service).toBeUndefined();
  });

  it("is another group's, and then it does not", () => {
    const other = { ...members, urn: `${members.urn}-other` };
    const launches = launchesOf(stackOf(members, other, template(), provider(ofGroup)));
    expect(launches.map(({ service }) => service)).toEqual(["ecs", undefined]);
  });

  it("is judged only where somebody gives it a key", () => {
    expect(judged(members, template(), provider(ofGroup))).toBe(true);
    expect(judged(members, template({ keyName: null }), provider(ofGroup))).toBe(false);
    expect(judged(members, template({ keyName: null }))).toBe(true);
  });
});

describe("a cluster of EMR", () => {
  const cluster = (attributes: Properties | typeof UNKNOWN, change: Properties = {}, extra: Extra = {}) =>
    resource(
      "aws:emr/cluster:Cluster",
      "spark",
      {
        releaseLabel: "emr-7.1.0",
        ec2Attributes: attributes,
        masterInstanceGroup: { instanceType: "m5.xlarge" },
        ...change,
      },
      extra,
    );

  it("is logged in to as hadoop, on Amazon Linux", () => {
    const launch = only(
      cluster({ instanceProfile: "web-profile", keyName: "ops", subnetId: "subnet-1" }),
      profile(),
      role(),
    );
    expect(launch).toMatchObject({
      kind: "cluster",
      service: "emr",
      keyName: { value: "ops" },
      role: { state: "known" },
      namesSubnet: true,
      instanceTypes: { value: ["m5.xlarge"] },
      userData: { state: "absent" },
    });
    expect(imageOf(launch)).toMatchObject({
      family: "al2023",
      loginUser: { value: "hadoop" },
      managed: false,
    });
    expect(imageOf(only(cluster({}, { releaseLabel: "emr-6.15.0" }))).family).toBe("amazon-linux-2");
  });

  it("lets in what its master's groups let in, and what EMR adds may be more", () => {
    const open = securityGroup({}, { outputs: { id: "sg-1" } });
    const shut = securityGroup({ ingress: [] }, { outputs: { id: "sg-2" } }, "shut");
    const groups = {
      instanceProfile: "p",
      emrManagedMasterSecurityGroup: "sg-2",
      additionalMasterSecurityGroups: "sg-9, sg-1",
    };
    expect(only(cluster(groups), open, shut).sshIngress).toMatchObject({ value: "open" });
    expect(only(cluster({ emrManagedMasterSecurityGroup: "sg-2" }), shut).sshIngress.state).toBe("unknown");
  });

  it("has attributes that are known at apply", () => {
    expect(only(cluster(UNKNOWN))).toMatchObject({
      keyName: { state: "unknown" },
      role: { state: "unknown" },
    });
  });

  it("tells the key by what the attributes depend on", () => {
    const given = [keyPair(), securityGroup()];
    const later = cluster({ instanceProfile: "p", keyName: UNKNOWN }, {}, from({ ec2Attributes: given }));
    expect(only(later, ...given).keyName).toMatchObject({ value: "ops" });
  });

  it("runs scripts that nobody follows", () => {
    expect(only(cluster({}, { bootstrapActions: [{ name: "n", path: "s3://b/s.sh" }] })).userData.state).toBe(
      "unknown",
    );
  });

  it("is there once it has an id, and is judged where it has a key", () => {
    expect(only({ ...cluster({}), outputs: { id: "j-1" } }).exists).toBe(true);
    expect(judged(cluster({ keyName: "ops" }))).toBe(true);
    expect(judged(cluster({}))).toBe(false);
  });
});

describe("an environment of Elastic Beanstalk", () => {
  const LAUNCH = "aws:autoscaling:launchconfiguration";
  const option = (name: string, value: Properties[string], namespace = LAUNCH): Properties => ({
    namespace,
    name,
    value,
  });
  const environment = (settings: Properties[string], change: Properties = {}, extra: Extra = {}) =>
    resource(
      "aws:elasticbeanstalk/environment:Environment",
      "app",
      {
        application: "app",
        solutionStackName: "64bit Amazon Linux 2023 v4.3.0 running Python 3.11",
        settings,
        ...change,
      },
      extra,
    );

  it("says its launch in options", () => {
    const app = environment([
      option("EC2KeyName", "ops"),
      option("IamInstanceProfile", "web-profile"),
      option("SecurityGroups", "sg-1,sg-2"),
      option("InstanceTypes", "t3.micro, t3.small", "aws:ec2:instances"),
      option("Subnets", "subnet-1", "aws:ec2:vpc"),
    ]);
    expect(only(app, profile(), role(), securityGroup({}, { outputs: { id: "sg-2" } }))).toMatchObject({
      kind: "group",
      service: "elastic-beanstalk",
      keyName: { value: "ops" },
      role: { state: "known" },
      sshIngress: { value: "open" },
      instanceTypes: { value: ["t3.micro", "t3.small"] },
      namesSubnet: true,
    });
  });

  it.each<[string, Properties[string], Properties, string]>([
    ["absent where no setting names one", [option("IamInstanceProfile", "p")], {}, "absent"],
    ["the last that is written", [option("EC2KeyName", "old"), option("EC2KeyName", "ops")], {}, "ops"],
    ["unknown where a template may name one", [], { templateName: "saved" }, "unknown"],
    ["its own before a template's", [option("EC2KeyName", "ops")], { templateName: "saved" }, "ops"],
    ["unknown where some setting may be it", [option("EC2KeyName", "ops"), UNKNOWN], {}, "unknown"],
    [
      "unknown where a name is known at apply",
      [{ namespace: LAUNCH, name: UNKNOWN, value: "x" }],
      {},
      "unknown",
    ],
    [
      "not that of another namespace",
      [option("EC2KeyName", "x", "other"), { namespace: "o", name: UNKNOWN, value: "" }],
      {},
      "absent",
    ],
    ["unknown where the settings are", UNKNOWN, {}, "unknown"],
  ])("has a key: %s", (_, settings, change, expected) => {
    const { keyName } = only(environment(settings, change));
    expect(keyName.state === "known" ? keyName.value : keyName.state).toBe(expected);
  });

  it("tells the key by what the settings depend on", () => {
    const later = environment(
      [option("EC2KeyName", UNKNOWN)],
      {},
      from({ settings: [keyPair(), securityGroup()] }),
    );
    expect(only(later, keyPair(), securityGroup()).keyName).toMatchObject({ value: "ops" });
  });

  it.each<[Properties[string], string]>([
    ["64bit Amazon Linux 2023 v4.3.0 running Python 3.11", "al2023"],
    ["64bit Amazon Linux 2 v3.5.0 running Docker", "amazon-linux-2"],
    ["64bit Windows Server 2022 v2.15.0 running IIS 10.0", "windows"],
    [UNKNOWN, "unknown"],
  ])("on %p is of the family %s", (solutionStackName, family) => {
    expect(imageOf(only(environment([], { solutionStackName }))).family).toBe(family);
  });

  it("is judged where it has a key", () => {
    expect(judged(environment([option("EC2KeyName", "ops")]))).toBe(true);
    expect(judged(environment([]))).toBe(false);
  });
});

it("none of these holds user data of its own", () => {
  const cluster = resource("aws:emr/cluster:Cluster", "spark", {});
  expect(launchAlone(cluster)).toBeUndefined();
});
