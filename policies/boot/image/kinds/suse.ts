import type { ImageKind } from "../families";
import { base, MARKETPLACE } from "./base";

/** SUSE. The agent is on SLES 12 and 15. */
export const suseKinds: readonly ImageKind[] = [
  {
    ...base,
    id: "sles",
    family: "suse",
    loginUser: "ec2-user",
    owners: ["013907871322"],
    names: ["suse-sles-12-*", "suse-sles-15-*", "suse-sles-sap-12-*", "suse-sles-sap-15-*"],
    parameters: ["/aws/service/suse/sles*/12-*", "/aws/service/suse/sles*/15-*"],
    agent: true,
    instanceConnect: false,
  },
  {
    ...base,
    id: "suse",
    family: "suse",
    loginUser: "ec2-user",
    owners: ["013907871322", MARKETPLACE],
    names: ["suse-sle-*", "suse-sles-*", "openSUSE-Leap-*"],
    parameters: ["/aws/service/suse/*"],
    instanceConnect: false,
  },
];
