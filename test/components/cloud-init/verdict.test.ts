import { composeUserData, type ComposeOptions } from "../../../components/cloud-init/compose";
import { hashPassword } from "../../../components/cloud-init/password";
import { composedWith, ROWS } from "../../boot/component/verdicts";
import { predictCase } from "../../policies/boot/corpus-agreement";
import { bash } from "../../policies/boot/judge";

const KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJnT0QTtaM9kDhV8dnBHgFBcKG8U1u0Z4Nq1b0q0m9xR ops";
const HOST: ComposeOptions = {
  loginUser: "admin",
  family: "debian",
  keyPair: true,
  publicKeys: [KEY],
  recoveryUser: { passwordHash: hashPassword("three-otters-under-a-bridge", "test") },
};
const HOME = "/home/admin";
const CONFIG = "/etc/ssh/sshd_config";
const restart = "systemctl restart ssh";

const reasons = (text: string, more: Partial<ComposeOptions> = {}): readonly string[] =>
  composeUserData({ ...HOST, ...more, userData: [{ text }] }).problems.map(({ reason }) => reason);

describe("what the host opens by itself is no finding", () => {
  it.each<[string, string]>([
    ["a home that all may write to", bash(`chmod 777 ${HOME}`)],
    ["a home that its group may write to", bash(`chmod g+w ${HOME}`)],
    ["/home that nobody may enter", bash("chmod 700 /home")],
    ["a home of somebody else's", bash(`chown -R www-data:www-data ${HOME}`)],
    ["a home that is gone", bash(`rm -rf ${HOME}`)],
    ["a home that is a link", bash(`mv ${HOME} /srv/admin`, `ln -s /srv/nothing ${HOME}`)],
    ["keys that are gone", bash("rm -rf ~admin/.ssh")],
    ["keys that are overwritten", bash(`echo none > ${HOME}/.ssh/authorized_keys`)],
    ["keys that sshd does not take", bash(`chmod 666 ${HOME}/.ssh/authorized_keys`)],
    ["a file system over /home", bash("mount -t tmpfs tmpfs /home")],
    ["keys off", bash(`echo PubkeyAuthentication no >> ${CONFIG}`, restart)],
    ["keys off in a drop-in", bash("echo PubkeyAuthentication no > /etc/ssh/sshd_config.d/x.conf", restart)],
    ["a list without it", bash(`echo AllowUsers other >> ${CONFIG}`, restart)],
    ["a list of groups without its own", bash(`echo AllowGroups wheel >> ${CONFIG}`, restart)],
    ["a list with it that turns away", bash(`echo DenyUsers admin >> ${CONFIG}`, restart)],
    ["a central file for keys", bash(`sed -i '1i AuthorizedKeysFile /etc/keys/%u' ${CONFIG}`, restart)],
    ["no sessions", bash(`echo MaxSessions 0 >> ${CONFIG}`, restart)],
    ["a configuration that would not load", bash(`echo Foo bar >> ${CONFIG}`)],
    ["a configuration that is gone", bash(`rm ${CONFIG}`)],
    ["a server that is disabled", bash("systemctl disable ssh")],
    ["a server that is masked", bash("systemctl mask ssh")],
    ["a device that may not be there", bash("echo '/dev/xvdf /data ext4 defaults 0 2' >> /etc/fstab")],
    ["a folder over a home that is not there", bash("echo '/srv/homes /home none bind 0 0' >> /etc/fstab")],
    ["a boothook that deletes the account", "#cloud-boothook\n#!/bin/sh\nuserdel admin\n"],
    [
      "bootcmd that closes /home",
      "#cloud-config\nbootcmd:\n  - chmod 700 /home\n  - systemctl disable ssh\n",
    ],
    [
      "another sshd_config",
      `#cloud-config\nwrite_files:\n  - path: ${CONFIG}\n    content: |\n      PubkeyAuthentication no\n      UsePAM yes\n`,
    ],
    [
      "one that does not load",
      `#cloud-config\nwrite_files:\n  - path: ${CONFIG}\n    content: |\n      PubkeyAuthentification yes\n`,
    ],
    ["users of its own, one of which stops the rest", "#cloud-config\nusers:\n  - {name: app, groups: 7}\n"],
    ["no key pair for anybody", "#cloud-config\nallow_public_ssh_keys: false\n"],
  ])("%s", (_, text) => {
    expect(reasons(text)).toEqual([]);
  });
});

