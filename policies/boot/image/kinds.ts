import type { ImageKind } from "./families";
import { amazonLinuxKinds } from "./kinds/amazon-linux";
import { containerNodeKinds } from "./kinds/container-nodes";
import { debianKinds } from "./kinds/debian";
import { deepLearningKinds } from "./kinds/deep-learning";
import { otherKinds } from "./kinds/others";
import { rhelLikeKinds } from "./kinds/rhel-like";
import { serviceNodeKinds } from "./kinds/service-nodes";
import { suseKinds } from "./kinds/suse";
import { ubuntuKinds } from "./kinds/ubuntu";

/**
 * The images that people launch, the special before the general: the first kind that matches counts.
 *
 * Sources. Login users: "Manage system users on your Linux instance", EC2 user guide. Agent: "AMIs with SSM Agent
 * preinstalled" and the "Manually installing SSM Agent on …" pages (which say of CentOS, Debian, Oracle Linux, RHEL and
 * Rocky Linux that their AMIs come without), Systems Manager user guide. Instance Connect: "Install EC2 Instance
 * Connect", EC2 user guide. Owners: the publishers' own pages. What no source settles is `unknown`.
 */
export const imageKinds: readonly ImageKind[] = [
  ...containerNodeKinds,
  ...serviceNodeKinds,
  ...deepLearningKinds,
  ...amazonLinuxKinds,
  ...ubuntuKinds,
  ...debianKinds,
  ...rhelLikeKinds,
  ...suseKinds,
  ...otherKinds,
];
