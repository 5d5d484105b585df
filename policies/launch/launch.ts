import type { Fact } from "../facts/fact";
import type { PeerKind } from "./network/peers";
import type { Reach } from "./network/reach";

/** Which resource a launch (or a part of it) was written in. */
export interface ResourceRef {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
}

/** User data as written in a resource: still encoded, not yet looked at. */
export interface UserData {
  /** The property's text. */
  readonly text: string;
  /**
   * How the property's text becomes the bytes that EC2 stores: `plain` text that the provider encodes (text that is
   * base64 already is passed on unchanged), or `base64` that the program has to write.
   */
  readonly encoding: "plain" | "base64";
  /** The resource that holds it: the template's where a template is used. */
  readonly holder: ResourceRef;
}

/** What the program itself says about an image, short of asking AWS. */
export interface ImageHints {
  /** AMI id. */
  readonly id: Fact<string>;
  /** Names or name patterns that the program searched the image by (`al2023-ami-*`), and SSM parameter paths. */
  readonly names: readonly string[];
  /** Owner ids or aliases that the program searched by. */
  readonly owners: readonly string[];
  /** The id is written as the offline provider's are, which say what the image is; but AWS's own provider serves it. */
  readonly imitated?: true;
}

/** How a launch is run: this decides what a repair may do to it. */
export type LaunchKind =
  "instance" | "spot-request" | "group" | "fleet" | "cluster" | "template" | "configuration";

/** Services of AWS that run instances as their own: who uses them need not log in. */
export type ManagedService = "ecs" | "eks" | "batch" | "emr" | "elastic-beanstalk";

export type PortAccess = "open" | "closed";

/** TCP ports that a launch's security groups treat alike. */
export interface IngressSpan {
  /** The first port, and the last. */
  readonly from: number;
  readonly to: number;
  /** Whether anybody at all may come in there. */
  readonly access: Fact<PortAccess>;
  /** Who may, or might. */
  readonly peers: readonly PeerKind[];
}

/** What leads to a launch and out of it; what nobody can see is unknown, and never closed. */
export interface LaunchNetwork {
  /** What the security groups let in, every TCP port in one span. Absent: none were given, the VPC's default group applies. */
  readonly ingress: Fact<readonly IngressSpan[]>;
  /** A public address, and a route from an internet gateway to it. */
  readonly fromInternet: Reach;
  /** Anything at all: closed only for a launch in a network of this deployment's that nothing leads into. */
  readonly fromAnywhere: Reach;
  /** An EC2 Instance Connect endpoint of its VPC, whose traffic to port 22 is let in. */
  readonly fromConnectEndpoint: Reach;
  /** Where no group was given: the default group of its VPC, closed where that is new and untouched, and it is alone in it. */
  readonly throughDefaultGroup: Reach;
  /** Port 443 of Systems Manager's endpoints, by the internet or by the VPC's own. */
  readonly toSystemsManager: Reach;
}

/** A log-in over SSH that the program itself makes. */
export interface Connection {
  /** The resource that logs in, as in `command:remote:Command`. */
  readonly resource: ResourceRef;
  /** `connection.user`; absent: the command provider takes root. */
  readonly user: Fact<string>;
}

/** How a provider comes by its credentials: the environment's, a profile's, or its own (an assumed role, a key). */
export type ProviderCredentials =
  | { readonly from: "environment" }
  | { readonly from: "profile"; readonly profile: string }
  | { readonly from: "provider" };

/** Why a role lets no session through. */
export interface RoleLack {
  readonly cause:
    /** It has no right to register, or neither that nor all of the channels'. */
    | "rights"
    /** It may register and not open every channel. */
    | "channels"
    /** One of its policies denies what it needs. */
    | "denied"
    /** Its permissions boundary leaves out what it needs. */
    | "boundary"
    /** Its trust policy does not let the service take it on. */
    | "trust"
    /** The instance profile holds no role. */
    | "no-role"
    /** What is named is a role, and no instance profile is called so. */
    | "profile-is-role";
  /** The name of the role's resource, or of the profile's that holds none. */
  readonly holder: string;
  /** Whether it may register all the same: then default host management does not step in for it. */
  readonly registers: "yes" | "no" | "maybe";
}

/** What the role behind an instance profile lets the SSM agent do. */
export interface InstanceRole {
  /** Whether the role holds what Session Manager needs. */
  readonly sessionManager: Fact<boolean>;
  /** Where it does not: why, as far as that is known. */
  readonly lack?: RoleLack;
}

/**
 * One launch, normalised: everything that decides the ways into the instances it makes, whichever resource types it was
 * written in. A launch template and the resource that uses it are one launch, merged as EC2 merges them.
 */
export interface Launch {
  readonly kind: LaunchKind;
  /** The service whose nodes the instances are; `undefined` for instances of one's own. */
  readonly service: ManagedService | undefined;
  /** The resource where findings about the launch as a whole are reported: the one that uses the template, if any. */
  readonly resource: ResourceRef;
  /** True where the instance is there already (its id is known at preview): it booted long ago. */
  readonly exists: boolean;
  /** AWS region, as in `ap-northeast-1`. */
  readonly region: Fact<string>;
  /** Whose account the launch is for, as far as a look-up has to know: the profile that its provider names, or none. */
  readonly credentials: ProviderCredentials;
  readonly image: ImageHints;
  /** Every instance type the launch may pick (several for a mixed instances policy). */
  readonly instanceTypes: Fact<readonly string[]>;
  /** Name of the key pair. */
  readonly keyName: Fact<string>;
  /** True where the key pair is a resource of the stack: then it need not be looked up. */
  readonly keyPairInStack: boolean;
  /** The type of the key pair's public key where the stack has it: "ssh-ed25519", "ssh-rsa". */
  readonly keyType: Fact<string>;
  readonly userData: Fact<UserData>;
  /** Absent: no instance profile at all. */
  readonly role: Fact<InstanceRole>;
  /** Whether the security groups let TCP port 22 in from anywhere at all. Absent: none were given, the VPC's default group applies. */
  readonly sshIngress: Fact<PortAccess>;
  /** Whether the security groups let TCP port 443 out. Absent: the VPC's default group applies. */
  readonly httpsEgress: Fact<PortAccess>;
  /** True where a subnet was named. */
  readonly namesSubnet: boolean;
  /** A public address is asked for: by the launch, or by an Elastic IP of the stack that is given to it. */
  readonly publicAddress: Fact<boolean>;
  /** What leads to it and out of it. */
  readonly network: LaunchNetwork;
  /** `metadataOptions.httpEndpoint`; absent stands for EC2's default, enabled. */
  readonly metadataEndpoint: Fact<"enabled" | "disabled">;
  readonly stopProtection: Fact<boolean>;
  /** What a shutdown from within does to it; absent stands for EC2's default, stop. */
  readonly shutdownBehavior: Fact<string>;
  /** Of a group: whether it replaces a member that is stopped. Absent: it does, unless told otherwise. */
  readonly replacesStopped: Fact<boolean>;
  /** True where an Elastic IP of the stack is given to it, or may be: its public address outlasts a stop. */
  readonly elasticAddress: boolean;
  /** The program's own log-ins to it by key, as far as they are certain to go there. */
  readonly connections: readonly Connection[];
  /** True for one-time spot requests, which cannot be stopped and started. */
  readonly oneTimeSpot: Fact<boolean>;
}