describe("what shuts the first boot, or what the host does not hold, is refused", () => {
  it.each<[string, string, RegExp]>([
    [
      "the account gone",
      bash("userdel -r admin"),
      /line 2 \(userdel\) removes admin .* until the next reboot/u,
    ],
    [
      "the account expired",
      bash("usermod --expiredate 1 admin"),
      /line 2 \(usermod --expiredate\) expires admin/u,
    ],
    [
      "its password to be changed",
      bash("passwd -e admin"),
      /line 2 \(passwd --expire\) expires the password/u,
    ],
    [
      "its shell a closed one",
      bash("usermod -s /sbin/nologin admin"),
      /line 2 \(usermod --shell\): its shell/u,
    ],
    ["/etc/nologin", bash("touch /etc/nologin"), /line 2 \(touch\): \/etc\/nologin/u],
    [
      "the server stopped",
      bash("systemctl stop ssh"),
      /line 2 \(systemctl stop\): the SSH server does not run/u,
    ],
    [
      "a configuration that does not load, and a restart",
      bash(`echo Foo bar >> ${CONFIG}`, restart),
      /line 2 .* sshd does not know this keyword/u,
    ],
    [
      "our keys and its own gone",
      bash("rm -rf /etc/ssh/latchkey", `rm ${HOME}/.ssh/authorized_keys`),
      /line 3 \(rm\)/u,
    ],
    [
      "our block and its list",
      bash("rm /etc/ssh/sshd_config.d/00-latchkey.conf", `echo AllowUsers other >> ${CONFIG}`, restart),
      /line 3 .* AllowUsers does not name it/u,
    ],
    ["a firewall", bash("ufw --force enable"), /line 2 \(ufw\) closes port 22/u],
    ["a firewall's rule that is kept", bash("iptables -P INPUT DROP"), /line 2 \(iptables\) closes port 22/u],
    [
      "a second factor",
      bash(`echo AuthenticationMethods publickey,password >> ${CONFIG}`, restart),
      /line 2 .* AuthenticationMethods asks for more than a key/u,
    ],
    [
      "a jail",
      bash(`echo ForceCommand /bin/false >> ${CONFIG}`, restart),
      /line 2 .* ForceCommand ends every session/u,
    ],
    [
      "a jail of files alone",
      bash(`printf 'Match User admin\\nForceCommand internal-sftp\\n' >> ${CONFIG}`, restart),
      /ForceCommand lets files be exchanged and no more/u,
    ],
    [
      "a jail from the second boot on",
      bash(`echo ForceCommand /bin/false >> ${CONFIG}`),
      /line 2 .* ForceCommand ends every session.*next reboot on/u,
    ],
    [
      "the server removed",
      bash("apt-get purge -y openssh-server"),
      /line 2 \(apt-get purge\): the SSH server is removed/u,
    ],
    [
      "the server's program gone",
      bash("rm /usr/sbin/sshd"),
      /line 2 \(rm\): the SSH server does not run.*next reboot on/u,
    ],
    ["a start-up file that ends the shell", bash(`echo exit > ${HOME}/.bashrc`), /line 2 \(exit\)/u],
    ["the host switched off", bash("poweroff"), /line 2 \(poweroff\) powers the instance off/u],
    [
      "a host key for nobody",
      "#cloud-config\nssh_genkeytypes: []\nruncmd:\n  - rm /etc/ssh/ssh_host_*\n  - systemctl restart ssh\n",
      /no host key/u,
    ],
  ])("%s", (_, text, reason) => {
    expect(reasons(text)).toEqual([expect.stringMatching(reason)]);
  });

  it("names what shuts, and nothing that does not", () => {
    const text = bash(
      `chmod 777 ${HOME}`,
      "chmod 700 /home",
      `rm -rf ${HOME}/.ssh`,
      `echo AllowUsers other >> ${CONFIG}`,
      restart,
      "ufw --force enable",
    );
    expect(reasons(text)).toEqual([expect.stringMatching(/^line 7 \(ufw\)/u)]);
  });

  it("is accepted where it is meant", () => {
    const acceptedRules = ["host-firewall-closes-ssh"];
    expect(reasons(bash("ufw --force enable"), { acceptedRules })).toEqual([]);
  });
});

