import type { ImageKind } from "../families";
import { base } from "./base";

const amazonLinux = { ...base, loginUser: "ec2-user", owners: ["137112412989"] } as const;

/**
 * Amazon Linux. The minimal images come without the agent (chime/terraform-aws-alternat, pull request 154), and a search
 * for `al2023-ami-*` finds one of them whenever it is the newest: hence the kinds `…-any`.
 */
export const amazonLinuxKinds: readonly ImageKind[] = [
  {
    ...amazonLinux,
    id: "al2023-minimal",
    family: "al2023",
    names: ["al2023-ami-minimal-*"],
    parameters: ["/aws/service/ami-amazon-linux-latest/al2023-ami-minimal-*"],
    agent: false,
  },
  {
    ...amazonLinux,
    id: "al2023",
    family: "al2023",
    names: ["al2023-ami-2023*", "al2023-ami-hvm-2023*", "al2023-ami-kernel-*"],
    parameters: ["/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-*"],
    agent: true,
    instanceConnect: true,
  },
  { ...amazonLinux, id: "al2023-any", family: "al2023", names: ["al2023-ami-*", "al2023-ami*"] },
  {
    ...amazonLinux,
    id: "amazon-linux-2-minimal",
    family: "amazon-linux-2",
    names: ["amzn2-ami-minimal-*"],
    parameters: ["/aws/service/ami-amazon-linux-latest/amzn2-ami-minimal-*"],
    agent: false,
  },
  {
    ...amazonLinux,
    id: "amazon-linux-2",
    family: "amazon-linux-2",
    names: ["amzn2-ami-hvm-*", "amzn2-ami-kernel-*"],
    parameters: [
      "/aws/service/ami-amazon-linux-latest/amzn2-ami-hvm-*",
      "/aws/service/ami-amazon-linux-latest/amzn2-ami-kernel-*",
    ],
    agent: true,
    instanceConnect: true,
  },
  {
    ...amazonLinux,
    id: "amazon-linux-2-any",
    family: "amazon-linux-2",
    names: ["amzn2-ami-*", "amzn2-ami*"],
  },
  {
    ...amazonLinux,
    id: "amazon-linux-1",
    family: "other",
    names: ["amzn-ami-*"],
    parameters: ["/aws/service/ami-amazon-linux-latest/amzn-ami-*"],
    instanceConnect: false,
    ebsOnly: false,
  },
];
