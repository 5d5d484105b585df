import type { Configuration } from "./configuration";
import { arn, ec2Id, hex, privateAddress } from "./ids";
import type { Value } from "./properties";
import type { Property } from "./table";

export interface Made {
  readonly token: string;
  readonly id: string;
  readonly configuration: Configuration;
}

// What EC2 answers for a plain instance: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Instance.html
const INSTANCE: Readonly<Record<string, string>> = {
  instanceInitiatedShutdownBehavior: "stop",
  instanceState: "running",
  spotInstanceRequestId: "",
  tenancy: "default",
};

/**
 * What the cloud might have said of a computed property once the resource exists: the same each time, of the right
 * type, and empty where a real answer would be a guess.
 *
 * @param left whether it is an argument that was left out (then mostly nothing was set) or always computed
 */
export function madeValue(property: Property, left: boolean, made: Made): Value {
  switch (property.kind.is) {
    case "number":
      return /Version$|HopLimit$/.test(property.name) ? 1 : 0;
    case "boolean":
      return false;
    case "list":
    case "objects":
      return listOf(property.name, made);
    case "map":
    case "object":
    case "any":
      return {};
    case "string":
      return textFor(property.name, left, made);
  }
}

function listOf(name: string, { id, configuration }: Made): readonly Value[] {
  if (name === "vpcSecurityGroupIds") return [ec2Id("sg", id)];
  return name === "availabilityZones" ? [`${configuration.region}a`] : [];
}

function textFor(name: string, left: boolean, made: Made): string {
  const { token, id, configuration } = made;
  const address = privateAddress(id);
  const known: Readonly<Record<string, string>> = {
    ...(token === "aws:ec2/instance:Instance" && INSTANCE),
    arn: id.startsWith("arn:") ? id : arn(token, id, configuration),
    availabilityZone: `${configuration.region}a`,
    httpEndpoint: "enabled",
    httpTokens: "optional",
    instanceMetadataTags: "disabled",
    keyPairId: ec2Id("key", id),
    ownerId: configuration.accountId,
    primaryNetworkInterfaceId: ec2Id("eni", id),
    privateDns: `ip-${address.replaceAll(".", "-")}.ec2.internal`,
    privateIp: address,
    region: configuration.region,
    subnetId: ec2Id("subnet", configuration.region),
    uniqueId: `A${hex(id, 20).toUpperCase()}`,
    vpcId: ec2Id("vpc", configuration.region),
  };
  return Object.hasOwn(known, name) ? (known[name] ?? "") : otherText(name, left, id);
}

function otherText(name: string, left: boolean, id: string): string {
  if (left) return "";
  return name.endsWith("Id") ? hex(`${id}/${name}`, 17) : "";
}
