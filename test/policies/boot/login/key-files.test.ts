import { absent } from "../../../../policies/facts/fact";
import { hostLogin } from "../../../../policies/boot/login/host-login";
import { admitsAccount } from "../../../../policies/boot/login/key-login";
import { checkUserData } from "../../../../policies/judging/check-user-data";
import { AL2023, bash, boot, causes, DEBIAN, KEY, verdict } from "../judge";

const CENTRAL = "/etc/ssh/keys/admin";
const central = (mode = "644"): readonly string[] => [
  "mkdir -p /etc/ssh/keys",
  `echo '${KEY}' > ${CENTRAL}`,
  `chmod ${mode} ${CENTRAL}`,
];
const named = (files: string): readonly string[] => [
  `echo 'AuthorizedKeysFile ${files}' > /etc/ssh/sshd_config.d/keys.conf`,
  "systemctl restart ssh",
];
const both = named("/etc/ssh/keys/%u .ssh/authorized_keys");
const HOME = "/home/admin";
const OWN = `${HOME}/.ssh/authorized_keys`;

const debian = (...lines: readonly string[]): string => verdict(bash(...lines), { image: DEBIAN });

describe("the files in which sshd looks for a key: one that opens is enough", () => {
  it.each<[string, string, readonly string[]]>([
    [
      "a central file first, and a home that all may write to",
      "open",
      [`chmod 777 ${HOME}`, ...central(), ...both],
    ],
    [
      "a central file second",
      "open",
      [`chmod 777 ${HOME}`, ...central(), ...named(".ssh/authorized_keys /etc/ssh/keys/%u")],
    ],
    ["a central file, and no home", "open", [`rm -rf ${HOME}`, ...central(), ...both]],
    ["a central file, and /home that nobody may enter", "open", ["chmod 700 /home", ...central(), ...both]],
    ["a central file, and a key file that is emptied", "open", [`: > ${OWN}`, ...central(), ...both]],
    [
      "a central file, and a home that somebody else has",
      "open",
      [`chown -R www-data ${HOME}`, ...central(), ...both],
    ],
    [
      "a central file, and a file system over the home",
      "open",
      ["mount -t tmpfs tmpfs /home", ...central(), ...both],
    ],
    ["a central file that all may write to, and its own", "open", [...central("666"), ...both]],
    [
      "a central file that all may write to, and no other",
      "closed",
      [...central("666"), ...named("/etc/ssh/keys/%u")],
    ],
    ["a central file that only root may read, and its own", "open", [...central("600"), ...both]],
    ["a central file that only root may read", "closed", [...central("600"), ...named("/etc/ssh/keys/%u")]],
    ["no central file, and its own", "open", [...both]],
    ["neither", "closed", [`rm ${OWN}`, ...both]],
    [
      "a central file with a folder that all may write to",
      "closed",
      ["chmod 777 /etc/ssh", ...central(), ...named("/etc/ssh/keys/%u")],
    ],
    [
      "a central file, and a root that all may write to",
      "closed",
      ["chmod 777 /", ...central(), ...named("/etc/ssh/keys/%u")],
    ],
    ["a root that all may write to, and its own file", "open", ["chmod 777 /", ...central(), ...both]],
    [
      "a central file without a key, and a home that all may write to",
      "closed",
      [`chmod 777 ${HOME}`, ...central(), `echo none > ${CENTRAL}`, ...both],
    ],
    [
      "a central file whose key is not known",
      "unknown",
      [`chmod 777 ${HOME}`, "mkdir -p /etc/ssh/keys", `aws s3 cp s3://keys/admin ${CENTRAL}`, ...both],
    ],
    [
      "a path that is not known",
      "unknown",
      [`chmod 777 ${HOME}`, ...named("/etc/ssh/keys/%U .ssh/authorized_keys")],
    ],
    ["both bad", "closed", [`chmod 777 ${HOME}`, ...central("600"), ...both]],
    [
      "sshd's second file by default",
      "open",
      [`chmod 666 ${OWN}`, `echo '${KEY}' > ${OWN}2`, `chown admin ${OWN}2`],
    ],
    ["sshd's second file alone", "open", [`rm ${OWN}`, `echo '${KEY}' > ${OWN}2`, `chown admin ${OWN}2`]],
    [
      "sshd's second file in a home that all may write to",
      "closed",
      [`chmod 777 ${HOME}`, `echo '${KEY}' > ${OWN}2`],
    ],
    [
      "a second file that is none by the line",
      "closed",
      [...named(".ssh/authorized_keys"), `rm ${OWN}`, `echo '${KEY}' > ${OWN}2`],
    ],
  ])("%s: %s", (_, state, lines) => {
    expect(debian(...lines)).toBe(state);
  });

  it("is read as each family's own configuration names them", () => {
    const lines = [
      "rm /home/ec2-user/.ssh/authorized_keys",
      `echo '${KEY}' > /home/ec2-user/.ssh/authorized_keys2`,
    ];
    expect(verdict(bash(...lines), { image: AL2023 })).toBe("closed");
  });

  it("counts an account whose only key is in a file of that sort", () => {
    const text = bash(
      "useradd -m bob",
      "mkdir -p /etc/ssh/keys",
      `echo '${KEY}' > /etc/ssh/keys/bob`,
      ...both,
      "userdel admin",
    );
    expect(debian(text)).toBe("open");
    const keyPair = absent("keyName");
    expect(
      hostLogin(boot(bash("useradd -m bob", ...both), { image: DEBIAN, keyPair }), DEBIAN),
    ).toMatchObject({
      state: "closed",
      nobodyHasKeys: true,
    });
  });

  it("takes keys that are brought otherwise whatever the files are", () => {
    const { afterBoot } = boot(bash(...named("none")), { image: DEBIAN });
    expect(admitsAccount(afterBoot, "admin", DEBIAN).state).toBe("open");
  });

  it("blames no line for the account's own file while another one opens", () => {
    const text = bash(`chmod 777 ${HOME}`, `rm -rf ${HOME}/.ssh`, ...central(), ...both, "ufw enable");
    const image = { family: "debian", loginUser: "admin" } as const;
    const { findings, login } = checkUserData({ userData: text, encoding: "plain", image, keyPair: true });
    expect(login).toBe("closed");
    expect(findings.map(({ rule }) => rule)).toEqual(["host-firewall-closes-ssh"]);
    expect(causes(text, { image: DEBIAN })).toEqual(["9: ufw"]);
  });

  it("blames the line that shuts each of them", () => {
    const text = bash(`chmod 777 ${HOME}`, ...central("600"), ...both);
    const image = { family: "debian", loginUser: "admin" } as const;
    const { findings } = checkUserData({ userData: text, encoding: "plain", image, keyPair: true });
    expect(findings.map(({ rule, place }) => [rule, place?.line])).toEqual([["home-permissions", 2]]);
    expect(causes(text, { image: DEBIAN })).toEqual(["5: chmod", "2: chmod"]);
  });
});
