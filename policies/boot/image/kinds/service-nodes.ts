import type { ImageKind } from "../families";
import { base } from "./base";

const emr = { ...base, loginUser: "hadoop" } as const;
const beanstalk = { ...base, loginUser: "ec2-user" } as const;

/**
 * Images that a service picks, by what it calls them in place of an image's name: EMR by its release label, Elastic
 * Beanstalk by the name of its solution stack ("Using the default Amazon Linux AMI for Amazon EMR", "Connect to the primary
 * node using SSH", EMR management guide; "Elastic Beanstalk supported platforms").
 */
export const serviceNodeKinds: readonly ImageKind[] = [
  { ...emr, id: "emr-al2023", family: "al2023", names: ["emr-7.*"] },
  { ...emr, id: "emr-amazon-linux-2", family: "amazon-linux-2", names: ["emr-6.*", "emr-5.3*"] },
  {
    ...emr,
    id: "emr-amazon-linux-1",
    family: "other",
    names: ["emr-5.*", "emr-4.*"],
    instanceConnect: false,
  },
  { ...beanstalk, id: "beanstalk-al2023", family: "al2023", names: ["64bit Amazon Linux 2023 *"] },
  {
    ...beanstalk,
    id: "beanstalk-amazon-linux-2",
    family: "amazon-linux-2",
    names: ["64bit Amazon Linux 2 *"],
  },
  {
    ...beanstalk,
    id: "beanstalk-windows",
    family: "windows",
    loginUser: "none",
    names: ["64bit Windows Server *"],
    instanceConnect: false,
    initSystem: "other",
  },
];
