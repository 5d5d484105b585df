import type { Fact } from "../facts/fact";

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
}

/** How a launch is run: this decides what a repair may do to it. */
export type LaunchKind = "instance" | "spot-request" | "group" | "template" | "configuration";

export type PortAccess = "open" | "closed";

/** How a provider comes by its credentials: the environment's, a profile's, or its own (an assumed role, a key). */
export type ProviderCredentials =
  | { readonly from: "environment" }
  | { readonly from: "profile"; readonly profile: string }
  | { readonly from: "provider" };

/** What the role behind an instance profile lets the SSM agent do. */
export interface InstanceRole {
  /** Whether the role holds what Session Manager needs. */
  readonly sessionManager: Fact<boolean>;
}

/**
 * One launch, normalised: everything that decides the ways into the instances it makes, whichever resource types it was
 * written in. A launch template and the resource that uses it are one launch, merged as EC2 merges them.
 */
export interface Launch {
  readonly kind: LaunchKind;
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
  readonly userData: Fact<UserData>;
  /** Absent: no instance profile at all. */
  readonly role: Fact<InstanceRole>;
  /** Whether the security groups let TCP port 22 in from anywhere at all. Absent: none were given, the VPC's default group applies. */
  readonly sshIngress: Fact<PortAccess>;
  /** Whether the security groups let TCP port 443 out. Absent: the VPC's default group applies. */
  readonly httpsEgress: Fact<PortAccess>;
  /** True where a subnet was named: whether it leads anywhere is not looked at. */
  readonly namesSubnet: boolean;
  /** A public address is asked for. */
  readonly publicAddress: Fact<boolean>;
  /** `metadataOptions.httpEndpoint`; absent stands for EC2's default, enabled. */
  readonly metadataEndpoint: Fact<"enabled" | "disabled">;
  readonly stopProtection: Fact<boolean>;
  /** True for one-time spot requests, which cannot be stopped and started. */
  readonly oneTimeSpot: Fact<boolean>;
}
