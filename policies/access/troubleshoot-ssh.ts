import type { Image } from "../boot/image/recognise";
import type { AccessSubject } from "./subject";
import { cannotTell, fails, HOLDS, wayOf, type Condition, type Way, type WaysIn } from "./way";

/**
 * Whether the runbook AWSSupport-TroubleshootSSH can repair a host while it runs (it needs what Session Manager needs), and
 * while it is stopped (`AllowOffline`), on the distributions that EC2Rescue's module `openssh` knows (`mod.d/openssh.yaml`
 * of awslabs/aws-ec2rescue-linux: Amazon Linux, Ubuntu, RHEL, CentOS, SUSE).
 */
export function troubleshootSsh(
  { image }: Pick<AccessSubject, "image">,
  ways: WaysIn,
): { readonly online: Way; readonly offline: Way } {
  const supported = distribution(image);
  return {
    online: wayOf([supported, conditionOf(ways["session-manager"])]),
    offline: wayOf([supported, conditionOf(ways["offline-repair"])]),
  };
}

function distribution({ family }: Image): Condition {
  switch (family) {
    case "amazon-linux-2":
    case "al2023":
    case "ubuntu":
    case "suse":
      return HOLDS;
    case "rhel-like":
      return cannotTell("whether EC2Rescue knows this one of the Red Hat family");
    case "unknown":
    case "other":
      return cannotTell("which distribution the image is");
    case "debian":
    case "windows":
    case "bottlerocket":
    case "flatcar":
      return fails(`EC2Rescue does not know ${family}`);
  }
}

const conditionOf = ({ state, reasons }: Way): Condition => {
  if (state === "open") return HOLDS;
  return { holds: state === "unknown" ? "unknown" : false, reasons };
};
