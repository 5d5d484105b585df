import type { ImageKind } from "../families";
import { base } from "./base";

const deepLearning = { ...base, owners: ["898082745236"], agent: true } as const;

/** AWS Deep Learning AMIs: the login user follows the distribution below, which the name tells. */
export const deepLearningKinds: readonly ImageKind[] = [
  {
    ...deepLearning,
    id: "deep-learning-ubuntu",
    family: "ubuntu",
    loginUser: "ubuntu",
    names: ["Deep Learning*(Ubuntu*", "AWS Deep Learning*(Ubuntu*", "Deep Learning*Ubuntu*"],
    parameters: ["/aws/service/deeplearning/ami/*ubuntu*"],
  },
  {
    ...deepLearning,
    loginUser: "ec2-user",
    id: "deep-learning-al2023",
    family: "al2023",
    names: ["Deep Learning*(Amazon Linux 2023)*", "AWS Deep Learning*(Amazon Linux 2023)*"],
    parameters: ["/aws/service/deeplearning/ami/*amazon-linux-2023*"],
  },
  {
    ...deepLearning,
    loginUser: "ec2-user",
    id: "deep-learning-amazon-linux-2",
    family: "amazon-linux-2",
    names: ["Deep Learning*(Amazon Linux 2)*", "AWS Deep Learning*(Amazon Linux 2)*"],
    parameters: ["/aws/service/deeplearning/ami/*amazon-linux-2*"],
  },
];
