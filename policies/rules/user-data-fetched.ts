import { describePlace } from "../facts/place";
import type { PartKind } from "../boot/decode/part";
import { defineRule } from "./rule";

export default defineRule({
  id: "user-data-fetched",
  title: "The user data is fetched at boot, and cloud-init stops where that fails",
  severity: "low",
  enforcement: "advisory",
  judges: "user-data",
  closes: ["ssh", "instance-connect"],
  remedy:
    "Write the text into the user data itself, or fetch it in a script (`runcmd`), which runs once accounts and keys are there.",
  causes: ["#include, #include-once, or a part of type text/x-include-url"],
  check({ boot, image }) {
    if (image.initSystem !== "cloud-init") return [];
    return boot.parts
      .filter(({ kind, source }) => FETCHED.has(kind) && NAMES_ONE.test(source.text))
      .map(({ source, kind }) => {
        const place = source.placeAt(0);
        return {
          message: `${describePlace(place)} (#${kind}): what it names is fetched before accounts are made and keys are given out; at the first boot a fetch that fails leaves the host with neither. What is fetched cannot be judged here.`,
          place,
        };
      });
  },
});

const FETCHED: ReadonlySet<PartKind> = new Set<PartKind>(["include", "include-once"]);

/** A line that is neither blank nor a comment, or an address behind the header itself (`UserDataProcessor._do_include`). */
const NAMES_ONE = /^[ \t]*(?:#include(?:-once)?[ \t]+[^\s#]|[^\s#])/imu;
