import type { Command } from "../session";
import { userdel, useradd, usermod } from "./accounts";
import * as builtins from "./builtins";
import { cat, echo, editInPlace, printf, tee } from "./file-content";
import { firewall } from "./firewall";
import { chmod } from "./modes";
import { chgrp, chown } from "./owners";
import { packageManager } from "./packages";
import { chage, chpasswd, chsh, passwd } from "./passwords";
import { runlevels, service, systemctl } from "./services";
import { copy, install, mkdir, rm, touch } from "./tree";
import { evaluate, prefix, shell, source, su, type Wrapper } from "./wrappers";

/** What a command's name stands for. A new family: one file, and its names here. */
export type Entry =
  | { readonly kind: "command"; readonly run: Command }
  | { readonly kind: "wrapper"; readonly run: Wrapper };

const COMMANDS: readonly (readonly [names: string, run: Command])[] = [
  ["useradd adduser", useradd],
  ["usermod", usermod],
  ["userdel deluser", userdel],
  ["passwd", passwd],
  ["chpasswd", chpasswd],
  ["chage", chage],
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
  ["sed perl", editInPlace],
  ["systemctl", systemctl],
  ["service", service],
  ["chkconfig update-rc.d", runlevels],
  ["apt apt-get dnf yum zypper apk snap rpm dpkg", packageManager],
  ["ufw iptables ip6tables nft firewall-cmd iptables-restore", firewall],
  [": true", builtins.yes],
  ["false", builtins.no],
  ["cd pushd", builtins.cd],
  ["exit return", builtins.exit],
  ["export local declare readonly typeset", builtins.declareVariables],
  ["read getopts mapfile readarray", builtins.readVariables],
  ["unset", builtins.unset],
  ["shift", builtins.shift],
  ["test [", builtins.test],
  ["id getent", builtins.lookUpAccount],
  ["whoami", builtins.whoami],
  ["grep egrep fgrep which type hash pgrep pidof cmp diff ping nc mountpoint blkid lsblk", builtins.question],
];

const WRAPPERS: readonly (readonly [names: string, run: Wrapper])[] = [
  ["sudo doas runuser", prefix("ugCpRrtT")],
  ["env", prefix("uCS")],
  ["nohup exec command builtin setsid time stdbuf", prefix("aoei")],
  ["nice ionice", prefix("ncp")],
  ["timeout", prefix("ks", 1)],
  ["sh bash dash ash zsh ksh", shell],
  ["su", su],
  ["eval", evaluate],
  [". source", source],
];

const REGISTRY: ReadonlyMap<string, Entry> = new Map<string, Entry>([
  ...COMMANDS.flatMap(([names, run]) => names.split(" ").map((name) => [name, { kind: "command", run }] as const)),
  ...WRAPPERS.flatMap(([names, run]) => names.split(" ").map((name) => [name, { kind: "wrapper", run }] as const)),
]);

export const findCommand = (name: string): Entry | undefined => REGISTRY.get(name);
