import { checkShell } from "../boot/login/login-shell";
import { defineRule } from "./rule";
import { ifThere, shutAccounts } from "./shut-accounts";
import { describeAccount, describeOrigin, describeSpan } from "./wording";

export default defineRule({
  id: "login-user-shell",
  title: "The user data gives the login account a shell that lets nobody in",
  severity: "high",
  enforcement: "advisory",
  judges: "user-data",
  closes: ["ssh", "instance-connect", "serial-console"],
  remedy:
    "Leave the login account's shell alone, or set it back in a later step (`usermod --shell /bin/bash`).",
  causes: [
    "usermod --shell, chsh or `shell` with a program that ends at once: nologin, false, true, sync, git-shell",
    "A shell that is not on the image, and that no line installs",
  ],
  check(subject) {
    const shells = ifThere((machine, account) => checkShell(machine, account).closed ?? []);
    return shutAccounts(subject, shells).map(({ account, what, since, span }) => ({
      message: `${describeOrigin(since)}: ${what}, so no key opens a session of ${describeAccount(subject, account)}, ${describeSpan(span)}.`,
      place: since.place,
    }));
  },
});
