import type { ImageKind } from "../families";
import { base } from "./base";
import { canonical } from "./ubuntu";

const node = { ...base, managed: true } as const;
const ecs = { ...node, loginUser: "ec2-user", owners: ["591542846629"] } as const;
const eks = { ...node, loginUser: "ec2-user", owners: ["602401143452"] } as const;

/** Node images of container services. ECS: aws/amazon-ecs-ami; no Instance Connect in them (its issue 170). */
export const containerNodeKinds: readonly ImageKind[] = [
  {
    ...ecs,
    id: "ecs-al2023",
    family: "al2023",
    names: ["al2023-ami-ecs-*"],
    parameters: ["/aws/service/ecs/optimized-ami/amazon-linux-2023/*"],
    agent: true,
    instanceConnect: false,
  },
  {
    ...ecs,
    id: "ecs-amazon-linux-2",
    family: "amazon-linux-2",
    names: ["amzn2-ami-ecs-*"],
    parameters: ["/aws/service/ecs/optimized-ami/amazon-linux-2/*"],
    agent: true,
    instanceConnect: false,
  },
  {
    ...eks,
    id: "eks-al2023",
    family: "al2023",
    names: ["amazon-eks-node-al2023-*"],
    parameters: ["/aws/service/eks/optimized-ami/*/amazon-linux-2023/*"],
    agent: true,
  },
  {
    ...eks,
    id: "eks-amazon-linux-2",
    family: "amazon-linux-2",
    names: ["amazon-eks-node-*", "amazon-eks-arm64-node-*", "amazon-eks-gpu-node-*"],
    parameters: ["/aws/service/eks/optimized-ami/*/amazon-linux-2*"],
    agent: true,
  },
  {
    ...node,
    id: "eks-ubuntu",
    family: "ubuntu",
    loginUser: "ubuntu",
    owners: canonical,
    ebsOnly: false,
    names: ["ubuntu-eks/*", "ubuntu-eks-pro/*"],
    parameters: ["/aws/service/canonical/ubuntu/eks/*", "/aws/service/canonical/ubuntu/eks-pro/*"],
  },
  {
    ...node,
    id: "bottlerocket",
    family: "bottlerocket",
    // Its SSH is that of the admin container, which is off by default. The owner differs by region: the alias counts.
    loginUser: "none",
    owners: ["092701018921", "149721548608"],
    names: ["bottlerocket-aws-*"],
    parameters: ["/aws/service/bottlerocket/*"],
    agent: true,
    instanceConnect: false,
    initSystem: "other",
  },
  {
    ...node,
    id: "red-hat-coreos",
    family: "other",
    loginUser: "core",
    owners: ["531415883065"],
    names: ["rhcos-*"],
    agent: false,
    instanceConnect: false,
    initSystem: "other",
  },
];
