import { gzipSync } from "node:zlib";
import { rules } from "../../../policies/rules/index";
import type { UserDataRule } from "../../../policies/rules/rule";
import type { Fact } from "../../../policies/facts/fact";
import type { UserData } from "../../../policies/launch/launch";
import { images, KEY, mime, places, sshOnly, userData } from "../../support/subjects";

/** The bad case of each rule about user data; the finding stands at the mark, which is no part of the text. */
const MARK = "»";
const CASES: Readonly<Record<string, string>> = {
  "authorized-keys-lost": "#!/bin/sh\ntrue\n  »rm -rf /home/admin/.ssh\n",
  "boot-stopped-by-mount":
    "#!/bin/sh\ncat >> /etc/fstab <<END\n# data\n»/dev/nvme1n1 /data ext4 defaults 0 2\nEND\n",
  "cloud-init-modules-dropped": "#cloud-config\nhostname: web\n»cloud_init_modules: [bootcmd]\n",
  "home-hidden-by-mount": "#!/bin/sh\ntrue && »mount -t tmpfs tmpfs /home\n",
  "home-permissions": "#!/bin/sh\ntrue\n  »chmod -R 777 /home\n",
  "host-firewall-closes-ssh": "#!/bin/sh\nufw allow 443/tcp\ntrue && »ufw --force enable\n",
  "host-network-down": "#!/bin/sh\ntrue\n  »ip link set ens5 down\n",
  "key-pair-unused": `#cloud-config\nhostname: web\n»users:\n  - name: deploy\n    ssh_authorized_keys: ["${KEY}"]\n`,
  "login-session-refused": "#!/bin/sh\ntrue && »touch /etc/nologin\n",
  "login-user-expired": "#!/bin/sh\ntrue; »usermod -e 1 admin\n",
  "login-user-removed": "#!/bin/sh\ntrue\n  »userdel -r admin\n",
  "login-user-shell": "#!/bin/sh\nif true; then\n  »usermod -s /bin/false admin\nfi\n",
  "power-off-at-boot": "#cloud-config\npower_state:\n  delay: now\n  »mode: poweroff\n",
  "private-key-in-user-data":
    "#!/bin/sh\ncat > /etc/site.pem <<END\n»-----BEGIN PRIVATE KEY-----\nTHISxISxNOxKEYxBUTxLOOKSxLIKExTHExFIRSTxLINExOFxONE\nEND\n",
  "rescue-user-data-left":
    "#cloud-config\nruncmd: [chmod 700 /home/admin/.ssh]\ncloud_final_modules:\n  - »[scripts-user, always]\n",
  "ssh-server-off": "#!/bin/sh\ntrue\n\t»systemctl disable --now ssh\n",
  "sshd-does-not-start":
    "#!/bin/sh\ncat > /etc/ssh/sshd_config.d/own.conf <<END\nMaxAuthTries 3\n»Nonsense yes\nEND\n",
  "sshd-refuses-login":
    "#!/bin/sh\ncat > /etc/ssh/sshd_config.d/own.conf <<END\nMaxAuthTries 3\n»AllowUsers deploy\nEND\n",
  "user-data-fetched": "»#include\nhttps://setup.example/config\n",
  "user-data-invalid": "#cloud-config\nruncmd: [ls]\nhostname: web\n»runcmd: [date]\n",
  "user-entry-stops-accounts": "#cloud-config\nusers:\n  - default\n  - name: deploy\n    »sudo: true\n",
};

interface Wrapped {
  readonly userData: Fact<UserData>;
  /** What the text's own lines and columns are moved by. */
  readonly down: number;
  readonly right: number;
  readonly part?: number;
}

const indented = (text: string, by: number): string => text.replace(/^(?=.)/gmu, " ".repeat(by));
const typeOf = (text: string): string =>
  text.startsWith("#!")
    ? "text/x-shellscript"
    : text.startsWith("#include")
      ? "text/x-include-url"
      : "text/cloud-config";
const base64 = (bytes: string | Buffer): Fact<UserData> =>
  userData(Buffer.from(bytes).toString("base64"), "base64");
const other = ["text/x-shellscript", "#!/bin/sh\ntrue\n"] as const;

const WRAPPINGS: Readonly<Record<string, (text: string) => Wrapped>> = {
  plain: (text) => ({ userData: userData(text), down: 0, right: 0 }),
  base64: (text) => ({ userData: base64(text), down: 0, right: 0 }),
  gzip: (text) => ({ userData: base64(gzipSync(text)), down: 0, right: 0 }),
  "a part of a MIME message": (text) => ({
    userData: userData(mime(other, [typeOf(text), text])),
    down: 0,
    right: 0,
    part: 2,
  }),
  "a MIME message in gzip": (text) => ({
    userData: base64(gzipSync(mime([typeOf(text), text], other))),
    down: 0,
    right: 0,
    part: 1,
  }),
};

/** A block scalar of YAML holds a script; the text below a header of so many lines, so many columns in. */
const blockScalar =
  (header: string, by: number) =>
  (text: string): Wrapped => ({
    userData: userData(`${header}\n${indented(text, by)}`),
    down: header.split("\n").length,
    right: by,
  });

const SCRIPT_WRAPPINGS: typeof WRAPPINGS = {
  "a block scalar of runcmd": blockScalar("#cloud-config\nruncmd:\n  - |", 4),
  "a file that runcmd runs": blockScalar(
    '#cloud-config\nruncmd: [/opt/setup.sh]\nwrite_files:\n  - path: /opt/setup.sh\n    permissions: "0755"\n    content: |',
    6,
  ),
};

const judged = rules.filter((rule): rule is UserDataRule => rule.judges === "user-data");

test("every rule about user data has its bad case here", () => {
  expect(Object.keys(CASES)).toEqual(judged.map(({ id }) => id));
});

describe.each(judged.map((rule): [string, UserDataRule] => [rule.id, rule]))("%s", (id, rule) => {
  const marked = CASES[id] ?? MARK;
  const [before = ""] = marked.split(MARK);
  const text = marked.replace(MARK, "");
  const line = before.split("\n").length;
  const column = before.length - before.lastIndexOf("\n");
  const wrappings = { ...WRAPPINGS, ...(text.startsWith("#!") && SCRIPT_WRAPPINGS) };

  test.each(Object.entries(wrappings))("points at its line and column in %s", (_, wrap) => {
    const { down, right, part, ...wrapped } = wrap(text);
    const place = [...(part === undefined ? [] : [part]), line + down, column + right].join(":");
    expect(places(rule, { ...sshOnly, image: images.debian, ...wrapped })).toEqual([place]);
  });
});
