import { unknown, valueOf } from "../../facts/fact";
import { OFFLINE_IMAGE, OFFLINE_INPUT } from "../../facts/offline";
import type { ImageHints } from "../launch";
import type { Source } from "../part";
import { textAt } from "../read";
import type { StackResource } from "../resource";
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
      id: unknown(path, `EC2 looks ${path} up at launch, in an SSM parameter`),
      names: parameter === "" ? [] : [parameter],
      owners: [],
    };
  }
  if (id.state === "known" && id.value.startsWith(OFFLINE_IMAGE) && !isServedOffline(resource)) {
    return { id, names: [], owners: [], imitated: true };
  }
  const reference = refer(stack, resource, id, ownImage);
  if (reference.kind !== "found") return { id, names: [], owners: [] };
  const name = valueOf(textAt(reference.resource.inputs, "name"));
  return { id, names: name === undefined ? [] : [name], owners: ["self"] };
}

const isServedOffline = ({ provider }: StackResource): boolean =>
  provider !== undefined && Object.hasOwn(provider, OFFLINE_INPUT);
