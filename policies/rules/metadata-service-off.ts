import { mayBeWritten, textAt } from "../launch/read";
import type { Properties } from "../launch/resource";
import { defineRule } from "./rule";

export default defineRule({
  id: "metadata-service-off",
  title: "The instance metadata service is off: key pair, user data and role never reach the host",
  severity: "high",
  enforcement: "advisory",
  judges: "resource",
  types: [
    "aws:ec2/instance:Instance",
    "aws:ec2/spotInstanceRequest:SpotInstanceRequest",
    "aws:ec2/launchTemplate:LaunchTemplate",
    "aws:ec2/launchConfiguration:LaunchConfiguration",
    "aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults",
  ],
  closes: ["ssh", "instance-connect", "session-manager"],
  remedy:
    'Set httpEndpoint to "enabled" and httpTokens to "required", which keeps processes without a token out; or switch it off once the host is set up.',
  causes: [
    'metadataOptions.httpEndpoint "disabled" on an instance, a spot request, a launch template or configuration',
    'aws.ec2.InstanceMetadataDefaults with httpEndpoint "disabled"',
  ],
  check({ resource: { type, inputs } }) {
    const isDefault = type.endsWith(":InstanceMetadataDefaults");
    const endpoint = textAt(inputs, isDefault ? "httpEndpoint" : "metadataOptions.httpEndpoint");
    if (endpoint.state !== "known" || endpoint.value !== "disabled") return [];
    if (isDefault)
      return [
        {
          message: `${endpoint.path}: every launch of this account and region that does not say otherwise gets ${LOST.map(({ what }) => what).join(", ")}.`,
        },
      ];
    return [{ message: `${endpoint.path}: the host gets ${lost(inputs)}.` }];
  },
});

/** What comes by the metadata service, and the properties that ask for it. */
const LOST = [
  { asks: ["keyName"], what: "no key pair (unless its image brings keys, SSH lets nobody in)" },
  { asks: ["userData", "userDataBase64"], what: "no user data, since cloud-init does not find it" },
  {
    asks: ["iamInstanceProfile"],
    what: "no credentials of its role, so neither Session Manager nor EC2 Instance Connect works",
  },
] as const;

/** What the resource itself asks for; everything where it leaves that to others. */
function lost(inputs: Properties | undefined): string {
  const asked = LOST.filter(({ asks }) => asks.some((property) => mayBeWritten(inputs, property)));
  return (asked.length === 0 ? LOST : asked).map(({ what }) => what).join(", ");
}
