import { isLoginShell } from "../boot/login/login-shell";
import { mentioned, trait, type Machine } from "../boot/machine/machine";
import { is, type Prediction } from "../boot/machine/prediction";
import type { AccountTraits } from "../boot/machine/traits";
import { staysOn } from "./stays-on";
import type { AccessSubject } from "./subject";
import { cannotTell, fails, HOLDS, wayOf, type Condition, type Way } from "./way";

/** The EC2 serial console: switched on for account and region, a type that has one, and an account with a password. */
export function serialConsole(subject: AccessSubject): Way {
  return wayOf([
    settingCondition(subject),
    typeCondition(subject),
    passwordCondition(subject),
    staysOn(subject),
  ]);
}

/** Whether the account's setting is on. */
export function settingCondition({ account }: Pick<AccessSubject, "account">): Condition {
  const setting = account.serialConsole;
  if (setting.state === "unknown") return cannotTell(setting.why);
  if (setting.state === "known")
    return setting.value ? HOLDS : fails("serial console access is off in this account and region");
  return fails("nobody switches serial console access on in this account and region (AWS's default is off)");
}

export function typeCondition({ launch, supportsSerialConsole }: AccessSubject): Condition {
  const { instanceTypes } = launch;
  if (instanceTypes.state !== "known") return cannotTell("which instance type it gets");
  const answers = instanceTypes.value.map((type) => ({ type, has: supportsSerialConsole(type) }));
  const without = answers.filter(({ has }) => has === false);
  if (answers.length > 0 && without.length === answers.length) {
    const told = [...new Set(without.map(({ type }) => toldType(type)))].join(", ");
    return fails(`${told} has no serial console (not a Nitro type)`);
  }
  return answers.every(({ has }) => has === true)
    ? HOLDS
    : cannotTell("whether its instance types have a serial console");
}

/** Types without one, as AWS calls them; what else stands there may be anything. */
const TYPE =
  /^(?:t[12]|m[1-4]|c[134]|cc2|cr1|r[34]|x1e?|d2|h1|hs1|i[23]|f1|g[23]s?|p[23]|a1|g5g|u-\d{1,2}tb1|mac[12](?:-m\d)?)\.(?:nano|micro|small|medium|\d{0,2}x?large|metal)$/u;

const toldType = (type: string): string => (TYPE.test(type) ? type : "its instance type");

function passwordCondition({ boot, image }: AccessSubject): Condition {
  if (image.family === "windows") return cannotTell("Windows has a console of its own");
  const machine = boot.afterBoot;
  const answers = [...new Set(["root", ...mentioned(machine, "account")])].map((account) =>
    account === boot.loginUser && boot.loginUserIs === "presumed"
      ? cannotTell("whether the image has the account that its password is for")
      : consoleLogin(machine, account),
  );
  if (answers.some(({ holds }) => holds === true)) return HOLDS;
  const unclear = answers.find(({ holds }) => holds === "unknown");
  if (unclear !== undefined) return unclear;
  // An image of somebody's own may bring an account with a password.
  if (image.family === "unknown" || image.family === "other")
    return cannotTell("whether the image brings a password");
  const unseen = machine.opaque[0];
  return unseen === undefined
    ? fails("no account has a password to log in with")
    : cannotTell(unseen.why, unseen.since);
}

/** Whether an account's password opens a console. One that has to be changed first is asked for there and then. */
function consoleLogin(machine: Machine, account: string): Condition {
  const of = <K extends keyof AccountTraits>(which: K) => trait(machine, "account", account, which);
  const wanted = [
    { prediction: of("password"), good: is(of("password"), true) },
    { prediction: of("exists"), good: is(of("exists"), true) },
    { prediction: of("expired"), good: is(of("expired"), false) },
    { prediction: of("shell"), good: hasLoginShell(of("shell")) },
  ];
  if (wanted.some(({ prediction, good }) => prediction.certain && !good))
    return fails("no account has a password to log in with");
  const unclear = wanted.find(({ prediction }) => !prediction.certain)?.prediction;
  return unclear === undefined ? HOLDS : cannotTell("whether an account has a password", unclear.since);
}

const hasLoginShell = (shell: Prediction<string>): boolean => shell.certain && isLoginShell(shell.value);
