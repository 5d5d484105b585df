import type { Image, InstanceTypeInfo } from "@aws-sdk/client-ec2";
import type { ImageFacts, InstanceTypeFacts } from "./account";

/** How many names go into one filter; EC2 takes up to 200 values (`Using_Filtering`, EC2 user guide). */
const BATCH = 100;

export interface Ec2Options {
  readonly region: string;
  /** A profile of the shared AWS configuration; without it the SDK's default chain applies. */
  readonly profile?: string;
  /** Attempts that the SDK makes for one call. */
  readonly maxAttempts: number;
  /** Limit for one attempt, in milliseconds. */
  readonly attemptMs: number;
}

/** The questions that are put to EC2. Names that AWS does not know are missing from the answer. */
export interface Ec2 {
  images(ids: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, ImageFacts>>;
  keyPairs(names: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, true>>;
  instanceTypes(
    names: readonly string[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, InstanceTypeFacts>>;
  serialConsole(signal: AbortSignal): Promise<boolean>;
  /** Closes the connections; nothing may be asked afterwards. */
  close(): void;
}

/**
 * Opens a client for one region. The SDK is loaded here and not before: it takes longer to load than the rest of the
 * pack, and nobody needs it who has switched live look-ups off.
 *
 * Names are asked by filter, not by id: with ids one name that does not exist fails the call for all the others. No
 * page size is given: with one, EC2 cuts its pages before it filters, and a few images are spread over many pages.
 */
export async function openEc2(options: Ec2Options): Promise<Ec2> {
  const sdk = await import("@aws-sdk/client-ec2");
  const client = new sdk.EC2Client({
    region: options.region,
    ...(options.profile === undefined ? {} : { profile: options.profile }),
    maxAttempts: options.maxAttempts,
    requestHandler: {
      connectionTimeout: options.attemptMs,
      requestTimeout: options.attemptMs,
      throwOnRequestTimeout: true,
    },
  });
  return {
    async images(ids, abortSignal) {
      const found = new Map<string, ImageFacts>();
      for (const Values of batches(ids)) {
        // A deprecated image is left out by default, yet launches well.
        const input = { Filters: [{ Name: "image-id", Values }], IncludeDeprecated: true };
        for await (const page of sdk.paginateDescribeImages({ client }, input, { abortSignal })) {
          for (const image of page.Images ?? []) {
            const facts = imageFacts(image);
            if (image.ImageId !== undefined && facts !== undefined) found.set(image.ImageId, facts);
          }
        }
      }
      return found;
    },
    async keyPairs(names, abortSignal) {
      const found = new Map<string, true>();
      for (const Values of batches(names)) {
        const input = { Filters: [{ Name: "key-name", Values }] };
        const { KeyPairs = [] } = await client.send(new sdk.DescribeKeyPairsCommand(input), { abortSignal });
        for (const { KeyName } of KeyPairs) if (KeyName !== undefined) found.set(KeyName, true);
      }
      return found;
    },
    async instanceTypes(names, abortSignal) {
      const found = new Map<string, InstanceTypeFacts>();
      for (const Values of batches(names)) {
        const input = { Filters: [{ Name: "instance-type", Values }] };
        for await (const page of sdk.paginateDescribeInstanceTypes({ client }, input, { abortSignal })) {
          for (const type of page.InstanceTypes ?? []) {
            if (type.InstanceType !== undefined) found.set(type.InstanceType, instanceTypeFacts(type));
          }
        }
      }
      return found;
    },
    async serialConsole(abortSignal) {
      const answer = await client.send(new sdk.GetSerialConsoleAccessStatusCommand({}), { abortSignal });
      return answer.SerialConsoleAccessEnabled === true;
    },
    close: () => {
      client.destroy();
    },
  };
}

function imageFacts(image: Image): ImageFacts | undefined {
  if (image.OwnerId === undefined) return undefined;
  return {
    name: image.Name ?? "",
    ownerId: image.OwnerId,
    ...(image.ImageOwnerAlias === undefined ? {} : { ownerAlias: image.ImageOwnerAlias }),
    rootDeviceType: image.RootDeviceType === "instance-store" ? "instance-store" : "ebs",
    // EC2 leaves the platform out for everything but Windows.
    platform: image.Platform?.toLowerCase() === "windows" ? "windows" : "linux",
    ...(image.Description === undefined ? {} : { description: image.Description }),
  };
}

function instanceTypeFacts(type: InstanceTypeInfo): InstanceTypeFacts {
  return {
    hypervisor: type.Hypervisor === "xen" ? "xen" : "nitro",
    bareMetal: type.BareMetal === true,
    instanceStorage: type.InstanceStorageSupported === true,
  };
}

function batches(names: readonly string[]): string[][] {
  const count = Math.ceil(names.length / BATCH);
  return Array.from({ length: count }, (_, index) => names.slice(index * BATCH, (index + 1) * BATCH));
}
