import type { LoginReason } from "../boot/login/reason";
import { sessionChecks } from "../boot/login/session/session-checks";
import { sshdAnswer } from "../boot/login/sshd-answer";
import { withoutPam } from "../boot/login/sshd-settings";
import { trait, type Machine } from "../boot/machine/machine";
import { is } from "../boot/machine/prediction";
import { defineRule } from "./rule";
import { ifThere, shutAccounts } from "./shut-accounts";
import { describeAccount, describeOrigin, describeSpan } from "./wording";

export default defineRule({
  id: "login-session-refused",
  title: "The user data has the host end every session that a key opens",
  severity: "high",
  enforcement: "advisory",
  judges: "user-data",
  closes: ["ssh", "instance-connect"],
  remedy: "Remove the file or the line, or undo it in a later step (`rm -f /etc/nologin`).",
  causes: [
    "/etc/nologin, which keeps everybody but root out (pam_nologin(8))",
    "/etc/hosts.deny with all services or sshd, where sshd asks it (Debian, Ubuntu)",
    "PAM's account stage that denies, /etc/security/access.conf, limits that let no session open",
    "/etc/nsswitch.conf without files: no account is found any more",
    "A start-up file of the shell that ends it (`exit` in ~/.bashrc)",
  ],
  check(subject) {
    return shutAccounts(subject, ifThere(refusals)).map(({ account, what, since, span }) => ({
      message: `${describeOrigin(since)}: ${what}, so the host ends every session of ${describeAccount(subject, account)}, ${describeSpan(span)}.`,
      place: since.place,
    }));
  },
});

function refusals(machine: Machine, account: string): readonly LoginReason[] {
  const nologin = trait(machine, "file", "/etc/nologin", "exists");
  const own =
    account !== "root" && is<boolean>(nologin, true)
      ? [{ what: "/etc/nologin keeps everybody but root out", since: nologin.since }]
      : [];
  const checks = sessionChecks(machine, account, withoutPam(sshdAnswer(machine, account)));
  return [...own, ...checks.flatMap(({ closed }) => closed ?? [])];
}
