import { hostLogin } from "../boot/login/host-login";
import { defineRule } from "./rule";
import { describeRest } from "./wording";

export default defineRule({
  id: "key-pair-missing",
  title: "The launch names no key pair, and its user data adds no key",
  severity: "medium",
  enforcement: "advisory",
  judges: "launch",
  closes: ["ssh"],
  remedy:
    "Set keyName, or list ssh_authorized_keys in the user data; without SSH on purpose, keep another way in open and switch this rule off.",
  causes: [
    "No keyName on the launch or its template, and no key in the user data",
    "A keyName that the account does not have (live look-ups only)",
  ],
  check({ launch, image, boot, ways }) {
    if (launch.kind === "template" || launch.kind === "configuration" || image.managed) return [];
    if (image.initSystem !== "cloud-init" || image.family === "windows") return [];
    const login = hostLogin(boot, image);
    if (login.state !== "closed" || !login.nobodyHasKeys) return [];
    if (launch.keyName.state === "absent") return [{ message: describeRest(ways, ["ssh"]) }];
    if (launch.keyName.state === "unknown") return [];
    return [
      {
        message: `${launch.keyName.path}: the account has no key pair of that name in this region.\n${describeRest(ways, ["ssh"])}`,
      },
    ];
  },
});
