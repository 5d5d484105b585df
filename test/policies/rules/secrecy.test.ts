import { gzipSync } from "node:zlib";
import { known } from "../../../policies/facts/fact";
import { rules } from "../../../policies/rules/index";
import {
  config,
  images,
  judgedLaunch,
  messages,
  mime,
  script,
  sshOnly,
  shut,
  userData,
  type Change,
} from "../../support/subjects";

/** Distinctive values, of every sort that stands in user data; none of them may come out again. */
const SECRETS = {
  password: "Tr0ub4dor-Zebra",
  hash: "$6$QuaggaSalt$QuaggaHash",
  token: "ghp_OkapiToken0123456789",
  key: "AAAAC3NzaC1lZDI1NTE5AAAAIOcelotOcelotOcelotOcelotOcelotOcelotOcelotOc",
  comment: "gnu@numbat.example",
  path: "/srv/pangolin-project",
  host: "wombat.internal.example",
} as const;
const { password, hash, token, key, comment, path, host } = SECRETS;

const texts: readonly (readonly [string, Change["userData"]])[] = [
  ["chpasswd in a script", script(`echo 'ubuntu:${password}' | chpasswd`, "usermod -e 1 ubuntu")],
  ["a password hash in usermod", script(`usermod -p '${hash}' ubuntu`, "chage -E 0 ubuntu")],
  [
    "a here-doc with passwords",
    script("chpasswd <<END", `ubuntu:${password}`, `root:${password}`, "END", "userdel -r ubuntu"),
  ],
  [
    "a token in a variable",
    script(
      `TOKEN=${token}`,
      `curl -H "Authorization: $TOKEN" https://${host}/ | sh`,
      'usermod -e "$TOKEN" ubuntu',
      'userdel "$TOKEN"',
    ),
  ],
  [
    "paths",
    script(
      `chmod -R 777 ${path} /home`,
      `cp ${path}/sshd_config /etc/ssh/sshd_config`,
      `source ${path}/env`,
      `${path}/run.sh --token ${token}`,
    ),
  ],
  [
    "a home in a path",
    script(`usermod -d ${path} ubuntu`, `chmod 777 ${path}`, `chown -R nobody ${path}`, `rm -rf ${path}`),
  ],
  [
    "keys written by hand",
    script(
      `echo 'ssh-ed25519 ${key} ${comment}' > /home/ubuntu/.ssh/authorized_keys`,
      "chmod 777 /home/ubuntu/.ssh/authorized_keys",
    ),
  ],
  ["a broken script", script(`echo "${token}`, `if [ ${password} ]; then`)],
  [
    "a firewall rule",
    script(`iptables -A INPUT -s ${host} -p tcp --dport 22 -j DROP`, `ufw deny from ${host}`),
  ],
  ["a shell of an account", script(`usermod -s ${path}/shell ubuntu`, `chsh -s /bin/${token} ubuntu`)],
  ["names that are none", script(`userdel '${token} ${password}'`, `usermod -l '${token}' ubuntu`)],
  [
    "passwords in YAML",
    config(`password: ${password}`, "chpasswd:", "  list: |", `    ubuntu:${password}`, `    root:${hash}`),
  ],
  [
    "accounts in YAML",
    config(
      "users:",
      "  - name: deploy",
      `    passwd: ${hash}`,
      `    hashed_passwd: ${hash}`,
      `    gecos: ${comment}`,
      `    homedir: ${path}`,
      `    ssh_authorized_keys: ["ssh-ed25519 ${key} ${comment}"]`,
      "    expiredate: '2001-01-01'",
      `    shell: ${path}`,
    ),
  ],
  [
    "files in YAML",
    config(
      "write_files:",
      `  - path: ${path}`,
      `    content: ${token}`,
      "  - path: /home/ubuntu/.ssh/authorized_keys",
      `    content: ssh-ed25519 ${key} ${comment}`,
      "    permissions: '0777'",
      "runcmd:",
      `  - [chown, -R, ${token}, /home]`,
      "  - chmod 777 /home/ubuntu",
    ),
  ],
  ["keys lost", script(`echo '${token}' > /home/ubuntu/.ssh/authorized_keys`)],
  ["a shell that ends", script(`usermod -c '${comment}' -s /usr/sbin/nologin ubuntu`)],
  [
    "sshd's configuration, refused by sshd",
    script(
      `echo '${token} yes' >> /etc/ssh/sshd_config`,
      `echo 'Port ${password}' >> /etc/ssh/sshd_config`,
      `echo 'AllowUsers ${token}' >> /etc/ssh/sshd_config`,
      "systemctl restart ssh",
    ),
  ],
  [
    "sshd's configuration, which refuses",
    config(
      "write_files:",
      "  - path: /etc/ssh/sshd_config.d/10-own.conf",
      "    content: |",
      `      AllowUsers ${token} *@${host}`,
      `      DenyUsers ${token} ubuntu`,
      `      AuthorizedKeysFile ${path}/keys`,
      `      ForceCommand ${path}/record --token ${token}`,
      `      Match User ${token}`,
    ),
  ],
  ["the server removed", script(`echo ${token}; apt-get purge -y openssh-server # ${password}`)],
  ["a notice", config("write_files:", "  - path: /etc/nologin", `    content: ${token}`)],
  [
    "keys that nobody is given",
    config("allow_public_ssh_keys: false", "users:", "  - default", `  - name: ${token}`),
  ],
  [
    "modules and power",
    config(
      `cloud_init_modules: [${token}, bootcmd]`,
      "power_state:",
      "  mode: poweroff",
      `  message: ${password}`,
    ),
  ],
  [
    "a private key",
    script("cat > /etc/site.pem <<END", "-----BEGIN OPENSSH PRIVATE KEY-----", key, token, "END"),
  ],
  [
    "file systems",
    script(
      `mount -o password=${password} //${host}/share /mnt`,
      `echo '//${host}${path} /data cifs password=${password} 0 0' >> /etc/fstab`,
      "echo '/dev/nvme1n1 /data ext4 defaults 0 2' >> /etc/fstab",
    ),
  ],
  ["homes hidden", script(`mount -t tmpfs -o comment=${token} tmpfs /home`)],
  ["the firewall up", script(`ufw allow 443/tcp comment ${token}`, "ufw --force enable")],
  ["the agent off", script(`systemctl disable --now amazon-ssm-agent # ${token}`)],
  ["the network down", script(`ip link set ens5 down # ${token}`)],
  [
    "an entry that stops the others",
    config("users:", "  - default", "  - name: deploy", `    passwd: ${hash}`, "    sudo: true"),
  ],
  ["broken YAML", config(`password: "${password}`, `token: [${token}`, `  ${key}: {`)],
  [
    "YAML with a key twice",
    config(`${token}: 1`, `${token}: 2`, `password: ${password}`, `password: ${hash}`),
  ],
  [
    "a repair that was left",
    config(
      "cloud_final_modules: [[scripts-user, always]]",
      "runcmd:",
      `  - chown -R ${token} ${path} /home/ubuntu`,
    ),
  ],
  ["YAML that is a text", config(`${token} ${password}`)],
  ["mounts", config("mounts:", `  - [${host}:${path}, /home, nfs]`)],
  ["text without a header", userData(`${token}\n${password}\n`)],
  ["a header with a secret", userData(`#cloud-boothook ${token}\nuserdel -r ubuntu\n`)],
  ["an include", userData(`#include\nhttps://user:${password}@${host}${path}\n`)],
  [
    "a Jinja template",
    userData(`## template: jinja\n#cloud-config\npassword: {{ ${token} }}\nusers: [{name: ${token}}]\n`),
  ],
  [
    "a MIME message",
    userData(
      mime(
        [`text/${token}`, password],
        ["text/cloud-config", `#cloud-config\npassword: ${password}\n`],
        ["text/x-shellscript", `#!/bin/sh\necho ${token}\nuserdel -r ubuntu\n`],
      ),
    ),
  ],
  [
    "a broken MIME message",
    userData(
      `Content-Type: multipart/mixed; boundary=${token}\nMIME-Version: 1.0\n\n--other\n\n${password}\n`,
    ),
  ],
  ["gzip", userData(gzipSync(`#!/bin/sh\n echo ${token}\nuserdel -r ubuntu\n`).toString("base64"), "base64")],
  [
    "base64 twice",
    userData(
      Buffer.from(Buffer.from(`#!/bin/sh\n${token}\n`).toString("base64")).toString("base64"),
      "base64",
    ),
  ],
  ["text where base64 is due", userData(`#!/bin/sh\n${token}\n`, "base64")],
  ["too much of it", script(`# ${token}`.repeat(1000))],
];

