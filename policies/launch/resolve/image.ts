import { unknown, valueOf } from "../../facts/fact";
import { OFFLINE_IMAGE, OFFLINE_INPUT } from "../../facts/offline";
import type { ImageHints } from "../launch";
import type { Source } from "../part";
import { textAt } from "../read";
import type { Stack, StackResource } from "../resource";
import { refer, type Target } from "../stack";

/** Images that a stack makes: they belong to the account. */
const ownImage: Target = {
  types: ["aws:ec2/ami:Ami", "aws:ec2/amiCopy:AmiCopy", "aws:ec2/amiFromInstance:AmiFromInstance"],
  names: [],
};

const PARAMETER = "resolve:ssm:";

/**
 * What a program says of the image that a property names: an AMI id, an SSM parameter (`resolve:ssm:PATH[:VERSION]`,
 * which EC2 looks up at launch), or an image of the stack. What `getAmi` searched by is not in any resource.
 */
export function imageAt({ resource, stack }: Source, path: string): ImageHints {
  const id = textAt(resource.inputs, path);
  if (id.state === "absent") return { id, names: [], owners: [] };
  if (id.state === "known" && id.value.startsWith(PARAMETER)) {
    const [parameter = ""] = id.value.slice(PARAMETER.length).split(":");
    return {
      id: unknown(path, `EC2 looks ${path} up at launch, in the SSM parameter ${parameter}`),
      names: parameter === "" ? [] : [parameter],
      owners: [],
    };
  }
  // Such an id says what the image is, to whoever believes it: only the offline provider itself is taken at its word.
  if (id.state === "known" && id.value.startsWith(OFFLINE_IMAGE) && !isServedOffline(resource, stack)) {
    const why = `${path} is written as the offline provider's ids are, but AWS's own provider serves it`;
    return { id: unknown(path, why), names: [], owners: [] };
  }
  const reference = refer(stack, resource, id, ownImage);
  if (reference.kind !== "found") return { id, names: [], owners: [] };
  const name = valueOf(textAt(reference.resource.inputs, "name"));
  return { id, names: name === undefined ? [] : [name], owners: ["self"] };
}

/**
 * Whether the offline provider gives this resource its ids. Resources of `aws-native` have another provider, and the ids
 * of look-ups from the classic one: there any resource of that tells.
 */
function isServedOffline(resource: StackResource, stack: Stack): boolean {
  const { written } = resource;
  if (written === undefined || !written.type.startsWith("aws-native:")) return isOffline(resource);
  return [...stack.values()].some((each) => each.written === undefined && isOffline(each));
}

const isOffline = ({ type, provider }: StackResource): boolean =>
  type.startsWith("aws:") && provider !== undefined && Object.hasOwn(provider, OFFLINE_INPUT);
