import { DEBIAN, verdict } from "../../judge";

/** `set -e` ends the script at a command that fails: the key file is emptied only where everything went well. */
const ends = (...lines: readonly string[]): boolean =>
  verdict(["#!/bin/bash", "set -e", ...lines, "> /home/admin/.ssh/authorized_keys", ""].join("\n"), {
    image: DEBIAN,
  }) === "open";

// Measured with the programs of Debian 12 and 13: admin is there, app, docker and operators are not.
describe("what ends a script by its status", () => {
  it.each([
    ["useradd", "of one that is there", "useradd admin"],
    ["useradd", "of one of the image's own", "useradd nobody"],
    ["useradd", "named like a group", "useradd sudo"],
    ["useradd", "into a group that is not there", "useradd -G operators app"],
    ["useradd", "with a date that is none", "useradd -e never app"],
    ["usermod", "of one that is not there", "usermod -s /bin/false app"],
    ["usermod", "into a group that is not there", "usermod -aG operators admin"],
    ["usermod", "with a date that is none", "usermod -e never admin"],
    ["usermod", "to a name that is taken", "usermod -l root admin"],
    ["usermod", "of root's home", "usermod -d /srv/root root"],
    ["userdel", "of one that is not there", "userdel -r app"],
    ["userdel", "of root", "userdel root"],
    ["deluser", "from a group that it is not in", "deluser admin users"],
    ["groupadd", "of one that is there", "groupadd sudo"],
    ["groupdel", "of one that is not there", "groupdel operators"],
    ["groupdel", "of an account's own", "groupdel admin"],
    ["groupmod", "of one that is not there", "groupmod -n ops operators"],
    ["gpasswd -a", "of one that is not there", "gpasswd -a app sudo"],
    ["gpasswd -d", "of one that is no member", "gpasswd -d admin users"],
    ["gpasswd -M", "with one that is not there", "gpasswd -M admin,app sudo"],
    ["passwd", "of one that is not there", "passwd -l app"],
    ["passwd -u", "of one without a password", "passwd -u admin"],
    ["chpasswd", "of one that is not there", "echo app:otters | chpasswd"],
    ["chage", "of one that is not there", "chage -d 0 app"],
    ["chsh", "of one that is not there", "chsh -s /bin/sh app"],
    ["chsh", "by a root that has expired", "usermod -e 1 root; chsh -s /bin/sh admin"],
    ["chown", "to one that is not there", "chown app: /srv"],
    ["chown", "to a group that is not there", "chown admin:operators /srv"],
    ["chown", "of a file that is not there", "chown admin: /home/none"],
    ["chgrp", "to a group that is not there", "chgrp operators /srv"],
    ["chmod", "of a file that is not there", "chmod 700 /home/none"],
    ["sed -i", "of a file that is not there", "sed -i s/a/b/ /home/app/.ssh/authorized_keys"],
    ["cat", "of a file that is not there", "cat /home/none/x"],
    ["grep", "in a file that is not there", "grep -q x /home/none/x"],
    ["head", "of a file that is not there", "head -1 /home/none/x"],
    ["cp", "of a file that is not there", "cp /home/none/x /srv/x"],
    ["cp", "into a folder that is not there", "cp /etc/passwd /srv/none/x"],
    ["cp", "of a folder without -r", "cp /home/admin/.ssh /root/"],
    ["cp", "onto itself", "cp /home/admin/.ssh/authorized_keys /home/admin/.ssh/authorized_keys"],
    ["mv", "of a file that is not there", "mv /home/none/x /srv/x"],
    ["install", "for one that is not there", "install -d -o app /srv/app"],
    ["install", "into a folder that is not there", "install -m 600 /dev/null /home/none/x"],
    ["touch", "in a folder that is not there", "touch /home/none/x"],
    ["tee", "in a folder that is not there", "echo x | tee /home/none/x"],
    ["a redirection", "into a folder that is not there", "echo x > /srv/none/x"],
    ["mkdir", "of one that is there", "mkdir /home/admin"],
    ["mkdir", "in a folder that is not there", "mkdir /srv/none/x"],
    ["rm", "of a file that is not there", "rm /home/none/x"],
    ["rm", "of a folder without -r", "rm -f /home/admin"],
    ["rmdir", "of one with something in it", "rmdir /home/admin/.ssh"],
    ["sudo", "as one that is not there", "sudo -u app true"],
    ["sudo", "by a root that has expired", "chage -d 0 root; sudo true"],
    ["su", "to one that is not there", "su - app -c true"],
    ["su", "to a shell that takes nothing", "useradd -s /usr/sbin/nologin app; su - app -c true"],
    ["su", "to one that has expired", "useradd -e 1 app; su - app -c true"],
    ["id", "of one that is not there", "id app"],
    ["systemctl mask", "of a link's name", "systemctl mask sshd"],
    ["systemctl start", "of the socket beside the server", "systemctl start ssh.socket"],
    ["systemctl restart", "of what is masked", "systemctl mask sshd || true; systemctl enable sshd"],
    ["a function in a loop", "that fails", "for a in root app; do f() { chage -I 9 $a; }; f; done"],
    ["a shell of its own", "without the script's parameters", "f() { bash -c 'id app$1'; }; f admin"],
  ])("%s %s", (_, __, line) => {
    expect(ends(line)).toBe(true);
  });

  it.each([
    ["useradd", "useradd app"],
    ["useradd with a shell that is not there", "useradd -s /usr/bin/zsh app"],
    ["usermod to the groups that it is in", "usermod -aG sudo admin"],
    ["userdel of one that was made", "useradd app; userdel app"],
    ["groupadd -f of one that is there", "groupadd -f sudo"],
    ["gpasswd of a member", "gpasswd -a admin users; gpasswd -d admin users"],
    ["passwd -l", "passwd -l admin"],
    ["passwd -u of one that has a password", "echo admin:otters | chpasswd; passwd -u admin"],
    ["chage of one that was made", "useradd app; chage -d 0 app"],
    ["chown to numbers", "chown 1234:5678 /srv"],
    ["sed -i of a file that was made", "echo x > /root/x; sed -i s/x/y/ /root/x"],
    ["cp -a into a home", "cp -a /home/admin/.ssh/authorized_keys /root/kept"],
    ["install -D", "install -D -m 600 /dev/null /srv/none/x"],
    ["touch -c below a folder that was made", "mkdir -p /srv/none; touch /srv/none/x"],
    ["mkdir -p of one that is there", "mkdir -p /home/admin"],
    ["rm -f of what is not there", "rm -f /home/none/x"],
    ["rm -rf of what is not there", "rm -rf /home/none"],
    ["sudo as one that has expired", "usermod -e 1 admin; sudo -u admin true; usermod -e '' admin"],
    [
      "su to a shell of the caller's",
      "usermod -s /bin/false admin; su admin -s /bin/sh -c true; chsh -s /bin/sh admin",
    ],
    ["a failure that is asked for", "chage -d 0 app || true"],
  ])("%s does not", (_, line) => {
    expect(ends(line)).toBe(false);
  });
});
