import { hostLogin } from "../boot/login/host-login";
import { LIVE_WAYS } from "../access/way";
import { defineRule } from "./rule";
import { describeOrigin, describeRepair, describeRest, placeOf } from "./wording";

export default defineRule({
  id: "login-shut",
  title: "The user data shuts the log-in that the key opens",
  severity: "critical",
  enforcement: "mandatory",
  judges: "launch",
  closes: ["ssh"],
  remedy:
    "Take the line out or undo it in a later step; or, if it is meant, open Session Manager with an instance profile that has AmazonSSMManagedInstanceCore.",
  causes: [
    "The user data removes, expires or hides what the key needs, and no other live way is proven open",
  ],
  check({ launch, image, boot, ways }) {
    if (launch.exists || launch.kind === "template" || launch.kind === "configuration" || image.managed)
      return [];
    // Where the image is not known, neither is the account: the rules for each cause still say what they see.
    if (image.loginUser.state !== "known" || image.initSystem !== "cloud-init") return [];
    const login = hostLogin(boot, image);
    if (login.state !== "closed" || login.nobodyHasKeys) return [];
    const cause = login.reasons.find(({ since }) => since.from === "user-data");
    if (cause === undefined) return [];
    if (LIVE_WAYS.some((way) => way !== "ssh" && ways[way].state === "open")) return [];
    const when = login.onlyFromReboot ? "from the next reboot on" : "from the first boot on";
    const place = placeOf(cause.since);
    const holder = launch.userData.state === "known" ? launch.userData.value.holder : launch.resource;
    const where =
      holder.urn === launch.resource.urn ? "" : `${holder.type.replace(/\/[^:]*/u, "")} ${holder.name}, `;
    return [
      {
        message: `${where}${describeOrigin(cause.since)}: ${cause.what}, ${when}.\n${describeRest(ways, ["ssh"])}\n${describeRepair(ways)}`,
        ...(place && { place }),
      },
    ];
  },
});
