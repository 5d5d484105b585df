import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { matchKind } from "@latchkey/policies/image-kinds";
import { recogniseImage } from "@latchkey/policies/images";
import type { ImageFacts } from "../cloud-init/compose";
import type { InputProblem } from "../cloud-init/problem";
import type { HostArgs } from "./args";

/** What the composing needs to know of an image, or why it cannot. */
export interface KnownImage {
  readonly loginUser: string;
  readonly family: ImageFacts["family"];
  /** Whether the SSM agent is on it, as far as that is known. */
  readonly agent?: boolean;
  readonly problems: readonly InputProblem[];
}

const NAME_IT = "Give loginUser: the account that the image's key pair opens";

/** The image of a host. */
export interface HostImage {
  readonly id: pulumi.Output<string>;
  /** What the image calls its root device; `undefined` where only its id is known. */
  readonly rootDeviceName: pulumi.Output<string> | undefined;
}

/** The image that was given, or the newest of that name. */
export function hostImage({ ami, imageName, imageOwners }: HostArgs, parent: pulumi.Resource): HostImage {
  const given = (id: pulumi.Input<string>): HostImage => ({
    id: pulumi.output(id),
    rootDeviceName: undefined,
  });
  if (ami !== undefined || imageName === undefined) return given(ami ?? "");
  if (isParameter(imageName)) return given(aws.ssm.getParameterOutput({ name: imageName }, { parent }).value);
  const owners = imageOwners ?? [...(matchKind(imageName, [])?.owners ?? [])];
  const filters = [{ name: "name", values: [imageName] }];
  const found = aws.ec2.getAmiOutput({ mostRecent: true, owners, filters }, { parent });
  return { id: found.id, rootDeviceName: found.rootDeviceName };
}

/** What is wrong with what says which image it is, before any look-up. */
export function imageProblems({ ami, imageName, imageOwners, loginUser }: HostArgs): readonly InputProblem[] {
  if (ami === undefined && imageName === undefined) {
    return [
      {
        property: "ami",
        reason: "no image is given",
        remedy: "Give ami, or imageName to have the newest image of that name",
      },
    ];
  }
  if (imageName === undefined || isParameter(imageName) || imageOwners !== undefined || ami !== undefined)
    return [];
  const kind = matchKind(imageName, []);
  if (kind !== undefined && kind.owners.length > 0) return [];
  const remedy = `Give imageOwners${loginUser === undefined ? " and loginUser" : ""}, or ami`;
  return [
    {
      property: "imageName",
      reason: "is the name of no published image that is known here, so anybody may have made it",
      remedy,
    },
  ];
}

/** Recognises an image by its name, or by the id that the offline provider gave it. */
export function recognise(
  id: string,
  { imageName, loginUser }: Pick<HostArgs, "imageName" | "loginUser">,
): KnownImage {
  const names = imageName === undefined ? [] : [imageName];
  const known = (value: string) => ({ state: "known", value, path: "ami" }) as const;
  const unasked = { state: "unknown", path: "ami", why: "no look-up" } as const;
  const image = recogniseImage({ id: known(id), names, owners: [] }, { images: {} }, () => unasked);
  const family = image.family === "unknown" ? "other" : image.family;
  const agent = image.agent.state === "known" ? { agent: image.agent.value } : {};
  const own = image.loginUser.state === "known" ? image.loginUser.value : undefined;
  const answer = { loginUser: loginUser ?? own ?? "", family, ...agent };
  if (image.initSystem !== "cloud-init") {
    const reason = `is an image that cloud-init does not set up (${family}), so nothing here would reach it`;
    return {
      ...answer,
      problems: [
        {
          property: imageName === undefined ? "ami" : "imageName",
          reason,
          remedy: "Launch it with aws.ec2.Instance",
        },
      ],
    };
  }
  if (answer.loginUser === "") {
    const reason = "is not given, and the image is none whose login user is known here";
    return { ...answer, problems: [{ property: "loginUser", reason, remedy: NAME_IT }] };
  }
  if (loginUser !== undefined && own !== undefined && loginUser !== own) {
    const reason = `does not fit the image, whose key pair opens ${own}`;
    return {
      ...answer,
      problems: [
        { property: "loginUser", reason, remedy: "Leave it out, and give further accounts as users" },
      ],
    };
  }
  return { ...answer, problems: [] };
}

const isParameter = (name: string): boolean => name.startsWith("/aws/service/");
