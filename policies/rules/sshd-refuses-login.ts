import type { Image } from "../boot/image/recognise";
import { checkKeyFiles, KEYS_ELSEWHERE } from "../boot/login/key-files";
import { sshdAnswer } from "../boot/login/sshd-answer";
import { doesNotStart, withoutPam } from "../boot/login/sshd-settings";
import { originOfLine } from "../boot/login/sshd-reading";
import type { LoginReason } from "../boot/login/reason";
import { trait, type Machine } from "../boot/machine/machine";
import { is } from "../boot/machine/prediction";
import { defineRule } from "./rule";
import { ifThere, shutAccounts } from "./shut-accounts";
import { describeAccount, describeOrigin, describeSpan } from "./wording";

export default defineRule({
  id: "sshd-refuses-login",
  title: "The user data has sshd refuse the log-in that the key opens",
  severity: "high",
  enforcement: "advisory",
  judges: "user-data",
  closes: ["ssh"],
  remedy:
    "Let the login account in (name it in AllowUsers, leave UsePAM and PubkeyAuthentication at yes), or write the exception above the line: the first value counts.",
  causes: [
    "AllowUsers or AllowGroups that do not name the account, DenyUsers or DenyGroups that do",
    "PubkeyAuthentication no, AuthenticationMethods that ask for more than a key, PubkeyAcceptedAlgorithms without the key's type",
    "AuthorizedKeysFile that names other files, RevokedKeys with a file that is not there",
    "UsePAM no, or a whole file without UsePAM: without PAM sshd refuses accounts whose password is locked, as cloud-init's are",
    "ListenAddress of the host itself only",
    "ForceCommand with a program that ends at once, MaxSessions 0, PermitRootLogin no where root is the login account",
  ],
  check(subject) {
    const { image } = subject;
    const whatShuts = ifThere((machine, account) => refusals(machine, account, image));
    return shutAccounts(subject, whatShuts).map(({ account, what, since, span }) => ({
      message: `${describeOrigin(since)}: ${what}, so sshd refuses ${describeAccount(subject, account)}, ${describeSpan(span)}.`,
      place: since.place,
    }));
  },
});

function refusals(machine: Machine, account: string, image: Image): readonly LoginReason[] {
  if (doesNotStart(machine)) return [];
  const elsewhere = checkKeyFiles(machine, account, image).closed ?? [];
  return [
    ...sshdAnswer(machine, account).closed,
    ...elsewhere.filter(({ what }) => what === KEYS_ELSEWHERE),
    ...lockedWithoutPam(machine, account),
  ];
}

// The line that leaves PAM out, rather than the one that locked the password: images lock theirs themselves.
function lockedWithoutPam(machine: Machine, account: string): readonly LoginReason[] {
  const answer = sshdAnswer(machine, account);
  const started = trait(machine, "sshd", "", "started");
  const locked = is<boolean>(trait(machine, "account", account, "password"), false);
  if (withoutPam(answer) !== true || !locked || !started.certain) return [];
  const setting = answer.settings?.usePAM;
  const written = setting?.state === "set" ? originOfLine(started.value, setting) : undefined;
  const since = written?.from === "user-data" ? written : started.since;
  return [{ what: "without PAM sshd takes a locked password for a locked account", since }];
}
