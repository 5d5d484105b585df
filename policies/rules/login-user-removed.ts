import { trait } from "../boot/machine/machine";
import { is, type Origin } from "../boot/machine/prediction";
import { defineRule } from "./rule";
import { shutAccounts } from "./shut-accounts";
import { isStopped } from "./stopped-entry";
import { describeAccount, describeOrigin, describeSpan } from "./wording";

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
    return shutAccounts(subject, (machine, account) => {
      const exists = trait(machine, "account", account, "exists");
      if (is<boolean>(exists, false) && !isStopped(exists.since))
        return [{ what: isUsersList(exists.since) ? "never makes" : "removes", since: exists.since }];
      // An entry of the login user's own name makes an account, but not the one that the key pair is given to.
      const keys = trait(machine, "account", account, "keys");
      return is<boolean>(keys, false) && isUsersList(keys.since)
        ? [{ what: "makes, without the key pair for want of `default`,", since: keys.since }]
        : [];
    }).map(({ account, what, since, span }) => {
      const left = boot.afterBoot.opaque.length > 0 ? "seen" : "left";
      return {
        message: `${describeOrigin(since)} ${what} ${describeAccount(subject, account)}; no other account that a key opens is ${left}, ${describeSpan(span)}.`,
        place: since.place,
      };
    });
  },
});

const isUsersList = (since: Origin): boolean => since.from === "user-data" && since.cause === "users-list";