describe("without the program the host is judged by itself", () => {
  it.each<[string, string, RegExp]>([
    ["a home that all may write to", bash(`chmod 777 ${HOME}`), /everybody may write to ~/u],
    ["keys that are gone", bash("rm -rf ~admin/.ssh"), /line 2 \(rm\)/u],
    ["a server that is disabled", bash("systemctl disable ssh"), /next reboot on/u],
    [
      "a list without it",
      bash(`echo AllowUsers other >> ${CONFIG}`, restart),
      /AllowUsers does not name it/u,
    ],
  ])("%s", (_, text, reason) => {
    expect(reasons(text, { mend: false })).toEqual([expect.stringMatching(reason)]);
  });
});

describe("each account that is declared has its keys outside of homes", () => {
  const users = [{ name: "alice", publicKeys: [KEY] }];

  it.each<[string, string]>([
    ["nobody's home is sound", bash("chmod -R 777 /home")],
    ["nobody's keys are left", bash("rm -rf /home/*/.ssh")],
    ["only others are let in", bash(`echo AllowUsers other >> ${CONFIG}`, restart)],
  ])("%s", (_, text) => {
    expect(reasons(text, { users })).toEqual([]);
  });

  // What this host is said to be entered by is its login user.
  it("the login user is judged as if it were the only one", () => {
    expect(reasons(bash("userdel admin"), { users })).toEqual([expect.stringMatching(/removes admin/u)]);
    expect(reasons(bash("userdel alice"), { users })).toEqual([]);
  });
});

describe("parts of the program that are off hold nothing", () => {
  it("for the login user as well, where others get in", () => {
    const users = [{ name: "alice", publicKeys: [KEY] }];
    const repair = { keys: false, modes: false };
    const text = bash(`chmod 777 ${HOME}`);
    expect(reasons(text, { users, repair })).toEqual([expect.stringMatching(/everybody may write to ~/u)]);
    expect(reasons(text, { users })).toEqual([]);
  });

  it.each<[string, ComposeOptions["repair"], string, RegExp]>([
    ["keys", { keys: false }, bash(`chmod 777 ${HOME}`), /everybody may write to ~.*until the next reboot/u],
    [
      "keys and modes",
      { keys: false, modes: false },
      bash(`chmod 777 ${HOME}`),
      /everybody may write to ~.*first boot on/u,
    ],
    [
      "sshd",
      { sshd: false },
      bash(`echo AllowUsers other >> ${CONFIG}`, restart),
      /AllowUsers does not name it/u,
    ],
    ["service", { service: false }, bash("systemctl disable ssh"), /next reboot on/u],
    [
      "mounts",
      { mounts: false },
      bash("echo '/dev/xvdf /data ext4 defaults 0 2' >> /etc/fstab"),
      /without nofail/u,
    ],
  ])("%s", (_, repair, text, reason) => {
    expect(reasons(text, { repair: repair ?? {} })).toEqual([expect.stringMatching(reason)]);
  });
});

// What `npm run test:boot` holds against hosts that boot.
describe("what is held against boots", () => {
  it.each(ROWS.map((row) => [row.name, row] as const))("%s", (_, row) => {
    const { afterBoot, afterReboot } = predictCase(
      { userData: composedWith(row), keyPair: true },
      row.image ?? "bookworm",
    );
    expect([afterBoot.state, afterReboot.state]).toEqual([row.now, row.later]);
  });
});
