import { keyFileReasons } from "./key-file";
import { defineRule } from "./rule";
import { ifThere, shutAccounts } from "./shut-accounts";
import { describeAccount, describeOrigin, describeSpan } from "./wording";

export default defineRule({
  id: "home-hidden-by-mount",
  title: "The user data mounts a file system over the home that holds the key",
  severity: "high",
  enforcement: "advisory",
  judges: "user-data",
  closes: ["ssh"],
  remedy:
    "Mount it elsewhere, or copy the homes onto it first with their owners and modes (`cp --archive /home/. /mnt/home/`).",
  causes: [
    "mount over /home or the account's home, with nothing copied there",
    "A line of fstab, or an entry of `mounts`, that does so at the next boot",
  ],
  check(subject) {
    const { image } = subject;
    const hidden = ifThere((machine, account) => keyFileReasons(machine, account, image).hidden);
    return shutAccounts(subject, hidden).map(({ account, since, span }) => ({
      message: `${describeOrigin(since)} mounts a file system over the home of ${describeAccount(subject, account)}: sshd does not find its key there, ${describeSpan(span)}.`,
      place: since.place,
    }));
  },
});
