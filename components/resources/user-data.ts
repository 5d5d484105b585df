import * as pulumi from "@pulumi/pulumi";
import type { RecoveryAccount } from "../cloud-init/accounts";
import { installAgent } from "../cloud-init/agent";
import { composeUserData } from "../cloud-init/compose";
import { fetchRecoveryHash, parameterProblems, RECOVERY_HASH_FILE } from "../cloud-init/fetch-hash";
import type { InputProblem } from "../cloud-init/problem";
import type { HostArgs, RecoveryUser } from "./args";
import { hostImage, recognise, type HostImage } from "./image";
import { inputError, refuse } from "./input-errors";
import { plainProblems } from "./plain-problems";
import { keyPairTextProblems } from "./key-pair";
import { generatedPassword, recoveryHash, type RecoveryPassword } from "./recovery-password";
import { givenRoleProblems } from "./role";

/** The image and the user data of a host. */
export interface HostUserData {
  readonly image: HostImage;
  readonly loginUser: pulumi.Output<string>;
  /** Base64 of the composed user data; secret where it holds a hash or something of the caller's that is. */
  readonly base64: pulumi.Output<string>;
  readonly recoveryPassword: pulumi.Output<string> | undefined;
  /** For `dependsOn` of all that is made: nothing is before everything given was looked at. */
  readonly checked: pulumi.Output<pulumi.Resource[]>;
}

export interface HostUserDataOptions {
  /** Type of the component, for messages. */
  readonly component: string;
  readonly name: string;
  readonly parent: pulumi.Resource;
  readonly gzip?: boolean;
  /** What else is wrong with the arguments, told together with what is found here. */
  readonly problems?: readonly InputProblem[];
}

/**
 * Composes a host's user data and has it judged.
 *
 * @throws InputPropertyError for what is wrong with values that are known right now. What is wrong with others makes
 *   `base64` and `checked` fail as soon as they are known: at preview for secrets and configuration, else at apply.
 */
export function hostUserData(
  args: HostArgs,
  { component, name, parent, gzip, problems = [] }: HostUserDataOptions,
): HostUserData {
  refuse(component, [...problems, ...plainProblems(args)]);
  const { recoveryUser, userData = [], publicKeys = [], users = [] } = args;
  const generated = generatedPassword(name, recoveryUser, { parent });
  const context = `${pulumi.getProject()}/${pulumi.getStack()}/${component}`;
  const image = hostImage(args, parent);
  const composed = pulumi
    .all([
      image.id,
      pulumi.output(userData),
      pulumi.output(publicKeys),
      pulumi.output(users),
      recoveryHash(recoveryUser, generated, context),
      pulumi.output(recoveryUser?.passwordParameter ?? ""),
      pulumi.output(args.keyPair ?? ""),
      givenRoleProblems(args, parent),
    ])
    .apply(([id, texts, keys, accounts, password, parameter, keyPair, role]) => {
      const known = recognise(id, args);
      const found = composeUserData({
        loginUser: known.loginUser === "" ? "login" : known.loginUser,
        family: known.family,
        keyPair: args.keyName !== undefined || args.keyPair !== undefined,
        publicKeys: keys,
        users: accounts,
        ...(recoveryUser !== undefined && { recoveryUser: recoveryAccount(recoveryUser, password) }),
        ...(parameter !== "" && { recoveryHashFile: RECOVERY_HASH_FILE }),
        extra: [
          ...(parameter === "" ? [] : [fetchRecoveryHash({ parameter, account: recoveryUser?.name })]),
          ...(known.agent === false && args.sessionManager !== false ? [installAgent()] : []),
        ],
        userData: texts.map((text) => ({ text })),
        repair: args.repair ?? {},
        keepOpen: args.keepOpen === true,
        mend: args.withoutRepair !== true,
        acceptedRules: args.acceptedRules ?? [],
        gzip: gzip !== false,
      });
      const all = [
        ...known.problems,
        ...password.problems,
        ...(parameter === "" ? [] : parameterProblems("recoveryUser.passwordParameter", parameter)),
        ...(keyPair === "" ? [] : keyPairTextProblems(keyPair)),
        ...role,
        ...found.problems,
      ];
      if (all.length > 0 || found.userData === undefined) throw inputError(component, all);
      return { base64: found.userData.base64, loginUser: known.loginUser };
    });
  return {
    image,
    // The name of an account is none of the secrets that are composed with it.
    loginUser: pulumi.unsecret(composed.apply(({ loginUser }) => loginUser)),
    base64: composed.apply(({ base64 }) => base64),
    recoveryPassword: generated,
    checked: pulumi.unsecret(composed.apply((): pulumi.Resource[] => [])),
  };
}

function recoveryAccount({ name }: RecoveryUser, { hash }: RecoveryPassword): RecoveryAccount {
  return { ...(name !== undefined && { name }), ...(hash !== undefined && { passwordHash: hash }) };
}
