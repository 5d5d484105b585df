import { unknown, type Fact } from "../facts/fact";

/** What EC2 tells about an image (`DescribeImages`). */
export interface ImageFacts {
  readonly name: string;
  /** The account that owns the image, twelve digits. */
  readonly ownerId: string;
  /** `amazon` or `aws-marketplace`; only owners whom AWS has verified carry one. */
  readonly ownerAlias?: string;
  readonly rootDeviceType: "ebs" | "instance-store";
  readonly platform: "windows" | "linux";
  readonly description?: string;
}

/** What EC2 tells about an instance type (`DescribeInstanceTypes`). */
export interface InstanceTypeFacts {
  /** Bare metal runs no hypervisor and is given as `nitro`, which its cards are. */
  readonly hypervisor: "nitro" | "xen";
  readonly bareMetal: boolean;
  /** True where the type brings instance-store volumes. */
  readonly instanceStorage: boolean;
}

/**
 * What AWS said about one region of the account. Known: AWS knows it. Absent: AWS was asked and says that there is
 * none. Unknown: it could not be asked, or was not.
 */
export interface AccountLookups {
  image(id: string): Fact<ImageFacts>;
  /** Known (always true) where a key pair of that name exists. */
  keyPair(name: string): Fact<true>;
  instanceType(name: string): Fact<InstanceTypeFacts>;
  /** The account's switch for the EC2 serial console in this region. */
  serialConsole(): Fact<boolean>;
  /** One text for each cause that kept a look-up from being answered; empty where all went well. */
  readonly problems: readonly string[];
}

/** What the rules will want to know of one region. */
export interface AccountRequest {
  /** AWS region, as in `ap-northeast-1`. */
  readonly region: string;
  readonly imageIds: readonly string[];
  readonly keyNames: readonly string[];
  readonly instanceTypes: readonly string[];
  readonly serialConsole: boolean;
}

/** Answers every question with unknown: for look-ups that are switched off, and regions that are not known. */
export function noLookups(why = "live look-ups are switched off"): AccountLookups {
  return {
    image: (id) => unknown(`image ${id}`, why),
    keyPair: (name) => unknown(`key pair ${name}`, why),
    instanceType: (name) => unknown(`instance type ${name}`, why),
    serialConsole: () => unknown("serial console access", why),
    problems: [],
  };
}
