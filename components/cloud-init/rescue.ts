import { createHash } from "node:crypto";
import { accessProblems } from "./accounts";
import { mergeUserData, type MergedUserData, type UserDataPart } from "./merge";
import { assertNone } from "./problem";
import { CONFIGURATION, installation, PROGRAM, type RepairOptions } from "./repair";

export interface RescueOptions extends RepairOptions {
  /** The user data that the instance has now, so that it goes on to have its effect. */
  readonly original?: readonly UserDataPart[];
  /** True: at each start for as long as the user data says so. Otherwise at the first start only. */
  readonly everyBoot?: boolean;
  /** The instance, for the commands; `INSTANCE` unless told. */
  readonly instanceId?: string;
}

export interface RescueUserData extends MergedUserData {
  /** Shell commands that bring it to the instance; they read its base64 from `rescue.b64`. */
  readonly apply: readonly string[];
  /** Shell commands that put the user data back that was there before. */
  readonly takeBack: readonly string[];
}

/**
 * User data that mends a host which exists and cannot be entered: stop it, change its user data to this, start it.
 *
 * It is a boothook beside the original user data: it mends what shuts the host, whatever modules the image has, before
 * sshd starts. No module list is replaced and no script of the original runs again, as happens with the user data that
 * AWS publishes for this (`cloud_final_modules: [[scripts-user, always]]`).
 *
 * It cannot reach a host that ends in emergency mode before the network is up, or whose metadata service is off.
 *
 * @throws InputProblemsError with all that is wrong with the accounts, or when it is more than EC2 takes
 */
export function rescueUserData(options: RescueOptions): RescueUserData {
  assertNone(accessProblems(options));
  const { original = [], instanceId = "INSTANCE" } = options;
  const rescue = { text: rescueHook(options), filename: "latchkey-rescue" };
  const merged = mergeUserData([rescue, ...original]);
  return { ...merged, apply: changeUserData(instanceId, "rescue.b64"), takeBack: takeBack(instanceId) };
}

const changeUserData = (id: string, file: string): readonly string[] => [
  // What was there before, to be put back.
  `aws ec2 describe-instance-attribute --instance-id ${id} --attribute userData --query UserData.Value --output text > before.b64`,
  `aws ec2 stop-instances --instance-ids ${id} && aws ec2 wait instance-stopped --instance-ids ${id}`,
  `aws ec2 modify-instance-attribute --instance-id ${id} --attribute userData --value file://${file}`,
  `aws ec2 start-instances --instance-ids ${id}`,
];

const takeBack = (id: string): readonly string[] => [
  `aws ec2 stop-instances --instance-ids ${id} && aws ec2 wait instance-stopped --instance-ids ${id}`,
  `aws ec2 modify-instance-attribute --instance-id ${id} --attribute userData --value file://before.b64`,
  `aws ec2 start-instances --instance-ids ${id}`,
];

function rescueHook(options: RescueOptions): string {
  const { everyBoot = false, instanceId = "INSTANCE" } = options;
  const steps = [...installation(options, []), PROGRAM];
  const digest = createHash("sha256").update(steps.join("\n")).digest("hex").slice(0, 16);
  // As cloud-init keeps what was done once an instance: gone on an image that is made of this host.
  const marker = `/var/lib/cloud/instance/sem/latchkey_rescued_${digest}`;
  const before = `${CONFIGURATION}.before-rescue`;
  return [
    "#cloud-boothook",
    "#!/bin/sh",
    `# Latchkey: opens this host again, ${everyBoot ? "at every start" : "once"}. /var/lib/latchkey/status says what it mended.`,
    "# Take it back as soon as you are in, since whoever may change user data is root here:",
    ...takeBack(instanceId).map((command) => `#   ${command}`),
    "# What opens sshd stays until you remove /etc/ssh/sshd_config.d/00-latchkey.conf and /etc/ssh/latchkey.",
    ...(everyBoot ? [] : [`if [ -e ${marker} ]; then exit 0; fi`]),
    `if [ -f ${CONFIGURATION} ]; then cp -p ${CONFIGURATION} ${before}; fi`,
    ...steps,
    `: >${marker}`,
    "# Nothing stays that would run again, or lock later whom only this text declared.",
    `if [ -f ${before} ]; then mv -f ${before} ${CONFIGURATION}; else`,
    `  rm -f ${CONFIGURATION} ${PROGRAM} /var/lib/latchkey/accounts`,
    "  rm -rf /var/lib/latchkey/withdrawn",
    "fi",
    "",
  ].join("\n");
}
