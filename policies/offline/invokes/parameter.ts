import { matchKind } from "../../boot/image/match";
import { offlineImageId } from "../../boot/image/offline-image";
import { hex } from "../ids";
import { textOf } from "../properties";
import { answer, regionOf, regionResult } from "./lookup";
import type { LookUp } from "./lookup";

// Public parameters that hold an image id: https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-public-parameters.html
const IMAGE_ID = [
  /^\/aws\/service\/ami-(?:amazon-linux|windows|macos)-latest\//,
  /^\/aws\/service\/(?:canonical|debian|suse|marketplace|deeplearning|ecs|eks|bottlerocket)\/.*(?:ami[-_]id|image_id|amd64|arm64|x86_64|latest|recommended)$/,
];

/** The image id that a public parameter holds. Anything else only the account knows. */
export const getParameter: LookUp = (args, configuration) => {
  const name = textOf(args.name);
  if (name === undefined || !IMAGE_ID.some((pattern) => pattern.test(name))) {
    return { refused: "only public parameters that hold an image id can be answered offline" };
  }
  const region = regionOf(args, configuration);
  const image = offlineImageId(matchKind(name, []), hex(`${region} ${name}`, 4));
  // The parameters of ECS hold a record in JSON where they end in `recommended`, and the bare id below it.
  const value = name.endsWith("/recommended")
    ? JSON.stringify({ image_id: image, image_name: "", os: "" })
    : image;
  return answer({
    ...args,
    arn: `arn:${configuration.partition}:ssm:${region}::parameter${name}`,
    id: name,
    insecureValue: value,
    name,
    type: "String",
    value,
    version: 1,
    ...regionResult(args, configuration),
  });
};
