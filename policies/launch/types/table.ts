import { batchComputeEnvironment } from "./batch-compute-environment";
import { beanstalkEnvironment } from "./beanstalk-environment";
import { eksNodeGroup } from "./eks-node-group";
import { emrCluster } from "./emr-cluster";
import { fleet } from "./fleet";
import { group } from "./group";
import { instance } from "./instance";
import { launchConfiguration } from "./launch-configuration";
import { launchTemplate } from "./launch-template";
import type { LaunchType } from "./launch-type";
import { spotFleetRequest } from "./spot-fleet-request";
import { spotInstanceRequest } from "./spot-instance-request";

/** The resource types that a launch is read from. A further type is a file here and a line in this list. */
const types: readonly LaunchType[] = [
  instance,
  spotInstanceRequest,
  group,
  fleet,
  spotFleetRequest,
  eksNodeGroup,
  batchComputeEnvironment,
  emrCluster,
  beanstalkEnvironment,
  launchTemplate,
  launchConfiguration,
];

/** By Pulumi type token. */
export const launchTypes: ReadonlyMap<string, LaunchType> = new Map(types.map((type) => [type.token, type]));
