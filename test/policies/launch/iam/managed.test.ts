import { decide } from "../../../../policies/launch/iam/evaluate";
import { managedEffects, managedName } from "../../../../policies/launch/iam/managed";

const REGISTER = "ssm:UpdateInstanceInformation";
const CHANNEL = "ssmmessages:CreateDataChannel";

it.each<[string, string | undefined]>([
  ["arn:aws:iam::aws:policy/AmazonS3FullAccess", "AmazonS3FullAccess"],
  ["arn:aws-cn:iam::aws:policy/service-role/AmazonEC2RoleforSSM", "AmazonEC2RoleforSSM"],
  ["arn:aws-us-gov:iam::aws:policy/job-function/SystemAdministrator", "SystemAdministrator"],
  ["arn:aws:iam::123456789012:policy/AmazonS3FullAccess", undefined],
  ["AmazonS3FullAccess", undefined],
])("the name of %s is %s", (arn, expected) => {
  expect(managedName(arn)).toBe(expected);
});

it.each<[string, string, string]>([
  ["AmazonSSMManagedInstanceCore", REGISTER, "allowed"],
  ["AmazonSSMManagedInstanceCore", CHANNEL, "allowed"],
  ["AmazonSSMManagedInstanceCore", "ssm:SendCommand", "denied"],
  ["AmazonSSMFullAccess", "ssm:StartSession", "allowed"],
  ["AdministratorAccess", "ec2:ModifyInstanceAttribute", "allowed"],
  ["AmazonEC2FullAccess", "ec2:ModifyInstanceAttribute", "allowed"],
  ["AmazonEC2FullAccess", REGISTER, "denied"],
  ["AmazonEC2FullAccess", "ec2-instance-connect:SendSerialConsoleSSHPublicKey", "denied"],
  ["ReadOnlyAccess", REGISTER, "denied"],
  ["ReadOnlyAccess", "s3:GetObject", "unknown"],
  ["AmazonS3FullAccess", "s3:GetObject", "unknown"],
  ["AWSDenyAll", REGISTER, "denied"],
  ["AWSCompromisedKeyQuarantineV3", "ec2:StartInstances", "unknown"],
  ["MadeTomorrow", REGISTER, "unknown"],
  ["constructor", REGISTER, "unknown"],
])("%s: %s is %s", (name, action, expected) => {
  expect(decide(managedEffects(name, { action, resource: "*" })).verdict).toBe(expected);
});

it("one whose content is not listed denies nothing that another allows", () => {
  expect(managedEffects("MadeTomorrow", { action: REGISTER, resource: "*" }).deny.reach).toBe("none");
  expect(
    managedEffects("AmazonDataZoneEnvironmentRolePermissionsBoundary", { action: REGISTER, resource: "*" })
      .deny.reach,
  ).toBe("some");
});
