import { gzipSync } from "node:zlib";
import type { Fact } from "../../../policies/facts/fact";
import { WAYS } from "../../../policies/access/way";
import { UPSTREAM } from "../../../policies/boot/sshd/keyword-table";
import { checkUserData } from "../../../policies/judging/check-user-data";
import { runRule } from "../../../policies/judging/run-rule";
import type { UserData } from "../../../policies/launch/launch";
import { rules } from "../../../policies/rules/index";
import { describeReason } from "../../../policies/rules/wording";
import { readCases } from "../../corpus/cases";
import {
  config,
  foundBy,
  images,
  judgedLaunch,
  judgedUserData,
  mime,
  script,
  sshdDropIn,
  sshOnly,
  userData,
  type Change,
} from "../../support/subjects";

/** A word that no text of the pack holds: where it comes out again, something of the user data does. */
const MARK = "mrkzqsecret";

/** Everything that anybody may come to read of a launch with this user data. */
function said(change: Change): string {
  const launch = judgedLaunch(change);
  const written = judgedUserData(change);
  const lines = rules.flatMap((rule) => {
    const options: unknown = rule.id === "ways-in" ? { show: true } : (rule.options?.parse({}) ?? {});
    if (rule.judges === "resource") return [];
    const answer =
      rule.judges === "launch" ? runRule(rule, launch, options) : runRule(rule, written, options);
    return foundBy(answer).map(({ message, place }) => `${rule.id}: ${message} ${JSON.stringify(place)}`);
  });
  const ways = WAYS.flatMap((way) => launch.ways[way].reasons.map(describeReason));
  const { userData: data } = change;
  const alone =
    data?.state === "known"
      ? checkUserData({
          userData: data.value.text,
          encoding: data.value.encoding,
          image: { family: "ubuntu" },
          keyPair: true,
        })
      : undefined;
  return [...lines, ...ways, JSON.stringify(alone)].join("\n");
}

const contexts: readonly Change[] = [
  { ...sshOnly, image: images.ubuntu },
  { ...sshOnly, image: images.al2023 },
  { ...sshOnly, image: images.unknown },
];

/** What is said that holds the mark. */
const leaks = (data: Fact<UserData>, all: readonly Change[] = contexts): readonly string[] =>
  all.flatMap((context) =>
    said({ ...context, userData: data })
      .split("\n")
      .filter((line) => line.toLowerCase().includes(MARK)),
  );

/** The mark as each sort of word that may stand in its place. */
const FORMS = [
  MARK,
  `/srv/${MARK}`,
  `--${MARK}=${MARK}`,
  `${MARK}*?`,
  `"${MARK} ${MARK}"`,
  `$${MARK}`,
  MARK.toUpperCase(),
];
const WORD = /[A-Za-z0-9_.@%+-]{2,}/gu;

/** One word in so many is marked, another one of each case: the whole takes a minute and a half. */
const STRIDE = Number(process.env.STRIDE ?? 9);

test("no word of the corpus comes out again, whatever stands in its place", () => {
  let marked = 0;
  for (const [offset, { name, userData: bytes }] of readCases().entries()) {
    const text = bytes.toString("utf8").replaceAll("admin", "ubuntu");
    // What is no text has no words.
    if (text.includes("\ufffd") || text.length > 6_000) continue;
    for (const [at, match] of [...text.matchAll(WORD)].entries()) {
      if ((at + offset) % STRIDE !== 0) continue;
      const form = FORMS[marked++ % FORMS.length] ?? MARK;
      const changed = text.slice(0, match.index) + form + text.slice(match.index + match[0].length);
      expect([name, match[0], form, leaks(userData(changed), contexts.slice(0, 1))]).toEqual([
        name,
        match[0],
        form,
        [],
      ]);
    }
  }
  expect(marked).toBeGreaterThan(500);
}, 300_000);

const KEYWORDS = [...UPSTREAM.matchAll(/^(\w+)/gmu)].map(([keyword]) => keyword);

describe("sshd's configuration", () => {
  test("there are keywords to mark", () => {
    expect(KEYWORDS.length).toBeGreaterThan(80);
  });

  test("tells no argument, of whatever keyword, in the file or in a Match block", () => {
    for (const keyword of [...KEYWORDS, MARK]) {
      for (const argument of [MARK, `${MARK}@${MARK}`, `/srv/${MARK}/%u`, `yes ${MARK}`, `User ${MARK}`]) {
        const lines = [`${keyword} ${argument}`];
        const own = leaks(sshdDropIn(...lines), contexts.slice(0, 1));
        const matched = leaks(sshdDropIn(`Match User ${MARK},ubuntu`, ...lines), contexts.slice(0, 1));
        expect([keyword, argument, own, matched]).toEqual([keyword, argument, [], []]);
      }
    }
  }, 120_000);
});

