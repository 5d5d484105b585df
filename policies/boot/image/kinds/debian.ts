import type { ImageKind } from "../families";
import { base, MARKETPLACE } from "./base";

/** Debian (https://wiki.debian.org/Cloud/AmazonEC2Image for user and owners) and what others build on it. */
export const debianKinds: readonly ImageKind[] = [
  {
    ...base,
    id: "debian",
    family: "debian",
    loginUser: "admin",
    owners: ["136693071363", "379101102735"],
    names: ["debian-??-*", "debian-stretch-*", "debian-jessie-*", "debian-sid-*"],
    parameters: ["/aws/service/debian/*"],
    agent: false,
    // The package is not in Debian (aws/aws-ec2-instance-connect-config, issue 54).
    instanceConnect: false,
  },
  {
    ...base,
    id: "bitnami",
    family: "debian",
    loginUser: "bitnami",
    owners: ["979382823631", MARKETPLACE],
    names: ["bitnami-*"],
  },
  {
    ...base,
    id: "kali",
    family: "debian",
    loginUser: "kali",
    owners: [MARKETPLACE],
    names: ["kali-*"],
  },
];
