import { declare, HASH, KEY, OWN_KEY } from "../throw-away-root";
import { SETTLED, underEachShell } from "./under-each-shell";

const SECRETS = [HASH.split("$")[3], KEY.split(" ")[1], OWN_KEY.split(" ")[1]].map((text = "") =>
  text.slice(0, 20),
);
const find = `grep -cF ${SECRETS.map((secret) => `-e ${secret}`).join(" ")}`;

// What the process list and the environments show, over and over, to root and to somebody without rights.
const sampler = `cat >/sample <<'SAMPLE'
while [ ! -e /done ]; do ps -eww -o args; cat /proc/[0-9]*/environ 2>/dev/null | tr '\\000' '\\n'; done >"$1"
SAMPLE
mkdir -m 777 /seen; sh /sample /seen/root & setpriv --reuid 65534 --regid 65534 --clear-groups sh /sample /seen/nobody & sleep 0.5
`;

underEachShell("the repair program", [
  {
    does: "shows no key and no hash in the process list or an environment, and writes none to a log",
    text: `${SETTLED} ${declare(`key='${OWN_KEY}'\naccount='recovery'\nconsole='yes'\nhash='${HASH}'`)} ${sampler}
      repair; usermod -p '!' recovery; rm /etc/ssh/latchkey/keys/alice; repair; userdel alice; usermod -p '*' recovery; repair; sed -i '/^key=/d' /etc/latchkey/repair.conf; repair
      touch /done; wait; for who in root nobody; do grep -q "bin/repair step" /seen/$who && echo $who saw it run; done
      cat /seen/* /dev/console /var/lib/latchkey/status /var/lib/latchkey/log | ${find} || true; ${find} /etc/latchkey/repair.conf /etc/shadow`,
    prints: "root saw it run\nnobody saw it run\n0\n/etc/latchkey/repair.conf:1\n/etc/shadow:1\n",
  },
]);
