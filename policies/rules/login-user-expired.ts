import { is } from "../boot/machine/prediction";
import { trait } from "../boot/machine/machine";
import { defineRule } from "./rule";
import { ifThere, shutAccounts } from "./shut-accounts";
import { describeAccount, describeOrigin, describeSpan } from "./wording";

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
    const expiry = ifThere((machine, account) =>
      (["expired", "passwordExpired"] as const).flatMap((which) => {
        const prediction = trait(machine, "account", account, which);
        if (!is<boolean>(prediction, true)) return [];
        const name = describeAccount(subject, account);
        const nobodyKnows = is<boolean>(trait(machine, "account", account, "password"), false);
        const what =
          which === "expired"
            ? `expires ${name}: sshd takes the key and closes the session`
            : `expires the password of ${name}: sshd takes the key, then asks for ${nobodyKnows ? "an old password that nobody has" : "the old password, and commands over SSH fail"}`;
        return [{ what, since: prediction.since }];
      }),
    );
    return shutAccounts(subject, expiry).map(({ what, since, span }) => ({
      message: `${describeOrigin(since)} ${what}, ${describeSpan(span)}.`,
      place: since.place,
    }));
  },
});
