import type { StackResource } from "../resource";
import type { Host } from "./peers";

/** Where a launch's host would stand: one of the subnets that it may be placed in, with the VPC around it. */
export interface Place {
  readonly vpc: StackResource;
  readonly subnet: StackResource;
  readonly host: Host;
}

/** The address ranges that a place's host gets its address from. */
export const rangesOf = (subnet: StackResource, vpc: StackResource): readonly string[] => {
  const [range] = [subnet, vpc].flatMap(({ inputs }) =>
    typeof inputs?.cidrBlock === "string" ? [inputs.cidrBlock] : [],
  );
  return range === undefined ? [] : [range];
};
