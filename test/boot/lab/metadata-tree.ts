import type { MetadataTree } from "./metadata-service";
import { INSTANCE_ADDRESS } from "./vpc";

const MAC = "0a:11:22:33:44:55";
const REGION = "ap-northeast-1";

/** What the metadata service of an instance in a default VPC says, with `more` folded in. */
export function instanceTree(instanceId: string, more: MetadataTree = {}): MetadataTree {
  const name = `ip-${INSTANCE_ADDRESS.replaceAll(".", "-")}`;
  const card = {
    "device-number": "0",
    "interface-id": "eni-0123456789abcdef0",
    "local-ipv4s": INSTANCE_ADDRESS,
    mac: MAC,
    "subnet-ipv4-cidr-block": "172.31.0.0/20",
    "vpc-id": "vpc-0123456789abcdef0",
    "vpc-ipv4-cidr-block": "172.31.0.0/16",
  };
  const document = {
    accountId: "123456789012",
    availabilityZone: `${REGION}a`,
    instanceId,
    privateIp: INSTANCE_ADDRESS,
    region: REGION,
  };
  const tree = {
    "meta-data": {
      "ami-id": "ami-0abcdef1234567890",
      "ami-launch-index": "0",
      hostname: name,
      "instance-id": instanceId,
      "instance-type": "t3.micro",
      "local-hostname": name,
      "local-ipv4": INSTANCE_ADDRESS,
      mac: MAC,
      network: { interfaces: { macs: { [MAC]: card } } },
      placement: { "availability-zone": `${REGION}a`, region: REGION },
    },
    dynamic: { "instance-identity": { document: JSON.stringify(document) } },
  };
  return folded(tree, more);
}

function folded(tree: MetadataTree, more: MetadataTree): MetadataTree {
  const merged: Record<string, string | MetadataTree> = { ...tree };
  for (const [name, entry] of Object.entries(more)) {
    const former = merged[name];
    merged[name] = typeof entry === "object" && typeof former === "object" ? folded(former, entry) : entry;
  }
  return merged;
}
