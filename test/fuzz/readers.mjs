// What reads input, as `npm run build` compiled it: each takes an input and answers with what people would get to see of it.
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const load = createRequire(import.meta.url);
const policies = (path) => load(join(root, "policies", "dist", path));
const components = (path) => load(join(root, "components", "dist", path));

const { checkUserData } = policies("judging/check-user-data.js");
const { predictBoot } = policies("boot/predict.js");
const { hostLogin } = policies("boot/login/host-login.js");
const { recogniseImage } = policies("boot/image/recognise.js");
const { defaultSettings } = policies("judging/settings.js");
const { decodeUserData } = policies("boot/decode/decode.js");
const { parseCloudConfig } = policies("boot/decode/cloud-config.js");
const { partSource } = policies("facts/place.js");
const { readSshdConfig } = policies("boot/sshd/read.js");
const { settingsFor } = policies("boot/sshd/settings.js");
const { admits } = policies("boot/sshd/admits.js");
const { readFstab } = policies("boot/mounts/fstab.js");
const { changeInput } = policies("boot/firewall/iptables.js");
const { changeUfw } = policies("boot/firewall/ufw.js");
const { grantsOf } = policies("launch/iam/evaluate.js");
const { trusts } = policies("launch/iam/trust.js");
const { readPublicKey } = policies("launch/key-material/public-key.js");
const { privateKeysIn } = policies("launch/key-material/private-key.js");
const { keysOfText, keyTypesOf } = policies("boot/machine/key-line.js");
const { fitsPattern } = policies("facts/wildcard.js");
const { publicKeyProblem } = components("cloud-init/public-key.js");
const { newWork, draw, within } = policies("boot/work.js");

const IMAGES = [
  { family: "debian", loginUser: "admin", release: "12" },
  { family: "ubuntu", loginUser: "ubuntu" },
  { family: "al2023", loginUser: "ec2-user" },
  { family: "amazon-linux-2", loginUser: "ec2-user" },
  { family: "rhel-like", loginUser: "rocky" },
  undefined,
];

/** The image hangs on the length of the text, so that the same text is always asked about the same one. */
function judged(userData, encoding = "plain") {
  const image = IMAGES[userData.length % IMAGES.length];
  const keyPair = userData.length % 7 > 0;
  const verdict = checkUserData({ userData, encoding, keyPair, ...(image && { image }) });
  // What throws is an answer to people, and a failure here.
  if (verdict.login === "not-judged")
    throw new Error(`not judged: ${verdict.failure.where}, ${verdict.failure.error}`);
  return userData.length % 4 === 0 ? [verdict, reasonsOf(userData, encoding, keyPair)] : verdict;
}

/** What is said of a log-in in the tables of ways in, and why nothing is known of the host. */
function reasonsOf(text, encoding, keyPair) {
  const boot = predictBoot({
    userData: known({ text, encoding }),
    image: DEBIAN,
    keyPair: known(keyPair),
    metadata: true,
  });
  const login = hostLogin(boot, DEBIAN);
  const reasons = [
    ...(login.reasons ?? []),
    ...boot.afterReboot.opaque.map(({ why, since }) => ({ what: why, since })),
  ];
  return [login.state, reasons.map(({ what, since }) => [what, since.construct, since.place?.line])];
}

const known = (value) => ({ state: "known", value, path: "fuzz" });

const DEBIAN = recogniseImage(
  { id: known("ami-0123456789abcdef0"), names: ["debian-12-amd64-20250814-2204"], owners: ["136693071363"] },
  defaultSettings,
  () => ({ state: "absent", path: "fuzz" }),
);

const quoted = (path, text) => `#!/bin/bash\ncat > ${path} <<'THE_END'\n${text}\nTHE_END\n`;

const filesOf = (text) => ({
  read: (path) =>
    path === "/etc/ssh/sshd_config" || path.endsWith("/50.conf")
      ? { state: "known", text: path.endsWith("/50.conf") ? text.slice(text.length >> 1) : text }
      : { state: "absent" },
  list: () => ["50.conf", "a".repeat(60)],
});

// Counted as in a prediction, so that the reading ends where that would.
function sshd(text) {
  const work = newWork();
  const count = (steps) => draw(work, steps);
  return within(
    () => {
      const config = readSshdConfig(filesOf(text), {
        openssh: ["9.2", "8.2"],
        distribution: "debian",
        count,
      });
      if (config.state === "fails") return { state: "fails", why: config.why, line: config.line };
      const visitor = { user: "admin", groups: ["admin", "sudo"], count };
      return [config.state, admits(settingsFor(config, visitor), visitor)];
    },
    () => "unknown",
  );
}

const parsed = (text) => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

const words = (text) => text.split(/[ \t\n]+/u).filter((word) => word !== "");

/** By name; each takes a text of any sort. */
export const TEXT_READERS = {
  "user-data": (text) => judged(text),
  base64: (text) => judged(Buffer.from(text).toString("base64"), "base64"),
  mime: (text) => {
    const { parts, problems, outcome } = decodeUserData({ text, encoding: "plain" });
    return [outcome, parts.map(({ kind }) => kind), problems.map(({ place: _, ...problem }) => problem)];
  },
  "cloud-config": (text) => {
    const { opaque, problems } = parseCloudConfig(partSource(text, { part: 1, parts: 1 }));
    return [opaque, problems.map(({ message }) => message), judged(`#cloud-config\n${text}`)];
  },
  shell: (text) => judged(`#!/bin/bash\n${text}\n`),
  "sshd-config": (text) => [
    sshd(text),
    judged(`${quoted("/etc/ssh/sshd_config", text)}systemctl restart ssh sshd\n`),
  ],
  fstab: (text) => [readFstab(text).length, judged(quoted("/etc/fstab", text))],
  "host-files": (text) =>
    ["/etc/pam.d/sshd", "/etc/security/access.conf", "/etc/security/limits.conf", "/etc/nsswitch.conf"].map(
      (path) => judged(`${quoted(path, text)}${quoted("/etc/hosts.deny", text).slice(12)}`),
    ),
  iptables: (text) => [
    changeInput({ policy: "accept" }, words(text)),
    changeUfw({ policy: "drop", active: true }, words(text)),
    judged(`#!/bin/bash\niptables ${text.replaceAll("\n", "\niptables ")}\nufw enable\n`),
  ],
  iam: (text) => {
    const document = parsed(text);
    return ["ssm:UpdateInstanceInformation", "ec2:ModifyInstanceAttribute"].map((action) => [
      grantsOf(document, action).verdict,
      trusts(document, "ec2", known("eu-west-1")).verdict,
    ]);
  },
  keys: (text) => [
    readPublicKey(text).is,
    privateKeysIn(text).length,
    keysOfText(text),
    keyTypesOf(text, "ssh-rsa"),
    publicKeyProblem(text)?.reason,
  ],
  patterns: (text) => [fitsPattern(text.slice(0, 2_000), text), fitsPattern("a".repeat(2_000), text)],
};
