import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { HostArgs } from "./resources/args";
import { commandsFor } from "./resources/commands";
import { keyPairName, keyPairProblems } from "./resources/key-pair";
import { METADATA, over, passedOnProblems, ROOT } from "./resources/launch-settings";
import { endpoints, networkProblems, securityGroups } from "./resources/network";
import { hostRole, roleProblems } from "./resources/role";
import { hostUserData } from "./resources/user-data";

/** An instance that people get back into. */
export interface RecoverableInstanceArgs extends HostArgs {
  /** The subnet; one of the default VPC's unless told. */
  subnetId?: pulumi.Input<string>;
  /** Whether it gets a public address, where the subnet does not say. */
  associatePublicIpAddress?: pulumi.Input<boolean>;
  /** An address that stays when the instance is stopped and started. */
  elasticIp?: boolean;
  /** Has AWS refuse to terminate it. */
  terminationProtection?: pulumi.Input<boolean>;
  /** Any other argument of aws.ec2.Instance, by its name there. */
  instance?: Record<string, any>;
}

/**
 * One EC2 instance that keeps itself open: by SSH with a key, by Session Manager, at the serial console. What shuts it
 * out anyway is mended at its next boot.
 */
export class RecoverableInstance extends pulumi.ComponentResource {
  /** Id of the instance. */
  public readonly instanceId: pulumi.Output<string>;
  /** The account that the key opens. */
  public readonly loginUser: pulumi.Output<string>;
  /** Public IPv4 address; empty where it has none. */
  public readonly publicIp: pulumi.Output<string>;
  /** Private IPv4 address. */
  public readonly privateIp: pulumi.Output<string>;
  /** Ids of its security groups. */
  public readonly securityGroupIds: pulumi.Output<string[]>;
  /** Name of its role; empty where it has none, or one that is not looked at. */
  public readonly roleName: pulumi.Output<string>;
  /** The password that was made for the recovery user, as a secret; empty where none was asked for. */
  public readonly recoveryPassword: pulumi.Output<string>;
  /** Log in by SSH. */
  public readonly sshCommand: pulumi.Output<string>;
  /** Open a session by Session Manager. */
  public readonly sessionCommand: pulumi.Output<string>;
  /** Connect to the serial console; it asks for the recovery user and its password. */
  public readonly serialConsoleCommand: pulumi.Output<string>;
  /** Have AWS look for what shuts SSH. */
  public readonly troubleshootCommand: pulumi.Output<string>;

  /**
   * @throws InputPropertyError, or InputPropertiesError for several, before anything is made
   */
  constructor(name: string, args: RecoverableInstanceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("components:index:RecoverableInstance", name, {}, opts);
    const component = `RecoverableInstance ${name}`;
    const host = hostUserData(args, {
      component,
      name,
      parent: this,
      problems: [
        ...roleProblems(args),
        ...keyPairProblems(args),
        ...networkProblems(args),
        ...passedOnProblems("instance", args.instance),
      ],
    });
    const made = { name, options: { parent: this, dependsOn: host.checked } };
    const role = hostRole(args, made);
    const groups = securityGroups(args, made);
    endpoints(args, groups, made);
    const keyName = keyPairName(args, made);
    const tags = {
      tags:
        args.tags === undefined
          ? { Name: name }
          : pulumi.output(args.tags).apply((given) => ({ Name: name, ...given })),
    };

    const instance = new aws.ec2.Instance(
      name,
      {
        disableApiStop: false,
        instanceInitiatedShutdownBehavior: "stop",
        ...args.instance,
        ...tags,
        ami: host.image.id,
        instanceType: args.instanceType ?? "t3.micro",
        userDataBase64: host.base64,
        vpcSecurityGroupIds: groups,
        metadataOptions: over(METADATA, args.instance?.metadataOptions),
        rootBlockDevice: over(ROOT, args.instance?.rootBlockDevice),
        ...(keyName !== undefined && { keyName }),
        ...(role.profile !== undefined && { iamInstanceProfile: role.profile }),
        ...(args.subnetId !== undefined && { subnetId: args.subnetId }),
        ...(args.associatePublicIpAddress !== undefined && {
          associatePublicIpAddress: args.associatePublicIpAddress,
        }),
        ...(args.terminationProtection !== undefined && {
          disableApiTermination: args.terminationProtection,
        }),
      },
      made.options,
    );
    const address =
      args.elasticIp === true
        ? new aws.ec2.Eip(name, { instance: instance.id, domain: "vpc", ...tags }, made.options).publicIp
        : instance.publicIp;

    this.instanceId = instance.id;
    this.loginUser = host.loginUser;
    this.publicIp = address;
    this.privateIp = instance.privateIp;
    this.securityGroupIds = groups;
    this.roleName = role.role ?? pulumi.output("");
    this.recoveryPassword = host.recoveryPassword ?? pulumi.output("");
    const commands = commandsFor({
      id: instance.id,
      region: aws.getRegionOutput({}, { parent: this }).region,
      loginUser: host.loginUser,
      address: pulumi
        .all([address, instance.privateIp])
        .apply(([reachable, inside]) => (isAddress(reachable) ? reachable : inside)),
    });
    this.sshCommand = commands.sshCommand;
    this.sessionCommand = commands.sessionCommand;
    this.serialConsoleCommand = commands.serialConsoleCommand;
    this.troubleshootCommand = commands.troubleshootCommand;
    this.registerOutputs({
      instanceId: this.instanceId,
      loginUser: this.loginUser,
      publicIp: this.publicIp,
      privateIp: this.privateIp,
      securityGroupIds: this.securityGroupIds,
      roleName: this.roleName,
      recoveryPassword: this.recoveryPassword,
      ...commands,
    });
  }
}

// Without a public address AWS says "", and a preview of a stand-in provider nothing at all.
const isAddress = (address: string | undefined): boolean => address !== undefined && address !== "";
