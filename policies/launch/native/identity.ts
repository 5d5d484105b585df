import { isList, isObject } from "../read";
import { UNKNOWN, type PropertyValue } from "../resource";
import { each, of, renamed, tags, type Change, type Field, type Translation } from "./field";

const inlinePolicies: Field = of("policies", each(renamed({ name: "policyName", policy: "policyDocument" })));

/** CloudFormation takes a document as an object, too; the classic provider as text only. */
const asText: Change = (value) => {
  if (!isObject(value)) return value;
  return holdsUnknown(value) ? UNKNOWN : JSON.stringify(value);
};

const holdsUnknown = (value: PropertyValue): boolean =>
  value === UNKNOWN ||
  (isList(value) && value.some(holdsUnknown)) ||
  (isObject(value) && Object.values(value).some(holdsUnknown));

/** Roles and what they may do, key pairs, and settings of Systems Manager. Documents stay objects. */
export const identityTranslations: Readonly<Record<string, Translation>> = {
  "aws-native:ec2:KeyPair": {
    type: "aws:ec2/keyPair:KeyPair",
    fields: { publicKey: of("publicKeyMaterial"), tags },
    ids: { keyPairId: "keyPairId" },
  },
  "aws-native:iam:InstanceProfile": {
    type: "aws:iam/instanceProfile:InstanceProfile",
    fields: {
      name: of("instanceProfileName"),
      // A profile holds one role at most, though CloudFormation takes a list.
      role: of("roles", (roles) => (isList(roles) ? roles[0] : roles)),
    },
    ids: { arn: "arn" },
  },
  "aws-native:iam:Role": {
    type: "aws:iam/role:Role",
    fields: {
      name: of("roleName"),
      assumeRolePolicy: of("assumeRolePolicyDocument"),
      inlinePolicies,
      tags,
    },
    ids: { arn: "arn" },
  },
  "aws-native:iam:ManagedPolicy": {
    type: "aws:iam/policy:Policy",
    fields: { name: of("managedPolicyName"), policy: of("policyDocument") },
    ids: { id: "policyArn", arn: "policyArn" },
  },
  "aws-native:iam:RolePolicy": {
    type: "aws:iam/rolePolicy:RolePolicy",
    fields: { name: of("policyName"), role: of("roleName"), policy: of("policyDocument") },
  },
  "aws-native:iam:User": {
    type: "aws:iam/user:User",
    fields: { name: of("userName"), tags },
    ids: { arn: "arn" },
  },
  "aws-native:iam:UserPolicy": {
    type: "aws:iam/userPolicy:UserPolicy",
    fields: { name: of("policyName"), user: of("userName"), policy: of("policyDocument") },
  },
  "aws-native:iam:Group": {
    type: "aws:iam/group:Group",
    fields: { name: of("groupName") },
    ids: { arn: "arn" },
  },
  "aws-native:iam:GroupPolicy": {
    type: "aws:iam/groupPolicy:GroupPolicy",
    fields: { name: of("policyName"), group: of("groupName"), policy: of("policyDocument") },
  },
  "aws-native:ssm:ServiceSetting": { type: "aws:ssm/serviceSetting:ServiceSetting", fields: {} },
  "aws-native:ssm:Document": {
    type: "aws:ssm/document:Document",
    fields: { content: of("content", asText), tags },
  },
  "aws-native:ssm:Parameter": { type: "aws:ssm/parameter:Parameter", fields: {}, ids: { arn: "arn" } },
};
