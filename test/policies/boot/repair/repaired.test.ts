import { mergeUserData } from "../../../../components/cloud-init/merge";
import { absent, known } from "../../../../policies/facts/fact";
import { trait } from "../../../../policies/boot/machine/machine";
import { checkUserData } from "../../../../policies/judging/check-user-data";
import { CAUSES } from "../../../boot/repair/causes";
import { bash, KEY } from "../judge";
import { boothook, bootWith, notKnown, textOf, verdicts, type Host } from "./hook";

const early = (...lines: readonly string[]): string => `#cloud-boothook\n#!/bin/sh\n${lines.join("\n")}\n`;
const HOME = "/home/admin";
const KEYS = "/etc/ssh/latchkey/keys/admin";
const CONFIG = "/etc/ssh/sshd_config";
const DROP_INS = `${CONFIG}.d`;
const restart = "systemctl restart ssh";
const keepOpen: Host = { keepOpen: true };

describe("what was done before the SSH server starts is mended at the first boot", () => {
  it.each<[string, string[]]>([
    ["/ that all may write to", ["chmod 777 /"]],
    ["/etc that all may write to", ["chmod 777 /etc"]],
    ["/etc/ssh that its group may write to", ["chmod 775 /etc/ssh"]],
    ["/etc/ssh of somebody else's", ["chown daemon /etc/ssh"]],
    ["/home that nobody may enter", ["chmod 700 /home"]],
    ["/home of somebody else's", ["chown daemon /home"]],
    ["sshd's configuration away", [`rm ${CONFIG}`]],
    ["sshd's folder away", ["rm -rf /etc/ssh"]],
    ["a line that sshd does not know", [`echo Foo bar >> ${CONFIG}`]],
    ["several of them", [`printf 'Foo bar\\nPort x\\nMatch nobody\\n' >> ${CONFIG}`]],
    ["a drop-in that does not load", [`echo Foo bar > ${DROP_INS}/x.conf`]],
    ["keys off", [`sed -i '1i PubkeyAuthentication no' ${CONFIG}`]],
    ["a list without the account", [`echo AllowUsers bob > ${DROP_INS}/x.conf`]],
    [
      "a main file that includes nothing",
      [`echo 'UsePAM yes' > ${CONFIG}`, `echo 'PubkeyAuthentication no' >> ${CONFIG}`],
    ],
    ["another port", [`echo Port 2222 > ${DROP_INS}/x.conf`]],
    ["the host itself only", [`echo ListenAddress 127.0.0.1 > ${DROP_INS}/x.conf`]],
    ["the server disabled", ["systemctl disable ssh"]],
    ["the server masked", ["systemctl mask ssh"]],
    ["a file for which the server does not start", ["touch /etc/ssh/sshd_not_to_be_run"]],
    ["/etc/nologin", ["touch /etc/nologin"]],
    ["everybody turned away by PAM", ["sed -i '1i account required pam_deny.so' /etc/pam.d/sshd"]],
    [
      "everybody turned away by access.conf",
      [
        "sed -i 's/^# *account.*pam_access/account required pam_access/' /etc/pam.d/sshd",
        "echo '-:ALL:ALL' >> /etc/security/access.conf",
      ],
    ],
    ["everybody turned away by the TCP wrappers", ["echo 'ALL: ALL' > /etc/hosts.deny"]],
  ])("%s", (_, lines) => {
    expect(verdicts([early(...lines)])).toBe("open");
  });

  it.each<[string, string, string]>([
    ["an entry that stops cloud-init's users", "open", "#cloud-config\nusers: [{name: app, groups: 7}]\n"],
    ["modules without those that make users", "open", "#cloud-config\ncloud_init_modules: [write_files]\n"],
    ["a list of users without the default one", "open", "#cloud-config\nusers: [{name: app}]\n"],
    ["no key pair for anybody", "open", "#cloud-config\nallow_public_ssh_keys: false\n"],
    ["users, as no cloud-config says otherwise", "open", "#cloud-config\nusers: []\n"],
  ])("%s: %s", (_, state, text) => {
    expect(verdicts([text])).toBe(state);
  });
});

// Its files are new at the first boot, for which it is started; afterwards it is only enabled.
it("a server that is stopped at each boot before it starts stays down from the second on", () => {
  expect(verdicts([early("systemctl stop ssh")])).toBe("open, closed");
});

