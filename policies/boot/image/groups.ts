import type { ImageFamily } from "./families";

const words = (text: string): ReadonlySet<string> => new Set(text.split(" "));

/** Groups that every release of the distributions has (base-passwd's group.master; the package setup's /etc/group). */
const EVERYWHERE = words("root daemon bin sys adm tty disk lp mail man cdrom audio video games users");
const DEBIAN = words(
  "news uucp proxy kmem dialout fax voice floppy tape sudo dip www-data backup operator list irc src shadow utmp sasl plugdev staff nogroup",
);
const RED_HAT = words("mem kmem wheel dialout floppy tape ftp lock nobody systemd-journal");

/** Groups that some package of an image may have brought. */
const SOMEWHERE =
  /^(?:_?ssh|sshd|ssh_keys|_?chrony|systemd-.*|messagebus|dbus|polkitd?|crontab|netdev|lxd|docker|render|kvm|input|sgx|uuidd|tcpdump|syslog|landscape|tss|utempter|utmp|cgred|rpc|rpcuser|rngd|screen|slocate|stapusr|stapsys|stapdev|postfix|postdrop|dip|lock|mem|tape|nobody|nogroup|ec2-instance-connect|pollinate|fwupd-refresh|admin|apache|nginx|mysql|postgres|shadow|wheel|sudo|www-data|uucp|operator|dialout|floppy|backup|ssm-user|rtkit|cwagent|libvirt.*|containerd|_.*)$/u;

/** Whether an image has a group before anything adds to it; `undefined` where releases and packages decide it. */
export function imageHasGroup(family: ImageFamily | "unknown", name: string): boolean | undefined {
  if (EVERYWHERE.has(name)) return true;
  switch (family) {
    case "debian":
    case "ubuntu":
      return DEBIAN.has(name) ? true : ownGroup(name === "wheel", name);
    case "amazon-linux-2":
    case "al2023":
    case "rhel-like":
      return RED_HAT.has(name) ? true : ownGroup(name === "sudo", name);
    default:
      return undefined;
  }
}

const ownGroup = (absent: boolean, name: string): boolean | undefined =>
  absent || !SOMEWHERE.test(name) ? false : undefined;
