import { absent, known, unknown } from "../facts/fact";
import type { Place } from "../facts/place";
import { harmless } from "../facts/shown";
import { noLookups } from "../aws/account";
import { unseenNetwork } from "../launch/network/launch-network";
import { hostLogin } from "../boot/login/host-login";
import type { ImageFamily } from "../boot/image/families";
import type { Launch, ResourceRef } from "../launch/launch";
import type { Severity } from "../rules/rule";
import { attempt, REPORT, sayNotJudged, type Failure } from "./failure";
import { judgeUserData } from "./judge";
import { ownParts, type Parts } from "./parts";
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

export interface JudgedUserData {
  readonly findings: readonly UserDataFinding[];
  /** What the host does with a key log-in of its login account, network aside. */
  readonly login: "open" | "closed" | "unknown";
}

/** Something of ours threw: nothing is known of this user data, good or bad. */
export interface UserDataNotJudged {
  /** One that says so, critical, by the rule that failed: whoever looks at findings alone does not take it for well. */
  readonly findings: readonly [UserDataFinding];
  readonly login: "not-judged";
  /** What failed: the rule's id or the step, and the class of what was thrown. */
  readonly failure: Failure;
}

/** Told apart by `login`. */
export type UserDataVerdict = JudgedUserData | UserDataNotJudged;

const AMI = "ami-00000000000000000";
const RESOURCE: ResourceRef = { urn: "", type: "aws:ec2/instance:Instance", name: "user data" };

/**
 * Judges user data by every rule that looks at nothing else. Pure: no policy server, no Pulumi, no AWS. Never throws.
 *
 * @param parts Of the judgement; the pack's own unless told.
 */
export function checkUserData(check: UserDataCheck, parts: Parts = ownParts): UserDataVerdict {
  const followed = attempt("following its user data", () => {
    const settings = {
      ...defaultSettings,
      images: check.image === undefined ? {} : { [AMI]: check.image },
    };
    return judgeUserData(launchOf(check), settings, noLookups(), parts.newPredictor());
  });
  if (!followed.done) return notJudged(followed.failure);
  const subject = followed.value;
  const findings: UserDataFinding[] = [];
  for (const rule of parts.rules) {
    if (rule.judges !== "user-data") continue;
    const found = attempt(rule.id, () => [...rule.check(subject, rule.options?.parse({}) ?? {})]);
    if (!found.done) return notJudged(found.failure);
    for (const { message, place, severity } of found.value)
      findings.push({
        rule: rule.id,
        severity: severity ?? rule.severity,
        message: harmless(message),
        remedy: rule.remedy,
        ...(place && { place }),
      });
  }
  const login = attempt("judging its ways in", () => hostLogin(subject.boot, subject.image).state);
  return login.done ? { findings, login: login.value } : notJudged(login.failure);
}

function notJudged(failure: Failure): UserDataNotJudged {
  return {
    findings: [
      {
        rule: failure.where,
        severity: "critical",
        message: sayNotJudged("The user data", [failure]),
        remedy: REPORT,
      },
    ],
    login: "not-judged",
    failure,
  };
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