describe("what is done afterwards holds until the next boot", () => {
  it.each<[string, string, string[], Host?]>([
    // The keys lie outside of homes.
    ["a home that all may write to", "open", [`chmod 777 ${HOME}`]],
    ["a home that is gone", "open", [`rm -rf ${HOME}`]],
    ["a home of somebody else's", "open", [`chown -R www-data ${HOME}`]],
    ["no key of its own", "open", [`: > ${HOME}/.ssh/authorized_keys`]],
    ["/home that nobody may enter", "open", ["chmod 700 /home"]],
    ["another file system over /home", "open", ["mount -t tmpfs tmpfs /home"]],
    ["its own keys still open where ours are gone", "open", ["rm -rf /etc/ssh/latchkey"]],
    ["both gone", "closed, open", ["rm -rf /etc/ssh/latchkey", `rm -rf ${HOME}/.ssh`]],
    [
      "a key file of ours that all may write to, and the home too",
      "closed, open",
      [`chmod 666 ${KEYS}`, `chmod 777 ${HOME}`],
    ],
    [
      "folders of ours that all may write to, and the home too",
      "closed, open",
      ["chmod 777 /etc/ssh", `chmod 777 ${HOME}`],
    ],
    // The account's block wins.
    ["keys off", "open", [`sed -i '1i PubkeyAuthentication no' ${CONFIG}`, restart]],
    [
      "keys off for the account",
      "open",
      [`printf 'Match User admin\\nPubkeyAuthentication no\\n' >> ${CONFIG}`, restart],
    ],
    ["a list without the account", "open", [`echo AllowUsers bob >> ${CONFIG}`, restart]],
    ["a list of those who are turned away", "open", [`echo DenyUsers admin >> ${CONFIG}`, restart]],
    ["another file for keys", "open", [`sed -i '1i AuthorizedKeysFile /etc/keys' ${CONFIG}`, restart]],
    ["no sessions", "open", [`echo MaxSessions 0 >> ${CONFIG}`, restart]],
    // Lists of several matching blocks add up, and one that denies counts.
    [
      "a block that denies it, beside ours",
      "closed",
      [`printf 'Match User admin\\nDenyUsers admin\\n' >> ${CONFIG}`, restart],
    ],
    [
      "a block before ours",
      "closed",
      [`printf 'Match User admin\\nPubkeyAuthentication no\\n' > ${DROP_INS}/00-a.conf`, restart],
    ],
    [
      "our block taken out",
      "closed, open",
      [`rm ${DROP_INS}/00-latchkey.conf`, `echo PubkeyAuthentication no >> ${CONFIG}`, restart],
    ],
    // A second factor and a jail are meant, unless somebody says otherwise.
    ["a second factor", "closed", [`echo AuthenticationMethods publickey,password >> ${CONFIG}`, restart]],
    [
      "a second factor that is to be lifted",
      "closed, open",
      [`echo AuthenticationMethods publickey,password >> ${CONFIG}`, restart],
      keepOpen,
    ],
    ["a jail", "closed", [`echo ForceCommand /bin/false >> ${CONFIG}`, restart]],
    ["a jail that is to be lifted", "open", [`echo ForceCommand /bin/false >> ${CONFIG}`, restart], keepOpen],
    [
      "a jail for its group that is to be lifted",
      "open",
      [
        `printf 'Match Group sudo\\nForceCommand internal-sftp\\nChrootDirectory /srv\\n' >> ${CONFIG}`,
        restart,
      ],
      keepOpen,
    ],
    // What the program finds at the next boot.
    ["the account gone", "closed, open", ["userdel admin"]],
    ["the account and its home gone", "closed, open", ["userdel -r admin"]],
    ["the account expired", "closed, open", ["usermod -e 1 admin"]],
    ["its password to be changed", "closed, open", ["chage -d 0 admin"]],
    ["its shell a closed one", "closed, open", ["usermod -s /usr/sbin/nologin admin"]],
    ["its shell not installed", "closed, open", ["usermod -s /usr/bin/fish admin"]],
    ["/etc/nologin", "closed, open", ["touch /etc/nologin"]],
    ["the server disabled", "open", ["systemctl disable ssh"]],
    ["the server masked", "open", ["systemctl mask ssh"]],
    ["the server stopped", "closed, open", ["systemctl stop ssh"]],
    ["host keys gone", "closed, open", ["rm /etc/ssh/ssh_host_*", restart]],
    ["a configuration that does not load", "closed, open", [`echo Foo bar >> ${CONFIG}`, restart]],
    ["one that would not", "open", [`echo Foo bar >> ${CONFIG}`]],
    ["a mount that is not there", "open", ["echo 'UUID= /data ext4 defaults 0 2' >> /etc/fstab"]],
    ["a device that may not be there", "open", ["echo '/dev/xvdf /home ext4 defaults 0 2' >> /etc/fstab"]],
    [
      "a mount, and no program to go on",
      "open, closed",
      ["echo 'UUID= /data ext4 defaults 0 2' >> /etc/fstab", "rm /usr/local/sbin/latchkey-repair"],
    ],
    ["a mount, and a program that nobody may run", "open, closed", ["echo 'UUID= /data ext4 defaults 0 2' >> /etc/fstab", "chmod 644 /usr/local/sbin/latchkey-repair"]],
    ["an fstab without the root", "open, unknown", [": > /etc/fstab"]],
    // What it does not hold.
    ["a firewall", "closed", ["ufw --force enable"]],
    ["the server removed", "closed", ["apt-get purge -y openssh-server"]],
    ["the server's program removed", "open, closed", ["rm /usr/sbin/sshd"]],
    ["a shell that its start-up file ends", "closed", [`echo exit > ${HOME}/.bashrc`]],
    [
      "a lock on the password, and no PAM",
      "closed, unknown",
      ["echo UsePAM no > /etc/ssh/sshd_config.d/x.conf", restart],
    ],
    ["something unseen", "unknown", ["curl -s https://example.com | sh"]],
    ["something unseen beside what shuts", "unknown", ["curl -s https://example.com | sh", "userdel admin"]],
  ])("%s: %s", (_, state, lines, host = {}) => {
    expect(verdicts([bash(...lines)], { release: "12", ...host })).toBe(state);
  });
});

