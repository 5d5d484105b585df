import { findsKeyPair } from "../boot/login/key-files";
import { mentioned, trait } from "../boot/machine/machine";
import type { UserDataOrigin } from "../boot/machine/prediction";
import { defineRule, type UserDataSubject } from "./rule";
import { shutAccounts } from "./shut-accounts";
import { describeOrigin } from "./wording";

export default defineRule({
  id: "key-pair-unused",
  title: "The user data keeps the launch's key pair from every account",
  severity: "high",
  enforcement: "advisory",
  judges: "user-data",
  closes: ["ssh"],
  remedy:
    "List `default` among `users` and leave `allow_public_ssh_keys` alone; or name no key pair, if nobody is to have it.",
  causes: [
    "`allow_public_ssh_keys: false`, which keeps the key pair from the default account",
    "A `users` list without `default`, where another account gets in by a key of its own",
    "An entry of the default account's name in place of `default`: cloud-init makes it without the key pair",
  ],
  check(subject) {
    const since = keptBy(subject);
    const { keyPair } = subject.boot;
    if (since === undefined || keyPair.state !== "known" || !keyPair.value) return [];
    const shut = shutAccounts(subject, () => [{ what: "", since }]);
    // Without any account the list is told by the rule about that.
    if (since.cause === "users-list" && shut.length > 0) return [];
    const rest =
      shut.length > 0 ? "no account has another key" : "only keys that are brought otherwise open anything";
    return [
      {
        message: `${describeOrigin(since)}: the key pair of the launch is given to nobody; ${rest}, from the first boot on.`,
        place: since.place,
        ...(shut.length === 0 && { severity: "low" as const }),
      },
    ];
  },
});

/** The line for which the login account is given no key pair (cc_ssh, ug_util.normalize_users_groups). */
function keptBy({ boot, image }: UserDataSubject): UserDataOrigin | undefined {
  if (image.initSystem !== "cloud-init" || boot.loginUserIs === "unknown") return undefined;
  // It is given to somebody in another way than by cloud-init.
  if (mentioned(boot.afterBoot, "account").some((account) => findsKeyPair(boot.afterBoot, account)))
    return undefined;
  const keys = trait(boot.afterBoot, "account", boot.loginUser, "keys").since;
  const exists = trait(boot.afterBoot, "account", boot.loginUser, "exists").since;
  return [keys, exists].find(
    (since): since is UserDataOrigin =>
      since.from === "user-data" && (since.cause === "users-list" || since.cause === "public-keys-off"),
  );
}
