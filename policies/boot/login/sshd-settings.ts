import { mentioned, trait, type Machine } from "../machine/machine";
import type { LoginReason } from "./reason";
import { sshdAnswer, whereSet, type SshdAnswer } from "./sshd-answer";
import { isImagesOwn, originOfLine, readConfig } from "./sshd-reading";

/** Whether the configuration that was edited may let in keys and passwords that no line shows. */
export function otherLogins(machine: Machine): readonly LoginReason[] {
  const started = trait(machine, "sshd", "", "started");
  if (!started.certain || isImagesOwn(started.value)) return [];
  const [account = "root"] = mentioned(machine, "account");
  const { settings } = sshdAnswer(machine, account);
  if (settings === undefined) return [];
  const files = started.value;
  const told = [
    [settings.trustedUserCAKeys, "sshd trusts an SSH certificate authority"],
    [settings.authorizedKeysCommand, "sshd asks a program for keys"],
    [settings.authorizedPrincipalsCommand, "sshd asks a program for principals"],
  ] as const;
  return told
    .filter(([setting]) => setting.state === "unknown" || setting.value !== undefined)
    .map(([setting, what]) => ({ what, since: originOfLine(files, whereSet(setting)) }));
}

/** Whether the configuration keeps sshd from starting, for everybody. */
export function doesNotStart(machine: Machine): boolean {
  const started = trait(machine, "sshd", "", "started");
  if (!started.certain || isImagesOwn(started.value)) return false;
  return readConfig(started.value, machine).state === "fails";
}

/** Whether sshd takes passwords by the configuration that the user data edited. */
export function takesPasswords(machine: Machine, account: string): LoginReason | undefined {
  const started = trait(machine, "sshd", "", "started");
  const { settings } = sshdAnswer(machine, account);
  if (!started.certain || settings === undefined) return undefined;
  const setting = settings.passwordAuthentication;
  const since = originOfLine(started.value, whereSet(setting));
  const on = setting.state === "unknown" || (setting.value && since.from === "user-data");
  return on ? { what: "sshd takes passwords", since } : undefined;
}

/** Whether a line of the user data's says that an account is not let in by password. */
export function refusesPasswords(machine: Machine, account: string): boolean {
  const started = trait(machine, "sshd", "", "started");
  const setting = sshdAnswer(machine, account).settings?.passwordAuthentication;
  if (!started.certain || setting?.state !== "set" || setting.value) return false;
  return originOfLine(started.value, setting).from === "user-data";
}

/** Whether modes and owners count at all. */
export const isStrict = ({ settings }: SshdAnswer): boolean =>
  !(settings?.strictModes.state === "set" && !settings.strictModes.value);

/** The ports that the running sshd is known to listen on; 22 where nothing says otherwise. `undefined`: cannot be told. */
export function listeningPorts(machine: Machine, account: string): readonly number[] | undefined {
  const { settings } = sshdAnswer(machine, account);
  if (settings === undefined) return [22];
  if (settings.ports.state === "unknown") return undefined;
  const ports = settings.ports.value.map(({ value }) => value);
  return ports.length === 0 ? [22] : ports;
}

/** Whether sshd leaves PAM out, and judges the account itself; `undefined` where that cannot be told. */
export function withoutPam({ settings }: SshdAnswer): boolean | undefined {
  if (settings === undefined) return false;
  return settings.usePAM.state === "unknown" ? undefined : !settings.usePAM.value;
}
