import * as pulumi from "@pulumi/pulumi";
import type { RepairParts } from "../cloud-init/repair";
import { composeUserData } from "../cloud-init/compose";
import type { InputProblem } from "../cloud-init/problem";
import type { HostArgs } from "./args";
import { imageId, imageProblems, recognise } from "./image";
import { inputError, refuse } from "./input-errors";
import { generatedPassword, recoveryHash, recoveryProblems } from "./recovery-password";
import { fetchRecoveryHash, RECOVERY_HASH_FILE } from "../cloud-init/fetch-hash";

/** The image and the user data of a host. */
export interface HostUserData {
  readonly ami: pulumi.Output<string>;
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
export function hostUserData(args: HostArgs, { component, name, parent, gzip, problems = [] }: HostUserDataOptions): HostUserData {
  const early = [...problems, ...imageProblems(args), ...recoveryProblems(args.recoveryUser)];
  // Without a way in by key the keys cannot be judged as one set; each is told all the same.
  refuse(component, early.length > 0 ? [...early, ...plainProblems(args)] : []);
  const { recoveryUser, userData = [], publicKeys = [], users = [] } = args;
  const generated = generatedPassword(name, recoveryUser, { parent });
  const context = `${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}/${component}/${name}`;
  const ami = imageId(args, parent);
  const resolved = pulumi.all({
    id: ami,
    userData,
    publicKeys,
    users: pulumi.output(users),
    password: recoveryHash(recoveryUser, generated, context),
    parameter: recoveryUser?.passwordParameter,
  });
  const composed = resolved.apply(({ id, userData: texts, publicKeys: keys, users: accounts, password, parameter }) => {
    const image = recognise(id, args);
    const found = composeUserData({
      loginUser: image.loginUser === "" ? "unknown" : image.loginUser,
      family: image.family,
      keyPair: args.keyName !== undefined || args.keyPair !== undefined,
      publicKeys: keys,
      users: accounts,
      ...(recoveryUser !== undefined && {
        recoveryUser: {
          ...(recoveryUser.name !== undefined && { name: recoveryUser.name }),
          ...(password.hash !== undefined && { passwordHash: password.hash }),
        },
      }),
      ...(parameter !== undefined && { recoveryHashFile: RECOVERY_HASH_FILE, extra: [fetchRecoveryHash({ parameter, account: recoveryUser?.name })] }),
      userData: texts.map((text) => ({ text })),
      repair: (args.repair ?? {}) as RepairParts,
      mend: args.withoutRepair !== true,
      acceptedRules: args.acceptedRules ?? [],
      gzip: gzip !== false,
    });
    const all = [...image.problems, ...password.problems, ...found.problems];
    if (all.length > 0 || found.userData === undefined) throw inputError(component, all);
    return { base64: found.userData.base64, loginUser: image.loginUser };
  });
  return {
    ami,
    // The name of an account is none of the secrets that are composed with it.
    loginUser: pulumi.unsecret(composed.apply(({ loginUser }) => loginUser)),
    base64: composed.apply(({ base64 }) => base64),
    recoveryPassword: generated,
    checked: pulumi.unsecret(composed.apply((): pulumi.Resource[] => [])),
  };
}
