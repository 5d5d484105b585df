import { declare, KEY, OWN_KEY } from "../throw-away-root";
import { FIRST, SETTLED, STATUS, underEachShell } from "./under-each-shell";

const FILE = "/etc/ssh/latchkey/keys/alice";
const OWN = "/home/alice/.ssh/authorized_keys";
const withKeyPair = declare("key_pair='yes'");
const plain = (line: string): string => line.split(" ").slice(0, 2).join(" ");

// As cloud-init writes it: sources/__init__.py, persist_instance_data(); util.json_dumps().
const instanceData = (...keys: readonly string[]): string => `mkdir -p /run/cloud-init
cat >/run/cloud-init/instance-data.json <<'DATA'
{
 "ds": {
  "meta_data": {
   "public-keys": {
    "my-key": [
     "${KEY}"
    ]
   }
  }
 },
 "v1": {
  "platform": "ec2",
  "public_ssh_keys": [${keys.length === 0 ? "" : `\n   ${keys.map((key) => JSON.stringify(key)).join(",\n   ")}\n  `}],
  "region": "eu-west-1"
 }
}
DATA
`;
const ownFile = (text: string): string =>
  `mkdir -p /home/alice/.ssh; printf '%s\\n' ${text} >${OWN}; chown -R alice: /home/alice/.ssh; chmod 700 /home/alice/.ssh; chmod 600 ${OWN}; `;

underEachShell("the repair program, of keys", [
  {
    does: "puts the declared ones back where they were taken out, and takes others out",
    text: `${SETTLED} echo '${OWN_KEY}' >${FILE}; repair; cat ${FILE}; ${STATUS}`,
    prints: `${KEY}\nresult='repaired'\nrepair='pins: alice: keys not as declared -> as declared'\n`,
  },
  {
    does: "writes nothing below a home",
    text: `${SETTLED} ${ownFile(`'${OWN_KEY}'`)} touch /mark; sleep 0.02; rm ${FILE}; repair; cat ${OWN}; find /home -newer /mark`,
    prints: `${OWN_KEY}\n`,
  },
  {
    does: "replaces whatever stands in the file's place",
    text: `${SETTLED} rm ${FILE}; ln -s /etc/shadow ${FILE}; repair; cat ${FILE}; rm ${FILE}; mkdir -p ${FILE}/x; repair; cat ${FILE}
      rm ${FILE}; mkfifo ${FILE}; repair; cat ${FILE}; chmod 600 ${FILE}; chown alice ${FILE}; repair; stat -c '%U %a' ${FILE}; stat -c '%U %a' /etc/shadow`,
    prints: `${KEY}\n${KEY}\n${KEY}\nroot 644\nroot 640\n`,
  },
  {
    does: "makes its folders root's again",
    text: `${SETTLED} rm -r /etc/ssh/latchkey; ln -s /home/alice /etc/ssh/latchkey; repair; stat -c '%F %U %a' /etc/ssh/latchkey /etc/ssh/latchkey/keys
      chmod 777 /etc/ssh/latchkey/keys; chown alice /etc/ssh/latchkey; repair; stat -c '%F %U %a' /etc/ssh/latchkey /etc/ssh/latchkey/keys; ls /home/alice`,
    prints: "directory root 755\ndirectory root 755\ndirectory root 755\ndirectory root 755\n",
  },
  {
    does: "takes one that is no longer declared out of the account's own file too, and once only",
    text: `${SETTLED} ${ownFile(`'${KEY}' '${OWN_KEY}'`)} ${declare().replace(KEY, OWN_KEY)} repair; cat ${FILE} ${OWN}; stat -c '%U %a' ${OWN}; ${STATUS}
      echo '${KEY}' >>${OWN}; repair; grep -c AAAA ${OWN}`,
    prints: `${OWN_KEY}\n${OWN_KEY}\nalice 600\nresult='repaired'\nrepair='pins: alice: keys not as declared -> as declared'\nrepair='homes: alice: keys no longer declared -> out of its own file'\n2\n`,
  },
  {
    does: "takes those of an account that is no longer declared out of its own file, too",
    text: `${SETTLED} ${ownFile(`'${KEY}' '${OWN_KEY}'`)} ${declare().replaceAll("alice", "bob")} repair; cat ${OWN}; ls /etc/ssh/latchkey/keys`,
    prints: `${OWN_KEY}\nbob\n`,
  },
  {
    does: "has the key pair's from cloud-init",
    text: `${FIRST}${instanceData(OWN_KEY)}${withKeyPair} repair; cat ${FILE}`,
    prints: `${KEY}\n${plain(OWN_KEY)}\n`,
  },
  {
    does: "keeps the key pair's of the boot before where cloud-init tells none",
    text: `${FIRST}${instanceData(OWN_KEY)}${withKeyPair} repair; rm /run/cloud-init/instance-data.json ${FILE}; repair; cat ${FILE}`,
    prints: `${KEY}\n${plain(OWN_KEY)}\n`,
  },
  {
    // An instance keeps its key pair: this is cloud-init without an answer of the metadata service.
    does: "keeps the key pair's where cloud-init says that there is none",
    text: `${FIRST}${instanceData(OWN_KEY)}${withKeyPair} repair; ${instanceData()} repair; cat ${FILE}; ${STATUS} | head -n 1`,
    prints: `${KEY}\n${plain(OWN_KEY)}\nresult='quiet'\n`,
  },
  {
    does: "believes no file in the place of cloud-init's that another could have written",
    text: `${FIRST}${instanceData(OWN_KEY)}${withKeyPair} chmod 777 /run/cloud-init; repair; cat ${FILE}`,
    prints: `${KEY}\n`,
  },
  {
    does: "takes what is no key for none",
    text: `${FIRST}${instanceData('ssh-ed25519 nonsense"', "<html>", plain(OWN_KEY))}${withKeyPair} repair; cat ${FILE}`,
    prints: `${KEY}\n${plain(OWN_KEY)}\n`,
  },
  {
    does: "leaves the keys alone where that part is switched off",
    text: `${FIRST}${declare("", "off='keys'")} repair; ls /etc/ssh/latchkey 2>&1 | grep -c keys || true; grep -c AuthorizedKeysFile /etc/ssh/sshd_config.d/00-latchkey.conf || true`,
    prints: "0\n0\n",
  },
]);
