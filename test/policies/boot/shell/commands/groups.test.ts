import { trait } from "../../../../../policies/boot/machine/machine";
import { candidates } from "../../../../../policies/boot/machine/prediction";
import { bash, boot, DEBIAN, verdict } from "../../judge";

const ALLOW = 'echo "AllowGroups ops" > /etc/ssh/sshd_config.d/10-ops.conf; systemctl restart ssh';

describe("who is in a group that sshd asks for", () => {
  it.each([
    ["nobody", "closed", ["groupadd ops"]],
    ["the account is added", "open", ["groupadd ops", "usermod -aG ops ubuntu"]],
    ["the group is not there", "closed", ["usermod -aG ops ubuntu"]],
    ["it is added by gpasswd", "open", ["groupadd ops", "gpasswd -a ubuntu ops"]],
    [
      "it is one of gpasswd's members",
      "open",
      ["groupadd ops", "useradd alice", "gpasswd -M alice,ubuntu ops"],
    ],
    ["a member who is not there spoils the call", "closed", ["groupadd ops", "gpasswd -M alice,ubuntu ops"]],
    [
      "it is none of gpasswd's members",
      "closed",
      ["groupadd ops", "useradd alice", "gpasswd -a ubuntu ops", "gpasswd -M alice ops"],
    ],
    ["it is added by adduser", "open", ["groupadd ops", "adduser ubuntu ops"]],
    ["it is taken out by deluser", "closed", ["groupadd ops", "adduser ubuntu ops", "deluser ubuntu ops"]],
    ["it is taken out by gpasswd", "closed", ["groupadd ops", "adduser ubuntu ops", "gpasswd -d ubuntu ops"]],
    [
      "its groups are replaced",
      "closed",
      ["groupadd ops", "usermod -aG ops ubuntu", "usermod -G sudo ubuntu"],
    ],
    ["its primary group is changed", "open", ["groupadd ops", "usermod -g ops ubuntu"]],
    ["the group is deleted", "closed", ["groupadd ops", "usermod -aG ops ubuntu", "groupdel ops"]],
    ["another group is renamed to it", "open", ["groupadd x", "usermod -aG x ubuntu", "groupmod -n ops x"]],
    ["its own group is renamed to it", "open", ["groupmod -n ops ubuntu"]],
    ["a group that is not there spoils the call", "closed", ["groupadd ops", "usermod -aG ops,wheel ubuntu"]],
    ["without the rights", "closed", ["groupadd ops", "sudo -u ubuntu usermod -aG ops ubuntu"]],
    ["another account's", "closed", ["groupadd ops", "useradd -G ops alice"]],
  ])("%s: %s", (_, login, lines) => {
    expect(verdict(bash(...lines, ALLOW))).toBe(login);
  });

  it.each([
    ["every release's default user is in it", "open", "sudo"],
    ["its own", "open", "ubuntu"],
    ["some releases' default user is in it", "unknown", "plugdev"],
    ["no release's default user is in it", "closed", "wheel"],
  ])("is told of the image's own groups: %s: %s", (_, login, group) => {
    expect(verdict(bash(ALLOW.replace("ops", group)))).toBe(login);
  });
});

describe("a home that a group may write to", () => {
  it.each([
    ["the account's own group", "open", ["chmod 775 /home/admin"]],
    ["which has another member", "closed", ["chmod 775 /home/admin", "useradd -G admin helper"]],
    [
      "which is another account's primary one",
      "closed",
      ["chmod 775 /home/admin", "useradd -g admin helper"],
    ],
    [
      "whose other member was deleted",
      "open",
      ["useradd -G admin helper", "userdel helper", "chmod 775 /home/admin"],
    ],
    [
      "a group that the account alone is in",
      "open",
      ["groupadd x", "usermod -aG x admin", "chgrp x /home/admin", "chmod g+w /home/admin"],
    ],
    ["a group of others", "closed", ["groupadd x", "chgrp x /home/admin", "chmod g+w /home/admin"]],
    ["a group of the image that it is in", "unknown", ["chgrp adm /home/admin", "chmod 775 /home/admin"]],
  ])("%s: %s", (_, login, lines) => {
    expect(verdict(bash(...lines), { image: DEBIAN })).toBe(login);
  });

  it.each([
    ["12", "open"],
    ["13", "closed"],
  ])("has the mode that Debian %s gives it: root's is %s to the account", (release, login) => {
    expect(verdict(bash("chown root: /home/admin"), { image: { ...DEBIAN, release } })).toBe(login);
  });

  it("starts with the modes that releases give it", () => {
    const { afterBoot } = boot(bash("useradd -m alice"), { image: DEBIAN });
    expect(candidates(trait(afterBoot, "file", "/home/alice", "mode"))).toEqual([0o755, 0o700]);
    expect(verdict(bash("chown root: /home/admin"), { image: DEBIAN })).toBe("unknown");
    expect(verdict(bash("chmod g-w,o-rwx /home/admin"), { image: DEBIAN })).toBe("open");
  });
});
