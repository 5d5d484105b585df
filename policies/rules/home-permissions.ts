import { strictModes, type ModesReason } from "../boot/login/strict-modes";
import { trait } from "../boot/machine/machine";
import { is } from "../boot/machine/prediction";
import { defineRule } from "./rule";
import { shutAccounts } from "./shut-accounts";
import { describeAccount, describeOrigin, placeOf } from "./wording";

export default defineRule({
  id: "home-permissions",
  title: "The user data gives a login account's home modes or owners that sshd refuses",
  severity: "high",
  enforcement: "advisory",
  judges: "user-data",
  closes: ["ssh"],
  remedy:
    "Leave /home at 755 root:root, the home and ~/.ssh at 700 and ~/.ssh/authorized_keys at 600, all below the home owned by the account.",
  causes: [
    "A home, ~/.ssh or key file that others may write to (sshd_config(5), StrictModes)",
    "One that belongs to neither the account nor root",
    "One that the account itself cannot enter or read",
    "A home, ~/.ssh or key file that is removed",
  ],
  check(subject) {
    const { boot, image } = subject;
    const reasons = new Map<string, readonly ModesReason[]>();
    return shutAccounts(subject, (account) => {
      // A home goes with its account: that is another rule's.
      if (is<boolean>(trait(boot.afterBoot, "account", account, "exists"), false)) return [];
      const { closed } = strictModes(boot.afterBoot, account, image);
      reasons.set(account, closed);
      return closed.map(({ since }) => since);
    }).map(({ account, since }) => {
      const place = placeOf(since);
      const what =
        reasons.get(account)?.find((reason) => reason.since === since)?.what ?? "its modes are refused";
      return {
        message: `${describeOrigin(since)}: ${what}, so sshd turns away the key of ${describeAccount(boot, account)}, from the first boot on.`,
        ...(place && { place }),
      };
    });
  },
});
