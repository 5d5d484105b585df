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
  remedy:
    "Remove the expiry, or clear it in a later step (`usermod --expiredate ''`, `chage --lastday -1`, `chpasswd: {expire: false}`).",
  causes: [
    "usermod --expiredate, chage --expiredate or `expiredate` with a date that has passed",
    "chage --lastday 0, passwd --expire, or `chpasswd` and `password` without `expire: false`: the log-in asks for the old password before anything else",
  ],
  check(subject) {
    const { boot } = subject;
    const predict = (account: string, which: "expired" | "passwordExpired" | "password") =>
      trait(boot.afterBoot, "account", account, which);
    return shutAccounts(subject, (account) =>
      (["expired", "passwordExpired"] as const).flatMap((which) => {
        const prediction = predict(account, which);
        return is<boolean>(prediction, true) ? [prediction.since] : [];
      }),
    ).map(({ account, since }) => {
      const place = placeOf(since);
      const name = describeAccount(boot, account);
      const expired = predict(account, "expired");
      const what =
        is<boolean>(expired, true) && expired.since === since
          ? `expires ${name}: sshd takes the key and closes the session`
          : `expires the password of ${name}: sshd takes the key, then asks for ${is<boolean>(predict(account, "password"), false) ? "an old password that nobody has" : "the old password, and commands over SSH fail"}`;
      return {
        message: `${describeOrigin(since)} ${what}, from the first boot on.`,
        ...(place && { place }),
      };
    });
  },
});
