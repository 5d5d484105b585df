import { ALL, anything, NONE, some, type Effects, type Question } from "./evaluate";
import { covers } from "./wildcard";

/** What the SSM agent needs for a session. */
const SESSION = ["ssm:updateinstanceinformation", "ssmmessages:*"];

/** The actions that the lists below were looked through for; of others nothing is known. */
const LISTED: readonly string[] = [
  "ssm:updateinstanceinformation",
  "ssmmessages:createcontrolchannel",
  "ssmmessages:createdatachannel",
  "ssmmessages:opencontrolchannel",
  "ssmmessages:opendatachannel",
  "ssm:sendcommand",
  "ssm:startautomationexecution",
  "ssm:startsession",
  "ec2:modifyinstanceattribute",
  "ec2:startinstances",
  "ec2:stopinstances",
  "ec2-instance-connect:sendserialconsolesshpublickey",
  "ec2-instance-connect:sendsshpublickey",
];

const REPAIR = ["ec2:modifyinstanceattribute", "ec2:startinstances", "ec2:stopinstances"];
const SYSTEMS_MANAGER = [...SESSION, "ssm:*"];

/**
 * What AWS's own policies allow of {@link LISTED}, on every resource and without a condition; nothing else of it (AWS
 * managed policy reference, the versions of March 2026).
 */
const GRANTING: Readonly<Record<string, readonly string[]>> = {
  AdministratorAccess: ["*"],
  AmazonEC2FullAccess: REPAIR,
  AmazonEC2RoleforSSM: SESSION,
  AmazonElasticFileSystemsUtils: SESSION,
  AmazonSSMFullAccess: SYSTEMS_MANAGER,
  AmazonSSMMaintenanceWindowRole: ["ssm:sendcommand", "ssm:startautomationexecution"],
  AmazonSSMManagedEC2InstanceDefaultPolicy: SESSION,
  AmazonSSMManagedInstanceCore: SESSION,
  AWSCloud9SSMInstanceProfile: SESSION,
  DataScientist: ["ec2:modifyinstanceattribute"],
  EC2InstanceConnect: ["ec2-instance-connect:sendsshpublickey"],
  PowerUserAccess: ["*"],
  SystemAdministrator: REPAIR,
};

/** Those, often on instances, that allow nothing of {@link LISTED} (same source). */
const WITHOUT: ReadonlySet<string> = new Set([
  "AmazonBedrockFullAccess",
  "AmazonDynamoDBFullAccess",
  "AmazonDynamoDBReadOnlyAccess",
  "AmazonEBSCSIDriverPolicy",
  "AmazonEC2ContainerRegistryFullAccess",
  "AmazonEC2ContainerRegistryPowerUser",
  "AmazonEC2ContainerRegistryPullOnly",
  "AmazonEC2ContainerRegistryReadOnly",
  "AmazonEC2ContainerServiceforEC2Role",
  "AmazonEC2ReadOnlyAccess",
  "AmazonEC2RoleforAWSCodeDeploy",
  "AmazonECSTaskExecutionRolePolicy",
  "AmazonEKSWorkerNodeMinimalPolicy",
  "AmazonEKSWorkerNodePolicy",
  "AmazonEKS_CNI_Policy",
  "AmazonElasticFileSystemClientFullAccess",
  "AmazonElasticFileSystemClientReadWriteAccess",
  "AmazonElasticMapReduceforEC2Role",
  "AmazonKinesisFullAccess",
  "AmazonPrometheusRemoteWriteAccess",
  "AmazonRDSFullAccess",
  "AmazonRDSReadOnlyAccess",
  "AmazonRoute53FullAccess",
  "AmazonS3FullAccess",
  "AmazonS3ReadOnlyAccess",
  "AmazonSNSFullAccess",
  "AmazonSQSFullAccess",
  "AmazonSSMDirectoryServiceAccess",
  "AmazonSSMPatchAssociation",
  "AmazonSSMReadOnlyAccess",
  "AmazonVPCFullAccess",
  "AmazonVPCReadOnlyAccess",
  "AutoScalingFullAccess",
  "AWSCertificateManagerReadOnly",
  "AWSElasticBeanstalkMulticontainerDocker",
  "AWSElasticBeanstalkWebTier",
  "AWSElasticBeanstalkWorkerTier",
  "AWSLambdaBasicExecutionRole",
  "AWSXRayDaemonWriteAccess",
  "AWSXrayWriteOnlyAccess",
  "CloudWatchAgentAdminPolicy",
  "CloudWatchAgentServerPolicy",
  "CloudWatchFullAccess",
  "CloudWatchFullAccessV2",
  "CloudWatchLogsFullAccess",
  "CloudWatchReadOnlyAccess",
  "DatabaseAdministrator",
  "EC2InstanceProfileForImageBuilder",
  "EC2InstanceProfileForImageBuilderECRContainerBuilds",
  "IAMFullAccess",
  "IAMReadOnlyAccess",
  "NetworkAdministrator",
  "ReadOnlyAccess",
  "SecretsManagerReadWrite",
  "SecurityAudit",
  "SupportUser",
  "ViewOnlyAccess",
]);

/** Those that deny some of {@link LISTED}, by name or as a boundary; no other of AWS's does (same source). */
const DENYING =
  /^(AWSCompromisedKeyQuarantine|AWSIAMIdentityCenterAllowListForIdentityContext$|IAM(Audit|Create|Delete)RootUser|S3UnlockBucketPolicy$|SQSUnlockQueuePolicy$)|PermissionsBoundary$/;

/** The name of one of AWS's own policies, from its ARN in any partition; `undefined` for other policies. */
export const managedName = (arn: string): string | undefined =>
  /^arn:[\w-]+:iam::aws:policy\/(?:.*\/)?([^/]+)$/.exec(arn)?.[1];

/** What one of AWS's own policies says to a question; what is not listed may allow. */
export function managedEffects(name: string, { action }: Question): Effects {
  if (name === "AWSDenyAll") return { allow: NONE, deny: ALL };
  const why = "what one of AWS's own policies allows is not listed";
  if (DENYING.test(name)) return anything("unlisted", why);
  const asked = action.toLowerCase();
  const granting = Object.hasOwn(GRANTING, name) ? GRANTING[name] : WITHOUT.has(name) ? [] : undefined;
  if (granting?.includes("*") === true) return { allow: ALL, deny: NONE };
  if (granting === undefined || !LISTED.includes(asked)) {
    return { allow: some("unlisted", why), deny: NONE };
  }
  return { allow: granting.some((pattern) => covers(pattern, asked)) ? ALL : NONE, deny: NONE };
}
