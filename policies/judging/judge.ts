import { absent, known, orElse, type Fact } from "../facts/fact";
import type { AccountLookups } from "../aws/account";
import { waysIn } from "../access/ways-in";
import type { AccountSettings } from "../access/subject";
import { recogniseImage, type Image } from "../boot/image/recognise";
import { supportsSerialConsole } from "../boot/image/nitro";
import { predictBoot } from "../boot/predict";
import type { DeclaredAccount } from "../launch/account";
import type { Launch } from "../launch/launch";
import type { LaunchSubject, UserDataSubject } from "../rules/rule";
import type { Predictor } from "./predictor";
import type { Settings } from "./settings";

/** What the image of a launch is, as far as anybody knows. */
export const imageOf = (launch: Launch, settings: Settings, lookUps: AccountLookups): Image =>
  recogniseImage(launch.image, settings, (id) => lookUps.image(id));

/** Follows the user data of one launch: the subject of the rules that look at nothing else. */
export function judgeUserData(
  launch: Launch,
  settings: Settings,
  lookUps: AccountLookups,
  predict: Predictor = predictBoot,
): UserDataSubject {
  const image = imageOf(launch, settings, lookUps);
  const boot = predict({
    userData: launch.userData,
    image,
    keyPair: keyPairOf(launch, lookUps),
    keyType: launch.keyType,
    metadata: !(launch.metadataEndpoint.state === "known" && launch.metadataEndpoint.value === "disabled"),
  });
  return { judges: "user-data", launch, image, boot };
}

/** Judges one launch with the stack around it: the subject of every other rule. */
export function judgeLaunch(
  launch: Launch,
  declared: DeclaredAccount,
  settings: Settings,
  lookUps: AccountLookups,
  predict: Predictor = predictBoot,
): LaunchSubject {
  const subject = {
    ...judgeUserData(launch, settings, lookUps, predict),
    judges: "launch" as const,
    account: accountSettings(declared, settings, lookUps),
    supportsSerialConsole: (type: string) => consoleOf(type, lookUps),
  };
  return { ...subject, ways: waysIn(subject), accepted: [] };
}

function keyPairOf(launch: Launch, lookUps: AccountLookups): Fact<boolean> {
  const { keyName } = launch;
  // The stack's own key pair is one, whatever it is called.
  if (launch.keyPairInStack && keyName.state !== "absent") return known(true, keyName.path);
  if (keyName.state !== "known") return keyName;
  // A name that AWS does not know opens nothing; one that nobody looked up is taken at its word.
  return known(lookUps.keyPair(keyName.value).state !== "absent", keyName.path);
}

// What the program declares counts before what somebody states, and that before what AWS says of the present.
function accountSettings(
  declared: DeclaredAccount,
  settings: Settings,
  lookUps: AccountLookups,
): AccountSettings {
  const stated = (
    name: "serialConsole" | "defaultHostManagement" | "defaultSecurityGroupSsh",
  ): Fact<boolean> => {
    const value = settings[name];
    return value === undefined ? absent(`settings.${name}`) : known(value, `settings.${name}`);
  };
  const live = lookUps.serialConsole();
  const found = live.state === "known" ? live : absent(live.path);
  return {
    serialConsole: orElse(declared.serialConsole, orElse(stated("serialConsole"), found)),
    defaultHostManagement: orElse(declared.defaultHostManagement, stated("defaultHostManagement")),
    ...(declared.defaultHostManagementLack && {
      defaultHostManagementLack: declared.defaultHostManagementLack,
    }),
    defaultSecurityGroupSsh: stated("defaultSecurityGroupSsh"),
    instanceConnectEndpoint: declared.instanceConnectEndpoint,
  };
}

function consoleOf(type: string, lookUps: AccountLookups): boolean | undefined {
  const listed = supportsSerialConsole(type);
  const found = lookUps.instanceType(type);
  // AWS names no hypervisor for bare metal: there the list alone can tell.
  if (found.state !== "known" || found.value.bareMetal) return listed;
  return found.value.hypervisor === "nitro" && listed !== false;
}
