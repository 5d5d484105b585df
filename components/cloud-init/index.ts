// What people compose who have resources of their own: no Pulumi, no AWS.
export { accessCloudConfig, type AccessCloudConfigOptions } from "./access-cloud-config";
export type { Access, Account, RecoveryAccount } from "./accounts";
export { composeUserData, type Composed, type ComposeOptions } from "./compose";
export { encodeUserData, USER_DATA_LIMIT, type EncodedUserData } from "./encode";
export { mergeUserData, type MergedUserData, type MergeOptions, type UserDataPart } from "./merge";
export { hashPassword } from "./password";
export { InputProblemsError, type InputProblem } from "./problem";
export { publicKeyProblem } from "./public-key";
export { repairScript, type RepairOptions, type RepairParts } from "./repair";
export { rescueUserData, type RescueOptions, type RescueUserData } from "./rescue";
