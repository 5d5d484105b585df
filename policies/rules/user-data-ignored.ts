import { mayBeWritten } from "../launch/read";
import { defineRule } from "./rule";

export default defineRule({
  id: "user-data-ignored",
  title: "Changes of the user data are ignored: a fix written there reaches no instance",
  severity: "low",
  enforcement: "advisory",
  judges: "resource",
  types: [
    "aws:ec2/instance:Instance",
    "aws:ec2/spotInstanceRequest:SpotInstanceRequest",
    "aws:ec2/launchTemplate:LaunchTemplate",
    "aws:ec2/launchConfiguration:LaunchConfiguration",
  ],
  closes: [],
  remedy:
    "Take it out of ignoreChanges; where instances are not to be replaced by it, change them by Session Manager as well.",
  causes: ["`ignoreChanges` with userData, userDataBase64 or `*` on a resource that has user data"],
  check({ resource: { inputs, options } }) {
    const ignored = USER_DATA.find(
      (property) =>
        mayBeWritten(inputs, property) &&
        options?.ignoreChanges.some((path) => path === "*" || path === property) === true,
    );
    if (ignored === undefined) return [];
    return [
      {
        message: `ignoreChanges holds ${ignored}: what is judged here is the text that was deployed first, and a text that mends it stays in the program.`,
      },
    ];
  },
});

const USER_DATA = ["userData", "userDataBase64"] as const;
