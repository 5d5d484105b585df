import { isImagesOwn, originOfLine, readConfig } from "../boot/login/sshd-reading";
import { trait } from "../boot/machine/machine";
import { is } from "../boot/machine/prediction";
import { defineRule } from "./rule";
import { withoutHostKey } from "./host-key";
import { shutHost } from "./shut-accounts";
import { describeOrigin, describeSpan } from "./wording";

export default defineRule({
  id: "sshd-does-not-start",
  title: "The user data leaves a configuration that sshd does not start with",
  severity: "high",
  enforcement: "advisory",
  judges: "user-data",
  closes: ["ssh", "instance-connect"],
  remedy: "Correct the line, and restart sshd only where `sshd -t` takes the file.",
  causes: [
    "A keyword that no release of OpenSSH on the image knows: mistyped, removed, or too new",
    "A value that sshd refuses, an argument missing or one too many, quotes that are not closed",
    "A keyword below a Match line that may only stand above it",
    "`ssh_genkeytypes` without a type, `ssh_keys` with a key that is none: no host key is left",
    "Host keys that are removed, or that others may read, where nothing makes them anew",
  ],
  check(subject) {
    return shutHost(subject, (machine) => {
      // What is removed need not start.
      if (is<boolean>(trait(machine, "service", "sshd", "installed"), false)) return [];
      const keyless = withoutHostKey(machine);
      if (keyless !== undefined) return [{ what: "sshd has no host key that it can use", since: keyless }];
      const started = trait(machine, "sshd", "", "started");
      if (!started.certain || isImagesOwn(started.value)) return [];
      const config = readConfig(started.value, machine);
      return config.state === "fails"
        ? [{ what: config.why, since: originOfLine(started.value, config) }]
        : [];
    }).map(({ what, since, span }) => ({
      message: `${describeOrigin(since)}: ${what}, so sshd does not start and nobody gets in by SSH, ${describeSpan(span)}.`,
      place: since.place,
    }));
  },
});
