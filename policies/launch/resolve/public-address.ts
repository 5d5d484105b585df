import { known, type Fact } from "../../facts/fact";
import { mayBeWritten, textAt } from "../read";
import type { Source } from "../part";
import { pointsAt, refer, resourcesOf } from "../stack";
import { instances } from "./instances";

/** Elastic addresses, with the property that names the instance they go to. */
const ADDRESSES = [
  { type: "aws:ec2/eip:Eip", property: "instance" },
  { type: "aws:ec2/eipAssociation:EipAssociation", property: "instanceId" },
] as const;

/** Whether a public address is asked for: by the instance's own argument, or by an Elastic IP of the stack given to it. */
export function publicAddressOf({ resource, stack }: Source, own: Fact<boolean>): Fact<boolean> {
  if (own.state === "known" && own.value) return own;
  for (const { type, property } of ADDRESSES) {
    for (const address of resourcesOf(stack, type)) {
      if (!mayBeWritten(address.inputs, property)) continue;
      const reference = refer(stack, address, textAt(address.inputs, property), instances);
      if (pointsAt(reference, resource) === "yes") return known(true, `${address.name}.${property}`);
    }
  }
  return own;
}
