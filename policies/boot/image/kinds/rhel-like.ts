import type { ImageKind } from "../families";
import { base, MARKETPLACE } from "./base";

const noAgent = { ...base, family: "rhel-like", agent: false, instanceConnect: false } as const;
const FEDORA_AND_CENTOS = "125523088429";

/**
 * RHEL and its kin. That there is no agent is said by "Manually installing SSM Agent on …" for CentOS, Oracle Linux, RHEL
 * and Rocky Linux. Red Hat's accounts: commercial, GovCloud, China (https://access.redhat.com/solutions/15356).
 */
export const rhelLikeKinds: readonly ImageKind[] = [
  {
    ...noAgent,
    id: "rhel",
    loginUser: "ec2-user",
    owners: ["309956199498", "219670896067", "841258680906"],
    names: ["RHEL-*", "RHEL_HA-*"],
    parameters: ["/aws/service/redhat/rhel*"],
  },
  {
    ...noAgent,
    id: "rocky",
    loginUser: "rocky",
    owners: ["792107900819"],
    names: ["Rocky-*"],
  },
  {
    // AlmaLinux/cloud-images, tests/ami/test_ami.py: the agent is checked on every image that is published.
    ...base,
    id: "almalinux",
    family: "rhel-like",
    loginUser: "ec2-user",
    owners: ["764336703387"],
    names: ["AlmaLinux OS *"],
    agent: true,
  },
  {
    ...noAgent,
    id: "oracle-linux",
    loginUser: "ec2-user",
    owners: ["131827586825"],
    names: ["OL?.*", "OL?-*", "OL??.*", "OL??-*"],
  },
  {
    // From Stream 9 on as RHEL does it; CentOS Linux and Stream 8 kept the name of their own.
    ...noAgent,
    id: "centos-stream",
    loginUser: "ec2-user",
    owners: [FEDORA_AND_CENTOS],
    names: ["CentOS Stream 9*", "CentOS Stream 10*"],
  },
  {
    ...noAgent,
    id: "centos",
    loginUser: "centos",
    owners: [FEDORA_AND_CENTOS, MARKETPLACE],
    names: ["CentOS Linux *", "CentOS 7*", "CentOS 8*", "CentOS-7*", "CentOS Stream 8*"],
  },
  {
    ...base,
    id: "fedora",
    family: "rhel-like",
    loginUser: "fedora",
    owners: [FEDORA_AND_CENTOS],
    names: ["Fedora-Cloud-*"],
  },
];
