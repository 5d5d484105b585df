import { ownValue } from "../facts/own";
import type { Properties } from "./properties";

/**
 * What Check fills in besides names: the defaults of the Terraform schemas and those that pulumi-aws adds (`Managed by
 * Pulumi`), as `pulumi preview` shows them on a create. Only for the types that decide over access; for any other type
 * an argument that was left out stays left out.
 */
const DEFAULTS: Readonly<Record<string, Properties>> = {
  "aws:autoscaling/group:Group": {
    forceDelete: false,
    forceDeleteWarmPool: false,
    ignoreFailedScalingActivities: false,
    metricsGranularity: "1Minute",
    protectFromScaleIn: false,
    waitForCapacityTimeout: "10m",
  },
  "aws:ec2/instance:Instance": {
    getPasswordData: false,
    sourceDestCheck: true,
    userDataReplaceOnChange: false,
  },
  "aws:ec2/securityGroup:SecurityGroup": { description: "Managed by Pulumi", revokeRulesOnDelete: false },
  "aws:ec2/subnet:Subnet": { assignIpv6AddressOnCreation: false, mapPublicIpOnLaunch: false },
  "aws:ec2/vpc:Vpc": { enableDnsSupport: true, instanceTenancy: "default" },
  "aws:iam/instanceProfile:InstanceProfile": { path: "/" },
  "aws:iam/policy:Policy": { path: "/" },
  "aws:iam/role:Role": { forceDetachPolicies: false, maxSessionDuration: 3600, path: "/" },
};

/** The defaults of a resource type (`aws:ec2/instance:Instance`), by property. */
export const defaultsOf = (token: string): Properties => ownValue(DEFAULTS, token) ?? {};
