import { known, unknown, type Fact } from "../../../../policies/facts/fact";
import { mayTakeOn, trusts, type Service } from "../../../../policies/launch/iam/trust";
import { UNKNOWN, type Properties, type PropertyValue } from "../../../../policies/launch/resource";
import { role, trust } from "../resources";

const IRELAND = known("eu-west-1", "region");
const BEIJING = known("cn-north-1", "region");
const ANYWHERE = unknown("region");

const letting = (principal: PropertyValue, more: Properties = {}): PropertyValue => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: principal, ...more }],
});

it.each<[string, PropertyValue, Service, Fact<string>, string]>([
  ["EC2 in JSON text", trust(), "ec2", IRELAND, "allowed"],
  [
    "EC2 in a list",
    letting({ Service: ["ssm.amazonaws.com", "ec2.amazonaws.com"] }),
    "ec2",
    IRELAND,
    "allowed",
  ],
  [
    "EC2 next to accounts",
    letting({ AWS: "123456789012", Service: "ec2.amazonaws.com" }),
    "ec2",
    IRELAND,
    "allowed",
  ],
  ["EC2 where the region is not known", trust(), "ec2", ANYWHERE, "allowed"],
  [
    "every action of STS",
    letting({ Service: "ec2.amazonaws.com" }, { Action: "sts:*" }),
    "ec2",
    IRELAND,
    "allowed",
  ],
  ["Systems Manager only", trust("ssm.amazonaws.com"), "ec2", IRELAND, "denied"],
  ["Systems Manager, which is asked for", trust("ssm.amazonaws.com"), "ssm", IRELAND, "allowed"],
  ["EC2 only, where Systems Manager is asked for", trust(), "ssm", IRELAND, "denied"],
  ["Systems Manager in China", trust("ssm.amazonaws.com"), "ssm", BEIJING, "allowed"],
  ["Lambda only", trust("lambda.amazonaws.com"), "ec2", IRELAND, "denied"],
  ["an account only", letting({ AWS: "arn:aws:iam::123456789012:root" }), "ec2", IRELAND, "denied"],
  [
    "another action",
    letting({ Service: "ec2.amazonaws.com" }, { Action: "sts:TagSession" }),
    "ec2",
    IRELAND,
    "denied",
  ],
  ["nobody", { Version: "2012-10-17", Statement: [] }, "ec2", IRELAND, "denied"],
  [
    "a denial next to it",
    {
      Statement: [
        { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "ec2.amazonaws.com" } },
        { Effect: "Deny", Action: "sts:*", Principal: { Service: "ec2.amazonaws.com" } },
      ],
    },
    "ec2",
    IRELAND,
    "denied",
  ],
  ["EC2's name in China, there", trust("ec2.amazonaws.com.cn"), "ec2", BEIJING, "allowed"],
  [
    "EC2's name in China, where the region is not known",
    trust("ec2.amazonaws.com.cn"),
    "ec2",
    ANYWHERE,
    "unknown",
  ],
  ["EC2's name in China, elsewhere", trust("ec2.amazonaws.com.cn"), "ec2", IRELAND, "denied"],
  ["EC2's name elsewhere, in China", trust(), "ec2", BEIJING, "unknown"],
  ["a name that only ends alike", trust("myec2.amazonaws.com"), "ec2", IRELAND, "denied"],
  ["everybody", letting("*"), "ec2", IRELAND, "unknown"],
  ["every account", letting({ AWS: "*" }), "ec2", IRELAND, "unknown"],
  [
    "all but somebody",
    { Statement: { Effect: "Allow", Action: "*", NotPrincipal: { AWS: "1" } } },
    "ec2",
    IRELAND,
    "unknown",
  ],
  [
    "EC2 under a condition",
    letting({ Service: "ec2.amazonaws.com" }, { Condition: { Bool: { x: "true" } } }),
    "ec2",
    IRELAND,
    "unknown",
  ],
  ["whom apply will tell", letting(UNKNOWN), "ec2", IRELAND, "unknown"],
  ["a service that apply will tell", letting({ Service: [UNKNOWN] }), "ec2", IRELAND, "unknown"],
  [
    "EC2 next to a service that apply will tell",
    letting({ Service: [UNKNOWN, "ec2.amazonaws.com"] }),
    "ec2",
    IRELAND,
    "allowed",
  ],
  [
    "a policy for people",
    { Statement: { Effect: "Allow", Action: "*", Resource: "*" } },
    "ec2",
    IRELAND,
    "unknown",
  ],
  ["text that is no JSON", "{", "ec2", IRELAND, "unknown"],
])("%s", (_, document, service, region, expected) => {
  expect(trusts(document, service, region).verdict).toBe(expected);
});

it.each<[string, Properties, string]>([
  [
    "known at apply",
    { assumeRolePolicy: UNKNOWN },
    "the trust policy of the role web-role is only known at apply",
  ],
  ["left out", { assumeRolePolicy: null }, "the role web-role has no trust policy"],
  [
    "no JSON",
    { assumeRolePolicy: "{" },
    "whether the role web-role trusts ec2.amazonaws.com: a policy document is no JSON",
  ],
])("says why where a role's trust policy is %s", (_, change, why) => {
  expect(mayTakeOn(role(change), "ec2", IRELAND)).toMatchObject({ verdict: "unknown", why });
});
