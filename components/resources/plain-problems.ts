import { composeUserData } from "../cloud-init/compose";
import { parameterProblems } from "../cloud-init/fetch-hash";
import type { InputProblem } from "../cloud-init/problem";
import type { HostArgs } from "./args";
import { imageProblems, recognise } from "./image";
import { recoveryProblems } from "./recovery-password";

/**
 * All that is wrong with what is known before Pulumi resolves anything. Lists of which an item is only known later are
 * left to the second look.
 */
export function plainProblems(args: HostArgs): readonly InputProblem[] {
  const { recoveryUser, users = [] } = args;
  const image = imageProblems(args);
  const found = image.length > 0 ? undefined : recognise(typeof args.ami === "string" ? args.ami : "", args);
  const parameter = recoveryUser?.passwordParameter;
  const composed = composeUserData({
    loginUser: found === undefined || found.loginUser === "" ? "login" : found.loginUser,
    family: found?.family ?? "other",
    publicKeys: plainTexts(args.publicKeys),
    users: users.map(({ publicKeys, groups, ...user }) => ({
      ...user,
      publicKeys: plainTexts(publicKeys),
      groups: plainTexts(groups),
    })),
    // The caller's user data may lead elsewhere with a key pair that is only known later: taken for given.
    keyPair: true,
    ...(recoveryUser !== undefined && {
      recoveryUser: recoveryUser.name === undefined ? {} : { name: recoveryUser.name },
    }),
    userData: plainTexts(args.userData).map((text) => ({ text })),
    repair: args.repair ?? {},
    keepOpen: args.keepOpen === true,
    mend: args.withoutRepair !== true,
    acceptedRules: args.acceptedRules ?? [],
  });
  return [
    ...image,
    // An id that is only known later may still tell who logs in.
    ...(found === undefined || (args.ami !== undefined && typeof args.ami !== "string")
      ? []
      : found.problems),
    ...recoveryProblems(recoveryUser),
    ...(typeof parameter === "string" ? parameterProblems("recoveryUser.passwordParameter", parameter) : []),
    ...composed.problems,
  ];
}

const plainTexts = (list: unknown): readonly string[] =>
  Array.isArray(list) && list.every((item) => typeof item === "string") ? list : [];
