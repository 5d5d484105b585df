import type { Command } from "../session";
import { userdel, useradd, usermod } from "./accounts";
import * as builtins from "./builtins";
import { cat, editInPlace, tee } from "./file-content";
import { lookUpAccount } from "./look-up";
import { firewall } from "./firewall";
import { copy } from "./copies";
import { chmod } from "./modes";
import { chgrp, chown } from "./owners";
import { packageManager } from "./packages";
import { echo, printf } from "./print";
import { chage, chpasswd, chsh, passwd } from "./passwords";
import { runlevels, service, systemctl } from "./services";
import { filter, grep, sed } from "./text-tools";
import { touch } from "./touch";
import { install, mkdir, rm } from "./tree";
import { byRoot } from "./rights";
import { FILTERS } from "../text/filters";
import { evaluate, source, trap } from "./own-shell";
import { shell, su } from "./shells";
import type { Wrapper } from "./wrapper";
import { exec, prefix, sudo } from "./wrappers";

/** What a command's name stands for. A new family: one file, and its names here. */
export type Entry =
  { readonly kind: "command"; readonly run: Command } | { readonly kind: "wrapper"; readonly run: Wrapper };

const COMMANDS: readonly (readonly [names: string, run: Command])[] = [
  ["useradd adduser", byRoot(useradd)],
  ["usermod", byRoot(usermod)],
  ["userdel deluser", byRoot(userdel)],
  ["passwd", passwd],
  ["chpasswd", byRoot(chpasswd)],
  ["chage", byRoot(chage)],
  ["chsh", chsh],
  ["chmod", chmod],
  ["chown", chown],
  ["chgrp", chgrp],
  ["rm rmdir shred unlink", rm],
  ["mkdir", mkdir],
  ["install", install],
  ["cp mv ln rsync", copy],
  ["touch truncate", touch],
  ["echo", echo],
  ["printf", printf],
  ["cat", cat],
  ["tee", tee],
  ["sed", sed],
  ["perl", editInPlace],
  [Object.keys(FILTERS).join(" "), filter],
  ["grep egrep fgrep", grep],
  ["wait kill ulimit shopt enable alias disown jobs bg fg", builtins.question],
  ["systemctl", byRoot(systemctl)],
  ["service", byRoot(service)],
  ["chkconfig update-rc.d", byRoot(runlevels)],
  ["apt apt-get dnf yum zypper apk snap rpm dpkg", byRoot(packageManager)],
  ["ufw iptables ip6tables nft firewall-cmd iptables-restore", byRoot(firewall)],
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
  ["which type hash pgrep pidof cmp diff ping nc mountpoint blkid lsblk", builtins.question],
];

const WRAPPERS: readonly (readonly [names: string, run: Wrapper])[] = [
  ["sudo doas runuser", sudo],
  ["exec", exec],
  ["env", prefix("uC")],
  ["nohup command builtin setsid time stdbuf", prefix("oei")],
  ["nice ionice", prefix("ncp")],
  ["timeout", prefix("ks", 1)],
  ["sh bash dash ash zsh ksh", shell],
  ["su", su],
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
