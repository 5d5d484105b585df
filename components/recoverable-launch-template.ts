import * as pulumi from "@pulumi/pulumi";
import type { LaunchTemplateArgs } from "./resources/args";
import { hostTemplate } from "./resources/launch-template";

/** A launch template of hosts that people get back into. */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- Pulumi names a component's arguments after it
export interface RecoverableLaunchTemplateArgs extends LaunchTemplateArgs {}

/** A launch template for hosts that keep themselves open: for groups of your own, of ECS or of EKS. */
export class RecoverableLaunchTemplate extends pulumi.ComponentResource {
  /** Id of the launch template. */
  public readonly launchTemplateId: pulumi.Output<string>;
  /** Its newest version. */
  public readonly latestVersion: pulumi.Output<number>;
  /** The account that the key opens. */
  public readonly loginUser: pulumi.Output<string>;
  /** Ids of the security groups. */
  public readonly securityGroupIds: pulumi.Output<string[]>;
  /** Name of the role; empty where it has none, or one that is not looked at. */
  public readonly roleName: pulumi.Output<string>;
  /** The password that was made for the recovery user, as a secret; empty where none was asked for. */
  public readonly recoveryPassword: pulumi.Output<string>;

  /**
   * @throws InputPropertyError, or InputPropertiesError for several, before anything is made
   */
  constructor(name: string, args: RecoverableLaunchTemplateArgs, opts?: pulumi.ComponentResourceOptions) {
    super("components:index:RecoverableLaunchTemplate", name, {}, opts);
    const made = hostTemplate(args, `RecoverableLaunchTemplate ${name}`, name, this);
    this.launchTemplateId = made.template.id;
    this.latestVersion = made.template.latestVersion;
    this.loginUser = made.host.loginUser;
    this.securityGroupIds = made.securityGroupIds;
    this.roleName = made.roleName;
    this.recoveryPassword = made.host.recoveryPassword ?? pulumi.output("");
    this.registerOutputs({
      launchTemplateId: this.launchTemplateId,
      latestVersion: this.latestVersion,
      loginUser: this.loginUser,
      securityGroupIds: this.securityGroupIds,
      roleName: this.roleName,
      recoveryPassword: this.recoveryPassword,
    });
  }
}
