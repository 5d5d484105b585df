import { DONE, type Command } from "../session";
import { userdel, useradd } from "./accounts";
import { bringing } from "./bringing";
import { chattr } from "./attributes";
import * as builtins from "./builtins";
import { cat, look, tee } from "./file-content";
import { gpasswd, groupadd, groupdel, groupmod } from "./groups";
import { lookUpAccount } from "./look-up";
import { firewall, saveRules } from "./firewall";
import { find } from "./find";
import { xargs } from "./xargs";
import { dpkgReconfigure, sshKeygen } from "./host-keys";
import { perl } from "./perl";
import { cloudInitPer } from "./cloud-init-per";
import { at, crontab } from "./crontab";
import { copy } from "./copies";
import { link } from "./links";
import { chmod } from "./modes";
import { askDevice, label, mkfs, mount, umount } from "./mounts";
import { chgrp, chown } from "./owners";
import { interfaces, ip } from "./network";
import { packageManager } from "./packages";
import { power, runlevel, shutdown, sleep } from "./power";
import { echo, printf } from "./print";
import { chage, chpasswd, chsh, passwd } from "./passwords";
import { runlevels } from "./runlevels";
import { service, systemctl } from "./services";
import { sshdTest } from "./sshd-test";
import { butFirst, butLast, needs, parentsOf } from "./needs-paths";
import { filter, grep, sed } from "./text-tools";
import { touch } from "./touch";
import { usermod } from "./usermod";
import { install, mkdir, rm } from "./tree";
import { byRoot } from "./rights";
import { FILTERS } from "../text/filters";
import { evaluate, source, trap } from "./own-shell";
import { recorder, shell, su } from "./shells";
import { setfacl } from "./setfacl";
import { signal } from "./signals";
import type { Wrapper } from "./wrapper";
import { command, exec, prefix, sudo } from "./wrappers";

/** What a command's name stands for. A new family: one file, and its names here. */
export type Entry =
  { readonly kind: "command"; readonly run: Command } | { readonly kind: "wrapper"; readonly run: Wrapper };

const COMMANDS: readonly (readonly [names: string, run: Command])[] = [
  ["useradd adduser", byRoot(useradd)],
  ["usermod", byRoot(usermod)],
  ["userdel deluser", byRoot(userdel)],
  ["groupadd addgroup", byRoot(groupadd)],
  ["groupmod", byRoot(groupmod)],
  ["groupdel delgroup", byRoot(groupdel)],
  ["gpasswd", byRoot(gpasswd)],
  ["passwd", passwd],
  ["chpasswd", byRoot(chpasswd)],
  ["chage", byRoot(chage)],
  ["chsh", chsh],
  ["chmod", needs(butFirst, chmod)],
  ["chown", needs(butFirst, chown)],
  ["chgrp", needs(butFirst, chgrp)],
  ["poweroff halt", byRoot(power("off"))],
  ["reboot", byRoot(power("again"))],
  ["shutdown", byRoot(shutdown)],
  ["init telinit", byRoot(runlevel)],
  ["sleep", sleep],
  ["crontab", crontab],
  ["at batch", at],
  ["chattr", byRoot(chattr)],
  ["setfacl", setfacl],
  ["rm rmdir shred unlink", rm],
  ["mkdir", mkdir],
  ["install", install],
  ["cp mv rsync", needs(butLast, copy)],
  ["ln", link],
  ["mount", byRoot(mount)],
  ["umount", byRoot(umount)],
  ["mkfs mkfs.ext2 mkfs.ext3 mkfs.ext4 mkfs.xfs mkfs.btrfs mke2fs", byRoot(mkfs)],
  ["e2label tune2fs xfs_admin", byRoot(label)],
  ["blkid lsblk findmnt", askDevice],
  ["touch truncate", needs(parentsOf, touch)],
  ["echo", echo],
  ["printf", printf],
  ["cat", cat],
  ["ls stat", look],
  ["tee", tee],
  ["sed", sed],
  ["perl", perl],
  ["ssh-keygen", sshKeygen],
  ["dpkg-reconfigure", dpkgReconfigure],
  [Object.keys(FILTERS).join(" "), filter],
  ["grep egrep fgrep", grep],
  ["wait ulimit shopt enable alias disown jobs bg fg", builtins.question],
  ["chkconfig update-rc.d", byRoot(runlevels)],
  ["apt apt-get dnf yum zypper apk snap rpm dpkg", byRoot(bringing(packageManager))],
  ["netfilter-persistent", byRoot(saveRules)],
  ["ufw iptables ip6tables nft firewall-cmd iptables-restore", byRoot(firewall)],
  ["sshd", sshdTest],
  ["ip", byRoot(ip)],
  ["ifconfig ifdown ifup", byRoot(interfaces)],
  // sync(1) has on disk what is written, and changes none of it.
  ["sync", () => DONE],
  [": true", builtins.yes],
  ["false", builtins.no],
  ["cd pushd", builtins.cd],
  ["popd", builtins.popd],
  ["pwd", builtins.pwd],
  ["exit return break continue", builtins.leave],
  ["set", builtins.setOptions],
  ["umask", builtins.umask],
  ["let", builtins.letVariables],
  ["export local declare readonly typeset", builtins.declareVariables],
  ["read getopts mapfile readarray", builtins.readVariables],
  ["unset", builtins.unset],
  ["shift", builtins.shift],
  ["test [", builtins.test],
  ["id getent", lookUpAccount],
  ["whoami", builtins.whoami],
  ["which type hash", builtins.lookUpProgram],
  ["pgrep pidof cmp diff ping nc mountpoint", builtins.question],
];

const WRAPPERS: readonly (readonly [names: string, run: Wrapper])[] = [
  ["sudo doas runuser", sudo],
  ["exec", exec],
  ["find", find],
  ["cloud-init-per", cloudInitPer],
  ["xargs", xargs],
  ["env", prefix("uC")],
  ["command", command],
  ["nohup builtin setsid time stdbuf", prefix("oei")],
  ["nice ionice", prefix("ncp")],
  ["timeout", prefix("ks", 1)],
  ["sh bash dash ash zsh ksh", shell],
  ["su", su],
  ["script", recorder],
  ["kill pkill killall", signal],
  ["systemctl", systemctl],
  ["service", service],
  ["eval", evaluate],
  ["trap", trap],
  [". source", source],
];

const REGISTRY: ReadonlyMap<string, Entry> = new Map<string, Entry>([
  ...COMMANDS.flatMap(([names, run]) =>
    names.split(" ").map((name) => [name, { kind: "command", run }] as const),
  ),
  ...WRAPPERS.flatMap(([names, run]) =>
    names.split(" ").map((name) => [name, { kind: "wrapper", run }] as const),
  ),
]);

export const findCommand = (name: string): Entry | undefined => REGISTRY.get(name);
