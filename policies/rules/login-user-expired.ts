import { is } from "../boot/machine/prediction";
import { trait } from "../boot/machine/machine";
import { defineRule } from "./rule";
import { shutAccounts } from "./shut-accounts";
import { describeAccount, describeOrigin, placeOf } from "./wording";

export default defineRule({
  id: "login-user-expired",
  title: "The user data expires the login account",
  severity: "high",
  enforcement: "advisory",
  judges: "user-data",
  closes: ["ssh", "instance-connect"],
  remedy: "Remove the expiry, or clear it in a later step (`usermod --expiredate ''`, `chage --lastday -1`).",
  causes: [
    "usermod --expiredate, chage --expiredate or `expiredate` with a date that has passed",
    "chage --lastday 0 or passwd --expire: the log-in asks for a new password that nobody can give",
  ],
  check(subject) {
    const { boot } = subject;
    return shutAccounts(subject, (account) =>
      (["expired", "passwordExpired"] as const).flatMap((which) => {
        const prediction = trait(boot.afterBoot, "account", account, which);
        return is<boolean>(prediction, true) ? [prediction.since] : [];
      }),
    ).map(({ account, since }) => {
      const place = placeOf(since);
      return {
        message: `${describeOrigin(since)} expires ${describeAccount(boot, account)}: sshd takes the key and closes the session, from the first boot on.`,
        ...(place && { place }),
      };
    });
  },
});
