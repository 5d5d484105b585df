export {
  RecoverableAutoScalingGroup,
  type RecoverableAutoScalingGroupArgs,
} from "./recoverable-auto-scaling-group";
export { RecoverableInstance, type RecoverableInstanceArgs } from "./recoverable-instance";
export { RecoverableLaunchTemplate, type RecoverableLaunchTemplateArgs } from "./recoverable-launch-template";
export { SerialConsole, type SerialConsoleArgs } from "./serial-console";
export type { Endpoints, RecoveryUser, RepairSwitches, User } from "./resources/args";
