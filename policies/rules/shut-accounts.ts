import { firstMet } from "../boot/login/first-met";
import { keyLogin } from "../boot/login/key-login";
import { loginAccounts, mayHaveKeys } from "../boot/login/host-login";
import type { LoginReason } from "../boot/login/reason";
import { trait, type Machine } from "../boot/machine/machine";
import { is, type UserDataOrigin } from "../boot/machine/prediction";
import type { Boot } from "../boot/predict";
import type { Launch } from "../launch/launch";
import type { UserDataSubject } from "./rule";
import type { Span } from "./wording";

export interface ShutAccount {
  readonly account: string;
  readonly what: string;
  readonly since: UserDataOrigin;
  readonly span: Span;
}

/** What keeps an account out of a machine, as the rule that asks sees it. */
export type WhatShuts = (machine: Machine, account: string) => readonly LoginReason[];

/**
 * The accounts that the user data itself shuts, each once per line; none where another account still gets in or may,
 * since then it is no lock-out, and none where no key was ever meant to open anything.
 */
export function shutAccounts(subject: UserDataSubject, whatShuts: WhatShuts): readonly ShutAccount[] {
  const found = new Map<string, ShutAccount>();
  for (const { machine, accounts, span } of shutBoots(subject)) {
    for (const account of accounts) {
      for (const { what, since } of whatShuts(machine, account)) {
        if (since.from !== "user-data") continue;
        const key = `${account}:${String(since.place.part)}:${String(since.place.line)}`;
        if (!found.has(key)) found.set(key, { account, what, since, span });
      }
    }
  }
  return [...found.values()];
}

/** The same for what shuts everybody out alike: each line once. */
export function shutHost(
  subject: UserDataSubject,
  whatShuts: (machine: Machine) => readonly LoginReason[],
): readonly Omit<ShutAccount, "account">[] {
  const { loginUser } = subject.boot;
  return shutAccounts(subject, (machine, account) => (account === loginUser ? whatShuts(machine) : []));
}

/** Asks only about accounts that are there: what goes with a removed account is another rule's. */
export const ifThere =
  (whatShuts: WhatShuts): WhatShuts =>
  (machine, account) =>
    is<boolean>(trait(machine, "account", account, "exists"), false) ? [] : whatShuts(machine, account);

interface ShutBoot {
  readonly machine: Machine;
  readonly accounts: readonly string[];
  readonly span: Span;
}

const SHUT = new WeakMap<Boot, readonly ShutBoot[]>();

/** The boots, of the first and the next one, after which no account gets in. Every rule asks for them anew. */
function shutBoots(subject: UserDataSubject): readonly ShutBoot[] {
  const found = SHUT.get(subject.boot) ?? findShutBoots(subject);
  SHUT.set(subject.boot, found);
  return found;
}

function findShutBoots({ launch, boot, image }: UserDataSubject): readonly ShutBoot[] {
  if (image.initSystem !== "cloud-init") return [];
  const look = (machine: Machine) => {
    const accounts = loginAccounts(boot, machine);
    const states = accounts.map((account) => keyLogin(machine, account, image).state);
    const meant = mayHaveKeyPair(launch, boot) || accounts.some((account) => mayHaveKeys(machine, account));
    const isShut = meant && states.every((state) => state === "closed");
    return { machine, accounts, isShut, isOpen: states.includes("open") };
  };
  const now = look(firstMet(boot));
  const later = look(boot.afterReboot);
  return [
    ...(now.isShut ? [{ ...now, span: later.isOpen ? "until-reboot" : "first-boot" } as const] : []),
    ...(later.isShut ? [{ ...later, span: "next-boot" } as const] : []),
  ];
}

// Whoever uses a template may still name a key pair.
const mayHaveKeyPair = ({ kind }: Launch, { keyPair }: Boot): boolean =>
  keyPair.state === "absent" ? kind === "template" : keyPair.state === "unknown" || keyPair.value;