const contexts: Readonly<Record<string, Change>> = {
  healthy: {},
  "only SSH": sshOnly,
  "nothing open": shut,
  "an image that nobody knows": { ...sshOnly, image: images.unknown },
  "Amazon Linux": { ...sshOnly, image: images.al2023 },
  Debian: { ...shut, image: images.debian, sshIngress: known("open", "vpcSecurityGroupIds") },
  "a network that lets nobody in, and a log-in of the program's own": {
    ...sshOnly,
    sshIngress: known("closed", "vpcSecurityGroupIds"),
    connections: [
      {
        resource: { urn: "urn:setup", type: "command:remote:Command", name: "setup" },
        user: known(token, "connection.user"),
      },
    ],
  },
  Windows: { ...shut, image: images.windows },
};

// Rules about resources see no user data but what stands in them; they are asked one by one, in their own tests.
const launchRules = rules.filter((rule) => rule.judges !== "resource");

/** Everything that people may come to read of a launch. */
function everythingSaid(change: Change): string {
  const { ways, boot } = judgedLaunch(change);
  const found = launchRules.flatMap((rule) => messages(rule, change));
  return JSON.stringify([found, ways, boot.problems]);
}

describe.each(texts)("%s", (_, data) => {
  test.each(Object.entries(contexts))("tells no value, on %s", (_, context) => {
    const said = everythingSaid({ ...context, ...(data && { userData: data }) });
    const told = Object.entries(SECRETS).filter(
      ([, value]) => said.includes(value) || said.includes(Buffer.from(value).toString("base64")),
    );
    expect(told.map(([name]) => name)).toEqual([]);
  });
});

test("the user data is such that there is much to say", () => {
  const spoken = new Set(
    texts.flatMap(([, data]) =>
      Object.values(contexts).flatMap((context) =>
        launchRules
          .filter((rule) => messages(rule, { ...context, ...(data && { userData: data }) }).length > 0)
          .map(({ id }) => id),
      ),
    ),
  );
  expect([...spoken].sort()).toEqual(
    launchRules
      .filter(({ id, informs }) => informs !== true && (id !== "key-pair-missing" || spoken.has(id)))
      .map(({ id }) => id),
  );
});
