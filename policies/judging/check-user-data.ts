import { absent, known, unknown } from "../facts/fact";
import type { Place } from "../facts/place";
import { noLookups } from "../aws/account";
import { unseenNetwork } from "../launch/network/launch-network";
import { hostLogin } from "../boot/login/host-login";
import type { ImageFamily } from "../boot/image/families";
import type { Launch, ResourceRef } from "../launch/launch";
import type { Severity } from "../rules/rule";
import { rules } from "../rules/index";
import { judgeUserData } from "./judge";
import { runRule } from "./run-rule";
import { defaultSettings } from "./settings";

/** User data on its own, with what is known of the launch it is meant for. */
export interface UserDataCheck {
  /** The property's text; `encoding` says how it becomes the bytes that EC2 stores. */
  readonly userData: string;
  readonly encoding: "plain" | "base64";
  /** The image; left out, the rules judge only what holds for any image. */
  readonly image?: { readonly family: ImageFamily; readonly loginUser?: string };
  /** Whether the launch names a key pair. */
  readonly keyPair: boolean;
}

export interface UserDataFinding {
  /** The rule's id. */
  readonly rule: string;
  /** `low` for what only loses a part of the user data. */
  readonly severity: Severity;
  readonly message: string;
  readonly remedy: string;
  readonly place?: Place;
}

export interface UserDataVerdict {
  readonly findings: readonly UserDataFinding[];
  /** What the host does with a key log-in of its login account, network aside. */
  readonly login: "open" | "closed" | "unknown";
}

const AMI = "ami-00000000000000000";
const RESOURCE: ResourceRef = { urn: "", type: "aws:ec2/instance:Instance", name: "user data" };

/** Judges user data by every rule that looks at nothing else. Pure: no policy server, no Pulumi, no AWS. */
export function checkUserData(check: UserDataCheck): UserDataVerdict {
  const settings = { ...defaultSettings, images: check.image === undefined ? {} : { [AMI]: check.image } };
  const subject = judgeUserData(launchOf(check), settings, noLookups());
  const findings = rules.flatMap((rule): readonly UserDataFinding[] => {
    if (rule.judges !== "user-data") return [];
    return runRule(rule, subject, rule.options?.parse({}) ?? {}).map(({ message, place, severity }) => ({
      rule: rule.id,
      severity: severity ?? rule.severity,
      message,
      remedy: rule.remedy,
      ...(place && { place }),
    }));
  });
  return { findings, login: hostLogin(subject.boot, subject.image).state };
}

function launchOf({ userData, encoding, keyPair }: UserDataCheck): Launch {
  const elsewhere = (path: string) => unknown(path, `${path} is not part of the user data`);
  return {
    kind: "template",
    service: undefined,
    resource: RESOURCE,
    exists: false,
    region: elsewhere("region"),
    credentials: { from: "environment" },
    image: { id: known(AMI, "ami"), names: [], owners: [] },
    instanceTypes: elsewhere("instanceType"),
    keyName: keyPair ? known("key pair", "keyName") : absent("keyName"),
    keyPairInStack: keyPair,
    keyType: elsewhere("publicKey"),
    userData: known({ text: userData, encoding, holder: RESOURCE }, "userData"),
    role: elsewhere("iamInstanceProfile"),
    sshIngress: elsewhere("vpcSecurityGroupIds"),
    httpsEgress: elsewhere("vpcSecurityGroupIds"),
    namesSubnet: true,
    publicAddress: elsewhere("associatePublicIpAddress"),
    network: unseenNetwork("the network is not part of the user data"),
    metadataEndpoint: absent("metadataOptions"),
    stopProtection: absent("disableApiStop"),
    shutdownBehavior: absent("instanceInitiatedShutdownBehavior"),
    replacesStopped: absent("suspendedProcesses"),
    elasticAddress: false,
    connections: [],
    oneTimeSpot: absent("instanceMarketOptions"),
  };
}
