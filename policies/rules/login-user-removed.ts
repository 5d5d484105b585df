import { trait } from "../boot/machine/machine";
import { defineRule } from "./rule";
import { shutAccounts } from "./shut-accounts";
import { describeAccount, describeOrigin, placeOf } from "./wording";

export default defineRule({
  id: "login-user-removed",
  title: "The user data leaves no account to log in to",
  severity: "high",
  enforcement: "advisory",
  judges: "user-data",
  closes: ["ssh", "instance-connect"],
  remedy: "Keep the login account (`users: [default, …]`), or give another account a key before it goes.",
  causes: [
    "userdel or deluser of the login account",
    "A `users` list without `default`: the image's own account is never made, and the key pair goes to nobody",
  ],
  check(subject) {
    const { boot } = subject;
    return shutAccounts(subject, (account) => {
      const exists = trait(boot.afterBoot, "account", account, "exists");
      return exists.certain && !exists.value ? [exists.since] : [];
    }).map(({ account, since }) => {
      const place = placeOf(since);
      const verb = since.construct === "users" ? "never makes" : "removes";
      return {
        message: `${describeOrigin(since)} ${verb} ${describeAccount(boot, account)}; no other account with a key is left, from the first boot on.`,
        ...(place && { place }),
      };
    });
  },
});
