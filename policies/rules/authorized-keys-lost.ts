import { keyFileReasons } from "./key-file";
import { defineRule } from "./rule";
import { ifThere, shutAccounts } from "./shut-accounts";
import { describeAccount, describeOrigin, describeSpan } from "./wording";

export default defineRule({
  id: "authorized-keys-lost",
  title: "The user data loses the key file that the log-in needs",
  severity: "high",
  enforcement: "advisory",
  judges: "user-data",
  closes: ["ssh"],
  remedy:
    "Append to ~/.ssh/authorized_keys (`>>`, `tee --append`) and leave the file that cloud-init wrote where it is; a home that moves takes its files along (`usermod --move-home --home`).",
  causes: [
    "A key file that is emptied, or overwritten with what is no key",
    "A key file, ~/.ssh or home that is removed or moved away",
    "A new home for the account, without the files of the old one",
    "`ssh_authorized_keys` with nothing behind it: cloud-init fails before it gives the key pair out",
  ],
  check(subject) {
    const { image } = subject;
    const lost = ifThere((machine, account) => keyFileReasons(machine, account, image).lost);
    return shutAccounts(subject, lost).map(({ account, what, since, span }) => ({
      message: `${describeOrigin(since)}: ${what}, so sshd knows no key of ${describeAccount(subject, account)}, ${describeSpan(span)}.`,
      place: since.place,
    }));
  },
});
