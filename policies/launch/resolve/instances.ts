import type { Target } from "../stack";

/** What an address, an attachment or a rule may mean by an instance id. */
export const instances: Target = {
  types: ["aws:ec2/instance:Instance", "aws:ec2/spotInstanceRequest:SpotInstanceRequest"],
  names: ["spotInstanceId"],
};
