import { arn, hex } from "../ids";
import { textOf } from "../properties";
import { answer, tagsOf } from "./lookup";
import type { LookUp } from "./lookup";

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
const uniqueId = (prefix: "AIPA" | "AROA", seed: string): string => prefix + hex(seed, 17).toUpperCase();

const CREATED = "2025-01-01T00:00:00Z";

/** The role of that name, which EC2 may take on: what a role mostly is for in a program that launches instances. */
export const getRole: LookUp = (args, configuration) => {
  const name = textOf(args.name) ?? "";
  const statement = {
    Effect: "Allow",
    Principal: { Service: "ec2.amazonaws.com" },
    Action: "sts:AssumeRole",
  };
  return answer({
    ...args,
    arn: arn("aws:iam/role:Role", name, configuration),
    assumeRolePolicy: JSON.stringify({ Version: "2012-10-17", Statement: [statement] }),
    createDate: CREATED,
    description: "",
    id: name,
    maxSessionDuration: 3600,
    name,
    path: "/",
    permissionsBoundary: "",
    roleLastUseds: [],
    tags: tagsOf(args),
    uniqueId: uniqueId("AROA", name),
  });
};

/** The instance profile of that name, with the role of the same name: the console makes both so. */
export const getInstanceProfile: LookUp = (args, configuration) => {
  const name = textOf(args.name) ?? "";
  return answer({
    ...args,
    arn: arn("aws:iam/instanceProfile:InstanceProfile", name, configuration),
    createDate: CREATED,
    id: uniqueId("AIPA", name),
    name,
    path: "/",
    roleArn: arn("aws:iam/role:Role", name, configuration),
    roleId: uniqueId("AROA", name),
    roleName: name,
  });
};