describe("parts that are switched off", () => {
  it.each<[string, string, string[], Host["repair"]]>([
    ["keys", "closed, open", [`chmod 777 ${HOME}`], { keys: false }],
    ["keys and modes", "closed", [`chmod 777 ${HOME}`], { keys: false, modes: false }],
    ["modes", "open", [`chmod 777 ${HOME}`], { modes: false }],
    ["sshd", "closed", [`sed -i '1i PubkeyAuthentication no' ${CONFIG}`, restart], { sshd: false }],
    ["sshd, and a home that all may write to", "open", [`chmod 777 ${HOME}`], { sshd: false }],
    ["accounts", "closed", ["userdel admin"], { accounts: false }],
    ["service", "open, closed", ["systemctl disable ssh"], { service: false }],
    ["mounts", "open, closed", ["echo 'UUID= /data ext4 defaults 0 2' >> /etc/fstab"], { mounts: false }],
    ["hostkeys", "closed", ["rm /etc/ssh/ssh_host_*", restart], { hostkeys: false }],
  ])("%s: %s", (_, state, lines, repair = {}) => {
    expect(verdicts([bash(...lines)], { release: "12", repair })).toBe(state);
  });
});

describe("on every family whose images are known", () => {
  it.each([
    ["debian", "12", "admin"],
    ["debian", "13", "admin"],
    ["ubuntu", "22.04", "ubuntu"],
    ["ubuntu", "24.04", "ubuntu"],
    ["al2023", undefined, "ec2-user"],
    ["amazon-linux-2", undefined, "ec2-user"],
    ["rhel-like", "9", "ec2-user"],
    ["rhel-like", "10", "ec2-user"],
    ["suse", undefined, "ec2-user"],
  ] as const)("%s %s", (family, release, user) => {
    const host: Host = { family, ...(release !== undefined && { release }) };
    const at = (...lines: readonly string[]): string => verdicts([bash(...lines)], host);
    expect(verdicts([], host)).toBe("open");
    expect(at(`chmod 777 /home/${user}`)).toBe("open");
    expect(at(`sed -i '1i PubkeyAuthentication no' ${CONFIG}`, "systemctl restart sshd")).toBe("open");
    expect(at(`echo AllowUsers bob >> ${CONFIG}`, "systemctl restart sshd")).toBe("open");
    expect(at(`userdel -r ${user}`)).toBe("closed, open");
    expect(at("systemctl disable ssh sshd ssh.socket")).toBe("open");
  });

  it.each([
    // 8.2 may leave out a Match of an included file: then the account's own file alone opens, once its home is mended.
    ["ubuntu", undefined, "ubuntu", "unknown, open", "closed, unknown"],
    ["ubuntu", "20.04", "ubuntu", "unknown, open", "closed, unknown"],
    ["debian", undefined, "admin", "open", "closed, open"],
    // Its own configuration is not known, but lets keys in.
    ["rhel-like", undefined, "ec2-user", "open", "closed, open"],
    ["rhel-like", "8", "ec2-user", "open", "closed, open"],
  ] as const)("%s %s, of which less is known", (family, release, user, writable, gone) => {
    const host: Host = { family, ...(release !== undefined && { release }) };
    expect(verdicts([], host)).toBe("open");
    expect(verdicts([bash(`chmod 777 /home/${user}`)], host)).toBe(writable);
    expect(verdicts([bash(`userdel -r ${user}`)], host)).toBe(gone);
  });
});

