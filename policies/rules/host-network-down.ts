import { trait } from "../boot/machine/machine";
import { is } from "../boot/machine/prediction";
import { defineRule } from "./rule";
import { shutHost } from "./shut-accounts";
import { describeOrigin, describeSpan } from "./wording";

export default defineRule({
  id: "host-network-down",
  title: "The user data takes the host's own network down",
  severity: "high",
  enforcement: "advisory",
  judges: "user-data",
  closes: ["ssh", "instance-connect", "session-manager"],
  remedy: "Leave the first interface up, or bring it up again in the same script.",
  causes: ["The first interface taken down (`ip link set`, ifconfig, ifdown)"],
  check(subject) {
    return shutHost(subject, (machine) => {
      const network = trait(machine, "firewall", "", "network");
      return is<boolean>(network, false) ? [{ what: "takes down", since: network.since }] : [];
    }).map(({ what, since, span }) => ({
      message: `${describeOrigin(since)} ${what} the host's network, so nobody gets in by SSH, ${describeSpan(span)}.`,
      place: since.place,
    }));
  },
});
