import { declare } from "../throw-away-root";
import { SETTLED, STATUS, underEachShell } from "./under-each-shell";

const HOME = "/home/alice";
const OWN = `${HOME}/.ssh/authorized_keys`;
const own = `mkdir -p ${HOME}/.ssh; touch ${OWN}; chown -R alice: ${HOME}/.ssh; chmod 700 ${HOME}/.ssh; chmod 600 ${OWN}; `;
const modes = `stat -c '%U %a' /home ${HOME} ${HOME}/.ssh ${OWN}`;
const GOOD = "root 755\nalice 700\nalice 700\nalice 600\n";

underEachShell("the repair program, of homes", [
  {
    does: "gives what others could write, or the account could not enter, the modes that images give",
    text: `${SETTLED} ${own} chmod 777 /home ${HOME} ${HOME}/.ssh; chmod 666 ${OWN}; repair; ${modes}
      chmod 700 /home; chmod 0 ${HOME}; repair; ${modes}; chmod 0 ${HOME}/.ssh; repair; chmod 0 ${OWN}; repair; ${modes}`,
    prints: GOOD + GOOD + GOOD,
  },
  {
    does: "leaves modes alone that keep nobody out",
    text: `${SETTLED} ${own} repair; chmod 711 /home ${HOME}; chmod 755 ${HOME}/.ssh; chmod 644 ${OWN}; repair; ${STATUS}; ${modes}`,
    prints: "result='quiet'\nroot 711\nalice 711\nalice 755\nalice 644\n",
  },
  {
    does: "gives a home back that changed hands, and nothing in it",
    text: `${SETTLED} repair; touch ${HOME}/theirs; chown 1234 ${HOME}/theirs ${HOME}; chmod 666 ${HOME}/theirs; repair; stat -c '%u %a' ${HOME}/theirs; stat -c %U ${HOME}`,
    prints: "1234 666\nalice\n",
  },
  {
    does: "gives away no folder that was moved to where the home stood",
    text: `${SETTLED} repair; chmod 777 /home; mkdir -m 700 /home/secret; touch /home/secret/file; mv ${HOME} /home/old; mv /home/secret ${HOME}; repair
      stat -c '%U %a' ${HOME} ${HOME}/file; ${STATUS} | grep -c 'not known as the home'; repair; stat -c '%U %a' ${HOME}`,
    prints: "root 700\nroot 644\n1\nroot 700\n",
  },
  {
    does: "makes one that is missing, and says what stands in the place of one",
    text: `${SETTLED} rm -r ${HOME}; repair; stat -c '%U %a' ${HOME}; ls -A ${HOME} | wc -l; rm -r ${HOME}; ln -s /etc ${HOME}; repair; ${STATUS} | tail -n 1; readlink ${HOME}; stat -c '%U %a' /etc
      rm ${HOME}; touch ${HOME}; repair; stat -c '%F %U' ${HOME}`,
    prints: `alice 700\n3\nnote='homes: ${HOME}: is no folder, or a link; left'\n/etc\nroot 755\nregular empty file root\n`,
  },
  {
    does: "goes through no link of the account's",
    text: `${SETTLED} ${own} mkdir -m 777 /data; rm -r ${HOME}/.ssh; ln -s /data ${HOME}/.ssh; repair; stat -c '%U %a' /data
      rm ${HOME}/.ssh; ${own} rm ${OWN}; ln -s /etc/shadow ${OWN}; repair; stat -c '%U %a' /etc/shadow`,
    prints: "root 777\nroot 640\n",
  },
  {
    does: "tells what of another keeps the account's own keys out",
    text: `${SETTLED} ${own} chown root ${OWN}; repair; ${STATUS}; stat -c '%U %a' ${OWN}`,
    prints: `result='quiet'\nnote='homes: alice: .ssh/authorized_keys: keeps its own keys out, and is of another; left'\nroot 600\n`,
  },
  {
    does: "leaves root's working key files root's",
    text: `${SETTLED} ${own} chown root ${HOME}/.ssh ${OWN}; chmod 755 ${HOME}/.ssh; chmod 644 ${OWN}; repair; ${STATUS}; ${modes}`,
    prints: "result='quiet'\nroot 755\nalice 700\nroot 755\nroot 644\n",
  },
  {
    does: "says so where the host has no setpriv",
    text: `${SETTLED} mv /usr/bin/setpriv /usr/bin/setpriv.off; chmod 777 ${HOME}; repair; ${STATUS}; stat -c %a ${HOME}`,
    prints: `result='quiet'\nnote='homes: ${HOME}: left: no setpriv here'\n777\n`,
  },
  {
    does: "leaves the modes alone where that part is switched off",
    text: `${SETTLED} ${declare("", "off='modes'")} chmod 777 ${HOME} /home; repair; stat -c %a ${HOME} /home`,
    prints: "777\n777\n",
  },
  {
    does: "is content with a /home that is a link, and gives away nothing behind it",
    text: `${SETTLED} repair; mkdir -m 777 /data; mv /home /data/home; ln -s /data/home /home; chown 1234 /data/home/alice; repair; ${STATUS}; stat -c %u /data/home/alice; stat -c %a /data`,
    prints:
      /^result='failed'\nfailure='homes: \/home\/alice: is of another, and not known as the home of alice; left'\n[^]*1234\n777\n$/,
  },
  {
    does: "takes the right to write folders of the system from others, and nothing else",
    text: `${SETTLED} repair; chmod 777 / /etc /etc/ssh; repair; stat -c %a / /etc /etc/ssh; chmod 700 /etc/ssh; chmod 1755 /etc; repair; stat -c %a / /etc /etc/ssh`,
    prints: "755\n755\n755\n755\n1755\n711\n",
  },
]);