describe("a recovery account", () => {
  const recoveryUser = { passwordHash: "$6$salt$" + "a".repeat(86) };

  // Where somebody else may try a password, a host whose accounts are shut is not proven closed.
  it("has a password, and none is asked for over SSH", () => {
    const passwords = "#cloud-config\nssh_pwauth: true\n";
    const gone = bash("userdel admin");
    expect(verdicts([gone], { recoveryUser })).toBe("closed, open");
    expect(verdicts([passwords, gone], { recoveryUser })).toBe("closed, open");
    expect(
      verdicts([passwords, bash("userdel admin", "useradd bob", "echo bob:secret | chpasswd")], {
        recoveryUser,
      }),
    ).toBe("unknown, open");
  });
});

describe("the key pair's key", () => {
  it("is declared where the launch names one", () => {
    const own = bash(`chmod 777 ${HOME}`);
    const pair: Host = { publicKeys: [] };
    expect(verdicts([own], pair)).toBe("open");
    expect(verdicts([own], { ...pair, keys: known(false, "keyName") })).toBe("closed");
    expect(verdicts([own], { ...pair, keys: absent("keyName") })).toBe("closed");
    expect(verdicts([own], { ...pair, keys: notKnown })).toBe("unknown");
    expect(verdicts([own], { ...pair, keyPair: false })).toBe("closed, open");
  });

  it("stands with the declared ones in the account's file, root's own", () => {
    const { afterBoot } = bootWith([]);
    expect(textOf(afterBoot, KEYS)).toMatch(/^ssh-ed25519 AAAA\S+ ops\nssh-\uE000 AAAA\uE000\n$/u);
    expect([KEYS, "/etc/ssh/latchkey"].map((path) => trait(afterBoot, "file", path, "mode"))).toMatchObject([
      { value: 0o644 },
      { value: 0o755 },
    ]);
    expect(trait(afterBoot, "file", KEYS, "owner")).toMatchObject({ value: "root" });
  });
});

describe("what the guide says of each cause", () => {
  it.each(CAUSES.map((cause) => [cause.name, cause] as const))("%s", (name, cause) => {
    const { shut = "", userData, image, healed, keepOpen: lifted = false } = cause;
    const upstream = image === "bookworm-upstream-modes";
    const user = upstream ? "ec2-user" : "admin";
    const text = userData ?? bash(`u=${user}; h=/home/${user}`, shut, "systemctl restart ssh sshd");
    const host: Host = {
      keepOpen: lifted,
      ...(upstream ? { family: "al2023" } : { release: image === "trixie" ? "13" : "12" }),
    };
    const [, later] = /(\w+)$/u.exec(verdicts([text], host)) ?? [];
    expect({ name, later }).not.toEqual({ name, later: healed ? "closed" : "open" });
  });
});

describe("rules that speak of keys and homes", () => {
  const image = { family: "debian", loginUser: "admin" } as const;
  const rulesOf = (text: string): readonly string[] => {
    const userData = mergeUserData([boothook({}, "admin"), text]).base64;
    return checkUserData({ userData, encoding: "base64", image, keyPair: true }).findings.map(
      ({ rule }) => rule,
    );
  };
  const deploy = `#cloud-config\nusers:\n  - name: deploy\n    ssh_authorized_keys: ["${KEY}"]\n`;

  it.each<[string, string, readonly string[]]>([
    ["the key pair is given to the login user all the same", deploy, []],
    ["cloud-init gives it to nobody", "#cloud-config\nallow_public_ssh_keys: false\n", []],
    [
      "the home is writable and the firewall shut",
      bash("chmod 777 /home/admin", "ufw enable"),
      ["host-firewall-closes-ssh"],
    ],
    [
      "the keys are lost and the account has expired",
      bash("rm -r /home/admin/.ssh", "chage -E 0 admin"),
      ["login-user-expired"],
    ],
    [
      "a file system hides the home of an account without a shell",
      bash("mount -t tmpfs x /home", "chsh -s /bin/false admin"),
      ["login-user-shell"],
    ],
    [
      "a list leaves out an account that is gone",
      bash("echo AllowUsers x >> /etc/ssh/sshd_config", "systemctl restart ssh", "userdel admin"),
      ["login-user-removed"],
    ],
  ])("%s", (_, text, rules) => {
    expect(rulesOf(text)).toEqual(rules);
  });
});
