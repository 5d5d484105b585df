import { accountNameProblem, groupNameProblem, loginUserProblem } from "./account-name";
import { hashProblem } from "./password";
import type { InputProblem } from "./problem";
import { publicKeyProblem } from "./public-key";

/** One more account, besides the image's login user. */
export interface Account {
  /** As useradd(8) takes it everywhere: lower case letters, digits, `-` and `_`, at most 32. */
  readonly name: string;
  /** Lines of `authorized_keys`. */
  readonly publicKeys?: readonly string[];
  /** Whether it may become root by sudo, without a password. */
  readonly sudo?: boolean;
  /** Groups besides its own; one that the image does not have is made. */
  readonly groups?: readonly string[];
  /** Its shell, `/bin/bash` unless told. */
  readonly shell?: string;
}

/** The account for the serial console: a password, and no key. */
export interface RecoveryAccount {
  /** `recovery` unless told. */
  readonly name?: string;
  /** Hash of its password as crypt(5) writes it; {@link hashPassword} makes one. Left out, another program sets it. */
  readonly passwordHash?: string;
}

/** Who may log in to a host. */
export interface Access {
  /** The image's own login user, as in `ec2-user`: cloud-init makes it and gives it the key pair. */
  readonly loginUser: string;
  /** Keys of the login user, besides a key pair. */
  readonly publicKeys?: readonly string[];
  readonly users?: readonly Account[];
  readonly recoveryUser?: RecoveryAccount;
}

export const DEFAULT_SHELL = "/bin/bash";
export const RECOVERY_USER = "recovery";

export const recoveryName = (recovery: RecoveryAccount): string => recovery.name ?? RECOVERY_USER;

/** All that is wrong with the accounts and their keys, in the order of the options. */
export function accessProblems({
  loginUser,
  publicKeys = [],
  users = [],
  recoveryUser,
}: Access): readonly InputProblem[] {
  const recovery = recoveryUser === undefined ? [] : [recoveryName(recoveryUser)];
  const accounts = [loginUser, ...users.map(({ name }) => name), ...recovery];
  const problems: InputProblem[] = [];
  const add = (property: string, reason: string | undefined, remedy: string): void => {
    if (reason !== undefined) problems.push({ property, reason, remedy });
  };

  add(
    "loginUser",
    loginUserProblem(loginUser),
    "Give the account that the image's key pair opens, as in ec2-user or ubuntu",
  );
  problems.push(...keyProblems("publicKeys", publicKeys));
  users.forEach((user, index) => {
    const at = `users[${String(index)}]`;
    add(`${at}.name`, accountNameProblem(user.name), "Choose another name");
    add(
      `${at}.name`,
      repeated(accounts, user.name),
      "Give each account a name of its own; the login user's keys are publicKeys",
    );
    add(
      `${at}.shell`,
      shellProblem(user.shell ?? DEFAULT_SHELL),
      "Give the path of a shell that the image has, as in /bin/bash",
    );
    problems.push(...keyProblems(`${at}.publicKeys`, user.publicKeys ?? []));
    (user.groups ?? []).forEach((group, order) => {
      const remedy = "Leave it out: an account has a group of its own name anyway";
      add(`${at}.groups[${String(order)}]`, groupNameProblem(group, accounts), remedy);
    });
  });
  if (recoveryUser !== undefined) {
    const [name = RECOVERY_USER] = recovery;
    add("recoveryUser.name", accountNameProblem(name), "Choose another name");
    add("recoveryUser.name", repeated(accounts, name), "Give the console an account of its own");
    const { passwordHash } = recoveryUser;
    const reason = passwordHash === undefined ? undefined : hashProblem(passwordHash);
    add("recoveryUser.passwordHash", reason, "Make one with openssl passwd -6, and give it as a secret");
  }
  return problems;
}

const keyProblems = (property: string, keys: readonly string[]): readonly InputProblem[] =>
  keys.flatMap((key, index) => {
    const problem = publicKeyProblem(key);
    return problem === undefined ? [] : [{ property: `${property}[${String(index)}]`, ...problem }];
  });

const repeated = (accounts: readonly string[], name: string): string | undefined =>
  accounts.filter((each) => each === name).length > 1 ? "is the name of another account as well" : undefined;

function shellProblem(shell: string): string | undefined {
  if (!/^\/[\w./+-]+$/u.test(shell)) return "is no path of a shell";
  return /\/(?:nologin|false|true|sync|halt|shutdown)$/u.test(shell) ? "lets nobody in" : undefined;
}

/** A key as the files of the host take it: one line, single blanks, and no `'`, which only a comment may have had. */
export const keyLine = (key: string): string => key.trim().replace(/\s+/gu, " ").replaceAll("'", "");
