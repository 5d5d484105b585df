import { trait } from "../boot/machine/machine";
import { is, type Origin } from "../boot/machine/prediction";
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
      if (exists.certain && !exists.value) return [exists.since];
      // An entry of the login user's own name makes an account, but not the one that the key pair is given to.
      const keys = trait(boot.afterBoot, "account", account, "keys");
      return is(keys, false) && isUsersList(keys.since) ? [keys.since] : [];
    }).map(({ account, since }) => {
      const place = placeOf(since);
      const gone = is(trait(boot.afterBoot, "account", account, "exists"), false);
      const verb = !gone
        ? "makes, without the key pair for want of `default`,"
        : isUsersList(since)
          ? "never makes"
          : "removes";
      const left = boot.afterBoot.opaque.length > 0 ? "seen" : "left";
      return {
        message: `${describeOrigin(since)} ${verb} ${describeAccount(boot, account)}; no other account with a key is ${left}, from the first boot on.`,
        ...(place && { place }),
      };
    });
  },
});

const isUsersList = (since: Origin): boolean => since.from === "user-data" && since.construct === "users";
