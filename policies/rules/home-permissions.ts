import { keyFileReasons } from "./key-file";
import { defineRule } from "./rule";
import { ifThere, shutAccounts } from "./shut-accounts";
import { describeAccount, describeOrigin, describeSpan } from "./wording";

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
  ],
  check(subject) {
    const { image } = subject;
    const modes = ifThere((machine, account) => keyFileReasons(machine, account, image).modes);
    return shutAccounts(subject, modes).map(({ account, what, since, span }) => ({
      message: `${describeOrigin(since)}: ${what}, so sshd turns away the key of ${describeAccount(subject, account)}, ${describeSpan(span)}.`,
      place: since.place,
    }));
  },
});
