import type { Input } from "@pulumi/pulumi";

/** One more account, besides the image's login user. */
export interface User {
  /** As useradd takes it everywhere: lower case letters, digits, - and _, at most 32. */
  name: string;
  /** Lines of authorized_keys. */
  publicKeys?: Input<Input<string>[]>;
  /** Whether it may become root by sudo, without a password. */
  sudo?: boolean;
  /** Groups besides its own; one that the image does not have is made. */
  groups?: Input<Input<string>[]>;
  /** Its shell, /bin/bash unless told. */
  shell?: string;
}

/** The account for the EC2 serial console. Give one of the ways to its password. */
export interface RecoveryUser {
  /** "recovery" unless told. */
  name?: string;
  /** The password, as a Pulumi secret. Only its SHA-512 crypt hash reaches the instance. */
  password?: Input<string>;
  /** The hash of the password as crypt(5) writes it, as a Pulumi secret. */
  passwordHash?: Input<string>;
  /** Name of a Parameter Store parameter that holds the hash; the boot fetches it by the instance's role. */
  passwordParameter?: Input<string>;
  /** Has a password made. Until the first deployment the user data is then unknown to a preview, and to the pack. */
  generatePassword?: boolean;
}

/** Parts of what mends the host at boot; each is on unless switched off. */
export interface RepairSwitches {
  /** Accounts exist, are unlocked, unexpired and have a shell. */
  accounts?: boolean;
  /** Modes and owners from /home down to authorized_keys. */
  modes?: boolean;
  /** The declared keys stand in authorized_keys. */
  keys?: boolean;
  /** The configuration of sshd loads and lets the accounts in. */
  sshd?: boolean;
  /** sshd has host keys. */
  hostkeys?: boolean;
  /** The ssh service is enabled. */
  service?: boolean;
  /** The SSM agent is enabled. */
  agent?: boolean;
  /** A mount of /etc/fstab that fails does not stop the boot. */
  mounts?: boolean;
  /** The root file system has room for a log-in. */
  disk?: boolean;
}

/** Where the interface endpoints of Systems Manager are made, for subnets without a way out. */
export interface Endpoints {
  /** The VPC; it needs DNS support and DNS host names. */
  vpcId: Input<string>;
  /** One subnet an availability zone. */
  subnetIds: Input<Input<string>[]>;
}

/** What a host is, however it is launched. */
export interface HostArgs {
  /** The image. Left out, the newest one that is called imageName. */
  ami?: Input<string>;
  /** Name of a published image, also a pattern of one, or its public SSM parameter (/aws/service/…): tells the login user. */
  imageName?: string;
  /** Accounts that publish the image; left out, those that are known to publish images of that name. */
  imageOwners?: string[];
  /** The account that the image's key pair opens. Needed where imageName is left out or no published image's. */
  loginUser?: string;
  /** t3.micro unless told. The serial console needs a Nitro type. */
  instanceType?: Input<string>;
  /** Name of a key pair that exists. */
  keyName?: Input<string>;
  /** Public key of a key pair to make. */
  keyPair?: Input<string>;
  /** Public keys for the login user, besides a key pair. */
  publicKeys?: Input<Input<string>[]>;
  /** More accounts. */
  users?: User[];
  /** An account for the serial console. */
  recoveryUser?: RecoveryUser;
  /** Parts of what mends the host at boot. */
  repair?: RepairSwitches;
  /**
   * True: a key alone must open the declared accounts. A second factor, a forced command or a jail that sshd's
   * configuration has for them does not hold for them. Otherwise those stay as they are.
   */
  keepOpen?: boolean;
  /** Leaves out all that mends the host at boot. */
  withoutRepair?: boolean;
  /** User data of your own: any of cloud-init's formats, each text one. */
  userData?: Input<Input<string>[]>;
  /** Rules of the pack whose findings about the user data are meant. */
  acceptedRules?: string[];
  /** Name of a role to use, in place of one that is made. AmazonSSMManagedInstanceCore is attached to it. */
  role?: Input<string>;
  /** Name of an instance profile to use as it is. */
  instanceProfile?: Input<string>;
  /** More policies for the role, by ARN. */
  policyArns?: Input<Input<string>[]>;
  /** False: nothing for Session Manager is made or attached. */
  sessionManager?: boolean;
  /** Interface endpoints of Systems Manager to make. */
  endpoints?: Endpoints;
  /** CIDR blocks that may connect to port 22. None unless told. */
  sshFrom?: Input<Input<string>[]>;
  /** The VPC of the security group that is made; the default VPC unless told. */
  vpcId?: Input<string>;
  /** Security groups of your own. */
  vpcSecurityGroupIds?: Input<Input<string>[]>;
  /** Tags of everything that is made. */
  tags?: Input<Record<string, Input<string>>>;
}

/** What a launch template is, by itself or of a group. */
export interface LaunchTemplateArgs extends HostArgs {
  /**
   * Made for a managed node group of EKS: no instance profile, user data that EKS can add its own part to, and nothing
   * that mends the host at boot, which would not fit uncompressed.
   */
  eksNodeGroup?: boolean;
  /** What the image calls its root device, which is then encrypted. Known by itself where imageName finds the image. */
  rootDeviceName?: Input<string>;
  /** Any other argument of aws.ec2.LaunchTemplate, by its name there. */
  launchTemplate?: Record<string, any>;
}
