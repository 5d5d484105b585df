import { keyAnswer } from "../access/ssh";
import { LIVE_WAYS } from "../access/way";
import { defineRule } from "./rule";
import { isJudged } from "./scope";
import { describeRest } from "./wording";

export default defineRule({
  id: "key-pair-missing",
  title: "The launch names no key pair, and its user data adds no key",
  severity: "medium",
  enforcement: "advisory",
  judges: "launch",
  closes: ["ssh"],
  remedy:
    "Set keyName, or list ssh_authorized_keys in the user data; or open Session Manager, and this rule has nothing more to say.",
  causes: [
    "No keyName on the launch or its template, and no key in the user data",
    "A keyName that the account does not have (live look-ups only)",
  ],
  check({ launch, image, boot, account, ways }) {
    if (!isJudged({ launch, image })) return [];
    if (image.initSystem !== "cloud-init" || image.family === "windows") return [];
    const login = keyAnswer({ boot, image });
    if (login.state !== "closed" || !login.nobodyHasKeys) return [];
    // Whoever keeps another way in open wants no key pair; a profile that may open Session Manager tells as much.
    if (LIVE_WAYS.some((way) => ways[way].state === "open") || ways["session-manager"].state === "unknown")
      return [];
    if (account.instanceConnectEndpoint && ways["instance-connect"].state !== "closed") return [];
    if (launch.keyName.state === "absent") return [{ message: describeRest(ways, ["ssh"]) }];
    // A key pair that is there, and does not reach the host, is not what is missing.
    if (boot.keyPair.state !== "known") return [];
    return [
      {
        message: `${launch.keyName.path}: the account has no key pair of that name in this region.\n${describeRest(ways, ["ssh"])}`,
      },
    ];
  },
});
