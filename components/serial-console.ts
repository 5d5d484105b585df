import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { refuse } from "./resources/input-errors";

/** Who may use the serial console, and of which instances. */
export interface SerialConsoleArgs {
  /** Tags that an instance must have, all of them, for its console to be used; any instance unless told. */
  instanceTags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** A tag of the instance that must be the name of the user who connects, as in Owner. */
  ownerTag?: pulumi.Input<string>;
  /** Names of IAM users who may use it. */
  users?: pulumi.Input<string>[];
  /** Names of IAM groups whose users may use it. */
  groups?: pulumi.Input<string>[];
  /** Names of IAM roles that may use it. */
  roles?: pulumi.Input<string>[];
  /** False: the account's setting is switched on elsewhere, and left alone here. */
  enable?: boolean;
}

/**
 * The EC2 serial console: its switch, which is one for the account and region, and the policy of those who may use it.
 * Have one of these in an account and region.
 */
export class SerialConsole extends pulumi.ComponentResource {
  /** ARN of the policy; attach it to whoever else may use the console. */
  public readonly policyArn: pulumi.Output<string>;

  /**
   * @throws InputPropertyError before anything is made
   */
  constructor(name: string, args: SerialConsoleArgs, opts?: pulumi.ComponentResourceOptions) {
    super("components:index:SerialConsole", name, {}, opts);
    refuse(
      `SerialConsole ${name}`,
      Object.entries({ users: args.users, groups: args.groups, roles: args.roles }).flatMap(
        ([property, names = []]) =>
          names.flatMap((each, index) =>
            typeof each === "string" && !/^[\w+=,.@-]{1,128}$/u.test(each)
              ? [
                  {
                    property: `${property}[${String(index)}]`,
                    reason: "is no name of IAM",
                    remedy: "Give the name, not the ARN",
                  },
                ]
              : [],
          ),
      ),
    );
    if (args.enable !== false) new aws.ec2.SerialConsoleAccess(name, { enabled: true }, { parent: this });

    const policy = new aws.iam.Policy(
      name,
      { description: "Use the EC2 serial console", policy: consolePolicy(args, this) },
      { parent: this },
    );
    const attach = (kind: string, index: number): string => `${name}-${kind}-${String(index + 1)}`;
    args.users?.forEach((user, index) => {
      new aws.iam.UserPolicyAttachment(
        attach("user", index),
        { user, policyArn: policy.arn },
        { parent: this },
      );
    });
    args.groups?.forEach((group, index) => {
      new aws.iam.GroupPolicyAttachment(
        attach("group", index),
        { group, policyArn: policy.arn },
        { parent: this },
      );
    });
    args.roles?.forEach((role, index) => {
      new aws.iam.RolePolicyAttachment(
        attach("role", index),
        { role, policyArn: policy.arn },
        { parent: this },
      );
    });
    this.policyArn = policy.arn;
    this.registerOutputs({ policyArn: this.policyArn });
  }
}

// EC2 user guide, "Configure access to the EC2 Serial Console": pushing a key for a minute is what opens it.
function consolePolicy(
  { instanceTags, ownerTag }: SerialConsoleArgs,
  parent: pulumi.Resource,
): pulumi.Output<string> {
  const options = { parent };
  const partition = aws.getPartitionOutput({}, options).partition;
  const region = aws.getRegionOutput({}, options).region;
  const account = aws.getCallerIdentityOutput({}, options).accountId;
  const condition = pulumi.all([instanceTags ?? {}, ownerTag ?? ""]).apply(([tags, owner]) => {
    const wanted = Object.entries(tags).map(([tag, value]) => [`aws:ResourceTag/${tag}`, value]);
    if (owner !== "") wanted.push([`aws:ResourceTag/${owner}`, "${aws:username}"]);
    return wanted.length === 0
      ? {}
      : { Condition: { StringEquals: Object.fromEntries(wanted) as Record<string, string> } };
  });
  return condition.apply((when) =>
    pulumi.jsonStringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: "ec2-instance-connect:SendSerialConsoleSSHPublicKey",
          Resource: pulumi.interpolate`arn:${partition}:ec2:${region}:${account}:instance/*`,
          ...when,
        },
        {
          Effect: "Allow",
          Action: ["ec2:GetSerialConsoleAccessStatus", "ec2:DescribeInstances"],
          Resource: "*",
        },
      ],
    }),
  );
}
