import type { Fact } from "../facts/fact";
import type { Boot } from "../boot/predict";
import type { Image } from "../boot/image/recognise";
import type { Launch, RoleLack } from "../launch/launch";

/** The account's own settings, from the program, the pack's settings or a look-up, in that order. Absent: nobody said. */
export interface AccountSettings {
  /** EC2 serial console access; AWS's default is off. */
  readonly serialConsole: Fact<boolean>;
  /** Systems Manager's default host management; AWS's default is off. */
  readonly defaultHostManagement: Fact<boolean>;
  /** Where the program switches it on with a role that cannot do it: why. */
  readonly defaultHostManagementLack?: RoleLack;
  /** Whether the VPC's default security group lets port 22 in; AWS's default is that only its own members may. */
  readonly defaultSecurityGroupSsh: Fact<boolean>;
  /** True where the stack holds an EC2 Instance Connect endpoint. */
  readonly instanceConnectEndpoint: boolean;
}

/** What is known of a launch once its user data was followed. */
export interface BootedLaunch {
  readonly launch: Launch;
  readonly image: Image;
  readonly boot: Boot;
}

/** A launch with everything that decides its ways in. */
export interface AccessSubject extends BootedLaunch {
  readonly account: AccountSettings;
  /** Whether an instance type has a serial console; `undefined` where that is not known. */
  readonly supportsSerialConsole: (instanceType: string) => boolean | undefined;
}
