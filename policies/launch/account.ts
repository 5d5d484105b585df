import type { Fact } from "../facts/fact";
import type { RoleLack } from "./launch";

/** Account-wide settings as far as the program declares them. Absent: nobody declared it. */
export interface DeclaredAccount {
  /** `aws:ec2/serialConsoleAccess:SerialConsoleAccess.enabled`. */
  readonly serialConsole: Fact<boolean>;
  /** `aws:ssm/serviceSetting:ServiceSetting` for default host management: whether it is on, with a role that can do it. */
  readonly defaultHostManagement: Fact<boolean>;
  /** Where its role cannot: why. */
  readonly defaultHostManagementLack?: RoleLack;
  /** True where the stack holds an EC2 Instance Connect endpoint. */
  readonly instanceConnectEndpoint: boolean;
}
