import type { LoginReason } from "../boot/login/reason";
import { doesNotStart } from "../boot/login/sshd-settings";
import { trait, type Machine } from "../boot/machine/machine";
import { is } from "../boot/machine/prediction";
import { withoutHostKey } from "./host-key";
import { defineRule } from "./rule";
import { shutHost } from "./shut-accounts";
import { describeOrigin, describeSpan } from "./wording";

export default defineRule({
  id: "ssh-server-off",
  title: "The user data stops, disables or removes the SSH server",
  severity: "high",
  enforcement: "advisory",
  judges: "user-data",
  closes: ["ssh", "instance-connect"],
  remedy:
    "Leave sshd installed, enabled and running; or, if SSH is to be closed, open Session Manager and ignore this rule there.",
  causes: [
    "systemctl stop, disable or mask, service stop, chkconfig off, update-rc.d disable of ssh or sshd, and none of its sockets in its place",
    "openssh-server removed with the package manager",
    "/etc/ssh/sshd_not_to_be_run, for which Debian's units start nothing",
  ],
  check(subject) {
    return shutHost(subject, serverOff).map(({ what, since, span }) => ({
      message: `${describeOrigin(since)}: ${what}, so nobody gets in by SSH, ${describeSpan(span)}.`,
      place: since.place,
    }));
  },
});

function serverOff(machine: Machine): readonly LoginReason[] {
  const installed = trait(machine, "service", "sshd", "installed");
  if (is<boolean>(installed, false)) return [{ what: "the SSH server is removed", since: installed.since }];
  const active = trait(machine, "service", "sshd", "active");
  // What it does not start for is told by the rules about that.
  const isTold = doesNotStart(machine) || withoutHostKey(machine) !== undefined;
  if (isTold || is<boolean>(trait(machine, "host", "", "comesUp"), false)) return [];
  // A socket answers in the server's place, and starts it with the first connection.
  const socket = trait(machine, "service", "ssh.socket", "active");
  return is<boolean>(active, false) && is<boolean>(socket, false)
    ? [{ what: "the SSH server does not run", since: active.since }]
    : [];
}
