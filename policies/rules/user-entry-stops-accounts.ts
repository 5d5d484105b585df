import { trait } from "../boot/machine/machine";
import { is } from "../boot/machine/prediction";
import { isStopped } from "./stopped-entry";
import { defineRule } from "./rule";
import { shutAccounts } from "./shut-accounts";
import { describeAccount, describeOrigin, describeSpan } from "./wording";

export default defineRule({
  id: "user-entry-stops-accounts",
  title: "An entry of the user data stops cloud-init before it makes the login account",
  severity: "high",
  enforcement: "advisory",
  judges: "user-data",
  closes: ["ssh", "instance-connect"],
  remedy:
    "Correct the key at the line named; `default` in front of the list changes nothing, since cloud-init makes that account last.",
  causes: [
    "`groups` with the account's own name, the default account's, or what is no text",
    "`primary_group` that is not there, `uid` that is taken, `expiredate` that is no date",
    "`sudo: true`, or `ssh_authorized_keys` with nothing behind it",
    "`system` or `no_create_home` for an account with keys",
    "`selinux_user` where there is no SELinux, `snapuser` where there is no snap",
  ],
  check(subject) {
    return shutAccounts(subject, (machine, account) => {
      const exists = trait(machine, "account", account, "exists");
      return is<boolean>(exists, false) && isStopped(exists.since) ? [{ what: "", since: exists.since }] : [];
    }).map(({ account, since, span }) => ({
      message: `${describeOrigin(since)} makes cloud-init fail at this entry, so it never makes ${describeAccount(subject, account)}: no account after it is made, and the default one comes last, ${describeSpan(span)}.`,
      place: since.place,
    }));
  },
});