const TEXTS: readonly (readonly [string, Fact<UserData>])[] = [
  [
    "an account that is made and shut",
    script(`useradd -m ${MARK}`, `usermod -e 1 ${MARK}`, "userdel -r ubuntu"),
  ],
  [
    "an account that takes the login account's name",
    script(`usermod -l ${MARK} ubuntu`, `chage -E 0 ${MARK}`),
  ],
  [
    "accounts of a list",
    config(
      "users:",
      `  - name: ${MARK}`,
      "    shell: /usr/sbin/nologin",
      "    ssh_authorized_keys: [ssh-ed25519 AAAA x]",
    ),
  ],
  ["the login account's own name", config(`user: ${MARK}`, "runcmd:", `  - userdel -r ${MARK}`)],
  [
    "the default account of the image's",
    config("system_info:", `  default_user: {name: ${MARK}}`, "runcmd:", `  - [chage, -E, '0', ${MARK}]`),
  ],
  [
    "a home elsewhere",
    script(`usermod -m -d /srv/${MARK} ubuntu`, `chmod 777 /srv/${MARK}`, `chmod 777 /srv/${MARK}/.ssh`),
  ],
  ["a home below another", script(`usermod -m -d /home/${MARK}/x ubuntu`, `chmod -R 777 /home/${MARK}`)],
  [
    "keys elsewhere",
    script(
      `mkdir -p /srv/${MARK}`,
      `echo 'AuthorizedKeysFile /srv/${MARK}/%u' >> /etc/ssh/sshd_config`,
      `chmod 777 /srv/${MARK}`,
      "systemctl restart ssh",
    ),
  ],
  [
    "keys that are linked",
    script(
      `mkdir /srv/${MARK}`,
      `mv /home/ubuntu/.ssh /srv/${MARK}/`,
      `ln -s /srv/${MARK}/.ssh /home/ubuntu/.ssh`,
      `chmod 777 /srv/${MARK}`,
    ),
  ],
  ["a program by its path", script(`/opt/${MARK}/${MARK}.sh`, `./${MARK}`, MARK, `${MARK} --${MARK}`)],
  ["a function", script(`${MARK}() { userdel -r ubuntu; }`, MARK)],
  [
    "an interpreter's code",
    script(`python3 -c '${MARK}'`, `perl ${MARK}`, `bash ${MARK}`, `sh -c "${MARK}"`),
  ],
  [
    "a unit",
    script(
      `systemctl ${MARK} ssh`,
      `systemctl disable --now ${MARK} ssh`,
      `service ssh ${MARK}`,
      `systemctl mask ${MARK}`,
    ),
  ],
  [
    "a package",
    script(
      `apt-get ${MARK} openssh-server`,
      `apt-get purge -y openssh-server ${MARK}`,
      `snap ${MARK} amazon-ssm-agent`,
    ),
  ],
  ["a device", script(`ip link set ${MARK} down`, `ip ${MARK} set ens5 down`, `ifconfig ${MARK} down`)],
  [
    "a firewall's rule",
    script(
      `iptables -A ${MARK} -j ${MARK}`,
      `ufw ${MARK}`,
      `ufw deny from ${MARK} to any port 22`,
      "ufw --force enable",
    ),
  ],
  ["a shell that is not there", script(`usermod -s /opt/${MARK} ubuntu`)],
  ["a job", script(`echo '* * * * * ${MARK} userdel ubuntu' > /etc/cron.d/${MARK}`, `echo ${MARK} | at now`)],
  ["a variable", script(`${MARK}=x`, `usermod -e "$${MARK}" ubuntu`, `userdel "\${${MARK}:-ubuntu}"`)],
  ["a syntax error", script(`if ${MARK}; then`, `echo "${MARK}`)],
  [
    "a file system",
    script(`echo '/dev/${MARK} /${MARK} ${MARK} ${MARK} 0 2' >> /etc/fstab`, `mount /dev/${MARK} /home`),
  ],
  [
    "PAM",
    script(
      `echo 'auth required ${MARK}.so' > /etc/pam.d/sshd`,
      `echo '-:${MARK}:ALL' >> /etc/security/access.conf`,
      `echo 'sshd: ${MARK}' >> /etc/hosts.deny`,
    ),
  ],
  ["a forced command", sshdDropIn(`ForceCommand /opt/${MARK} ${MARK}`)],
  [
    "modules",
    config(
      `cloud_init_modules: [${MARK}]`,
      `cloud_config_modules: [[${MARK}, always]]`,
      `cloud_final_modules: [[scripts-user, always], ${MARK}]`,
      `runcmd: [chown -R ${MARK} /home/ubuntu]`,
    ),
  ],
  [
    "keys of YAML",
    config(
      `${MARK}: 1`,
      `${MARK}: 2`,
      `users: {${MARK}: {${MARK}: ${MARK}}}`,
      `write_files: [{${MARK}: ${MARK}}]`,
    ),
  ],
  ["anchors and tags of YAML", config(`a: &${MARK} 1`, `b: *${MARK}`, `c: !${MARK} x`, `d: *${MARK}x`)],
  ["broken YAML", config(`a: [${MARK}`, `${MARK}: {`, `\t${MARK}: 1`, `"${MARK}`)],
  ["power", config(`power_state: {mode: ${MARK}, message: ${MARK}, delay: ${MARK}, condition: ${MARK}}`)],
  ["mounts", config(`mounts: [[${MARK}, ${MARK}, ${MARK}, ${MARK}], [${MARK}, /home]]`)],
  [
    "a user's every key",
    config(
      "users:",
      "  - default",
      `  - {name: a, groups: ${MARK}, primary_group: ${MARK}, sudo: ${MARK}, uid: ${MARK}, expiredate: ${MARK}, selinux_user: ${MARK}, homedir: /${MARK}, ${MARK}: ${MARK}}`,
    ),
  ],
  ["a header", userData(`#${MARK}\n${MARK}\n`)],
  ["an interpreter in a header", userData(`#!/opt/${MARK} ${MARK}\n${MARK}\n`)],
  ["a template", userData(`## template: ${MARK}\n#cloud-config\n{{ ${MARK} }}\n`)],
  ["an include", userData(`#include\nhttps://${MARK}:${MARK}@${MARK}/${MARK}\n`)],
  ["a handler", userData(`#part-handler\n${MARK}\n`)],
  ["JSON", userData(`#cloud-config\n{"${MARK}": "${MARK}", "users": [{"name": "${MARK}"}]}`)],
  ["a patch", userData(`#cloud-config-jsonp\n[{"op": "${MARK}", "path": "/${MARK}", "value": "${MARK}"}]`)],
  [
    "an archive",
    userData(
      `#cloud-config-archive\n- type: ${MARK}\n  filename: ${MARK}\n  content: ${MARK}\n- {${MARK}: ${MARK}}\n`,
    ),
  ],
  [
    "a MIME message",
    userData(
      mime(
        [`text/${MARK}`, MARK, MARK],
        ["text/cloud-config", `#cloud-config\nusers: [${MARK}]\n`, `${MARK}.cfg`],
        ["text/x-shellscript", "#!/bin/sh\nuserdel -r ubuntu\n", `${MARK}.sh`],
      ),
    ),
  ],
  [
    "headers of a MIME message",
    userData(
      `Content-Type: multipart/${MARK}; boundary=${MARK}\nMIME-Version: ${MARK}\nContent-Transfer-Encoding: ${MARK}\nMerge-Type: ${MARK}\n${MARK}: ${MARK}\n\n--${MARK}\nContent-Type: ${MARK}\nContent-Disposition: ${MARK}; filename=${MARK}\n\n${MARK}\n--${MARK}--\n`,
    ),
  ],
  ["gzip", userData(gzipSync(`#!/bin/sh\n${MARK}\nuserdel -r ubuntu\n`).toString("base64"), "base64")],
  ["base64 of what is none", userData(`${MARK}%${MARK}`, "base64")],
  ["PowerShell", userData(`<powershell>\n${MARK}\n</powershell>\n`)],
  ["Ignition", userData(`{"ignition": {"version": "${MARK}"}, "passwd": {"users": [{"name": "${MARK}"}]}}`)],
];

test.each(TEXTS)("%s tells nothing that stands in it", (_, data) => {
  expect(leaks(data)).toEqual([]);
});
