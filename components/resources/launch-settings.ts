import type * as aws from "@pulumi/aws";
import type { InputProblem } from "../cloud-init/problem";

/** Version 2 of the metadata service only, and one hop more than the host itself needs, for its containers. */
export const METADATA = {
  httpEndpoint: "enabled",
  httpTokens: "required",
  httpPutResponseHopLimit: 2,
} as const;

/** An encrypted root; stop and start, and offline repair, keep it. */
export const ROOT: aws.types.input.ec2.InstanceRootBlockDevice = { encrypted: true, volumeType: "gp3" };

/** Arguments of the resource below that the component fills itself, and by what of its own people reach them. */
const OURS: Readonly<Record<string, string>> = {
  ami: "ami",
  imageId: "ami",
  instanceType: "instanceType",
  userData: "userData",
  userDataBase64: "userData",
  keyName: "keyName or keyPair",
  iamInstanceProfile: "role or instanceProfile",
  vpcSecurityGroupIds: "vpcSecurityGroupIds",
  tags: "tags",
};

/** What people must not say twice. */
export function passedOnProblems(
  property: string,
  given: Readonly<Record<string, unknown>> | undefined,
): readonly InputProblem[] {
  return Object.keys(given ?? {}).flatMap((name) => {
    const own = Object.hasOwn(OURS, name) ? OURS[name] : undefined;
    return own === undefined
      ? []
      : [
          {
            property: `${property}.${name}`,
            reason: "is what the component composes by itself",
            remedy: `Give it as ${own} of the component`,
          },
        ];
  });
}

/** A nested argument: ours, with what people say on top. */
export const over = (ours: object, given: unknown): object =>
  typeof given === "object" && given !== null ? { ...ours, ...given } : ours;
