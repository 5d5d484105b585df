import type { ImageKind } from "../families";
import { base, MARKETPLACE } from "./base";

/** Canonical's accounts: commercial, GovCloud, China (Ubuntu on AWS documentation, "Find Ubuntu images"). */
export const canonical = ["099720109477", "513442679011", "837727238323"] as const;

const ubuntu = { ...base, family: "ubuntu", loginUser: "ubuntu", owners: canonical, ebsOnly: false } as const;

/** Ubuntu. Instance Connect from 20.04 on, the agent from 16.04 on; what the slimmer minimal images hold is not documented. */
export const ubuntuKinds: readonly ImageKind[] = [
  {
    ...ubuntu,
    id: "ubuntu-minimal",
    names: ["ubuntu-minimal/*", "ubuntu-minimal-pro/*"],
    parameters: ["/aws/service/canonical/ubuntu/server-minimal/*"],
  },
  {
    ...ubuntu,
    id: "ubuntu-16.04-to-18.04",
    names: ["ubuntu*/ubuntu-xenial-16.04-*", "ubuntu*/ubuntu-bionic-18.04-*"],
    parameters: [
      "/aws/service/canonical/ubuntu/server/16.04/*",
      "/aws/service/canonical/ubuntu/server/18.04/*",
      "/aws/service/canonical/ubuntu/server/xenial/*",
      "/aws/service/canonical/ubuntu/server/bionic/*",
    ],
    agent: true,
    instanceConnect: false,
  },
  {
    ...ubuntu,
    id: "ubuntu-14.04",
    names: ["ubuntu*/ubuntu-trusty-14.04-*"],
    parameters: [
      "/aws/service/canonical/ubuntu/server/14.04/*",
      "/aws/service/canonical/ubuntu/server/trusty/*",
    ],
    instanceConnect: false,
  },
  {
    ...ubuntu,
    id: "ubuntu-pro",
    owners: [...canonical, MARKETPLACE],
    names: ["ubuntu-pro-server/images/*", "ubuntu-pro-fips*/images/*"],
    parameters: ["/aws/service/canonical/ubuntu/pro-server/*", "/aws/service/canonical/ubuntu/pro-fips*"],
    agent: true,
    instanceConnect: true,
  },
  {
    ...ubuntu,
    id: "ubuntu",
    names: ["ubuntu/images/*", "ubuntu/images-testing/*"],
    parameters: ["/aws/service/canonical/ubuntu/server/*"],
    agent: true,
    instanceConnect: true,
  },
];
