import { trait } from "../boot/machine/machine";
import { is } from "../boot/machine/prediction";
import { defineRule } from "./rule";
import { shutHost } from "./shut-accounts";
import { describeOrigin, describeSpan } from "./wording";

export default defineRule({
  id: "host-firewall-closes-ssh",
  title: "The user data closes port 22 in the host's own firewall",
  severity: "high",
  enforcement: "advisory",
  judges: "user-data",
  closes: ["ssh", "instance-connect"],
  remedy:
    "Let port 22 in before the firewall goes up (`ufw allow OpenSSH`, `iptables -A INPUT -p tcp --dport 22 -j ACCEPT`).",
  causes: [
    "ufw enable without a rule that lets SSH in, or with one that denies it",
    "iptables or nft with a policy or last rule that drops what comes in, and none before it that takes port 22",
  ],
  check(subject) {
    return shutHost(subject, (machine) => {
      const ssh = trait(machine, "firewall", "", "ssh");
      return is<boolean>(ssh, false) ? [{ what: "closes port 22", since: ssh.since }] : [];
    }).map(({ what, since, span }) => ({
      message: `${describeOrigin(since)} ${what} in the host's own firewall: nobody gets in by SSH, ${describeSpan(span)}.`,
      place: since.place,
    }));
  },
});
