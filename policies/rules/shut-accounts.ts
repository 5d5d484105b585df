import { keyLogin } from "../boot/login/key-login";
import { loginAccounts, mayHaveKeys } from "../boot/login/host-login";
import type { Origin, UserDataOrigin } from "../boot/machine/prediction";
import type { Boot } from "../boot/predict";
import type { Launch } from "../launch/launch";
import type { UserDataSubject } from "./rule";

export interface ShutAccount {
  readonly account: string;
  readonly since: UserDataOrigin;
}

/**
 * The accounts that the user data itself shuts, each once per line; none where another account still gets in or may,
 * since then it is no lock-out, and none where no key was ever meant to open anything.
 *
 * @param whatShuts The origins of what shuts the account, as the rule that asks sees it.
 */
export function shutAccounts(
  { launch, boot, image }: UserDataSubject,
  whatShuts: (account: string) => readonly Origin[],
): readonly ShutAccount[] {
  if (image.initSystem !== "cloud-init") return [];
  const accounts = loginAccounts(boot, boot.afterBoot);
  const shut = accounts.filter((account) => keyLogin(boot.afterBoot, account, image).state === "closed");
  if (shut.length < accounts.length) return [];
  if (!mayHaveKeyPair(launch, boot) && !accounts.some((account) => mayHaveKeys(boot.afterBoot, account)))
    return [];
  return accounts.flatMap((account) => {
    const lines = new Map<string, ShutAccount>();
    for (const since of whatShuts(account)) {
      if (since.from !== "user-data") continue;
      const { part, line } = since.place;
      const key = `${String(part)}:${String(line)}`;
      if (!lines.has(key)) lines.set(key, { account, since });
    }
    return [...lines.values()];
  });
}

// Whoever uses a template may still name a key pair.
const mayHaveKeyPair = ({ kind }: Launch, { keyPair }: Boot): boolean =>
  keyPair.state === "absent" ? kind === "template" : keyPair.state === "unknown" || keyPair.value;
