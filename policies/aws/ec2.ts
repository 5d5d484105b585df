import type { Image, InstanceTypeInfo } from "@aws-sdk/client-ec2";
import type { ImageFacts, InstanceTypeFacts } from "./account";
import { batches } from "./batch";
import type { Clients } from "./clients";
import { counter, listOf, listsOf } from "./intake";

/**
 * The questions about what a launch names, as they are put to EC2. Each answers with what AWS knows of the names, and
 * throws what the SDK throws.
 *
 * Names are asked by filter, not by id: with ids one name that does not exist fails the call for all the others. No
 * page size is given: with one, EC2 cuts its pages before it filters, and a few images are spread over many pages.
 */
export async function imagesOf(clients: Clients, ids: readonly string[], abortSignal: AbortSignal) {
  const { sdk, client } = await clients.ec2();
  const found = new Map<string, ImageFacts>();
  for (const Values of batches(ids)) {
    // A deprecated image is left out by default, yet launches well.
    const input = { Filters: [{ Name: "image-id", Values }], IncludeDeprecated: true };
    const pages = sdk.paginateDescribeImages({ client }, input, { abortSignal });
    for await (const images of listsOf(pages, (page) => page.Images, clients.taken)) {
      for (const image of images) {
        const facts = imageFacts(image);
        if (image.ImageId !== undefined && facts !== undefined) found.set(image.ImageId, facts);
      }
    }
  }
  return found;
}

/** See {@link imagesOf}. */
export async function keyPairsOf(clients: Clients, names: readonly string[], abortSignal: AbortSignal) {
  const { sdk, client } = await clients.ec2();
  const found = new Map<string, true>();
  for (const Values of batches(names)) {
    const input = { Filters: [{ Name: "key-name", Values }] };
    const { KeyPairs } = await client.send(new sdk.DescribeKeyPairsCommand(input), { abortSignal });
    const pairs = listOf(KeyPairs);
    counter(clients.taken, "items")(pairs.length);
    for (const { KeyName } of pairs) if (KeyName !== undefined) found.set(KeyName, true);
  }
  return found;
}

/** See {@link imagesOf}. */
export async function instanceTypesOf(clients: Clients, names: readonly string[], abortSignal: AbortSignal) {
  const { sdk, client } = await clients.ec2();
  const found = new Map<string, InstanceTypeFacts>();
  for (const Values of batches(names)) {
    const input = { Filters: [{ Name: "instance-type", Values }] };
    const pages = sdk.paginateDescribeInstanceTypes({ client }, input, { abortSignal });
    for await (const types of listsOf(pages, (page) => page.InstanceTypes, clients.taken)) {
      for (const type of types) {
        if (type.InstanceType !== undefined) found.set(type.InstanceType, instanceTypeFacts(type));
      }
    }
  }
  return found;
}

/** The account's switch for the serial console in the client's region. */
export async function serialConsoleOf(clients: Clients, abortSignal: AbortSignal): Promise<boolean> {
  const { sdk, client } = await clients.ec2();
  const answer = await client.send(new sdk.GetSerialConsoleAccessStatusCommand({}), { abortSignal });
  if (answer.SerialConsoleAccessEnabled === undefined) throw new Error("the answer lacks its value");
  return answer.SerialConsoleAccessEnabled;
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
