import type { Fact } from "../facts/fact";

/** Account-wide settings as far as the program declares them. Absent: nobody declared it. */
export interface DeclaredAccount {
  /** `aws:ec2/serialConsoleAccess:SerialConsoleAccess.enabled`. */
  readonly serialConsole: Fact<boolean>;
  /** `aws:ssm/serviceSetting:ServiceSetting` for default host management. */
  readonly defaultHostManagement: Fact<boolean>;
  /** True where the stack holds an EC2 Instance Connect endpoint. */
  readonly instanceConnectEndpoint: boolean;
}
