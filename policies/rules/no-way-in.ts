import { LIVE_WAYS } from "../access/way";
import { defineRule } from "./rule";
import { describeRepair, describeWays } from "./wording";

export default defineRule({
  id: "no-way-in",
  title: "Nobody will be able to get into this instance",
  severity: "critical",
  enforcement: "mandatory",
  judges: "launch",
  closes: ["ssh", "instance-connect", "session-manager", "serial-console"],
  remedy:
    "Open one of them: a keyName with port 22 let in and user data that leaves its account alone, or an instance profile whose role has AmazonSSMManagedInstanceCore.",
  causes: ["SSH, Instance Connect, Session Manager and the serial console are all closed"],
  check({ launch, image, ways }) {
    // An instance that is there has booted long ago; a template alone launches nothing; nobody logs in to managed nodes.
    if (launch.exists || launch.kind === "template" || launch.kind === "configuration" || image.managed)
      return [];
    if (!LIVE_WAYS.every((way) => ways[way].state === "closed")) return [];
    return [{ message: `${describeWays(ways)}\n${describeRepair(ways)}` }];
  },
});
