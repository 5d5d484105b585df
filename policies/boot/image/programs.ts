import type { ImageFamily } from "./families";

type Family = ImageFamily | "unknown";
const words = (text: string): ReadonlySet<string> => new Set(text.split(" "));

/** Programs of packages that cloud-init, sshd and systemd bring along, or that no distribution is without. */
const EVERYWHERE = words(
  "sh bash cat cp mv rm ln ls mkdir chmod chown touch grep sed awk cut tr head tail sort find xargs date hostname id " +
    "getent useradd usermod userdel groupadd groupdel chpasswd chage passwd gpasswd su mount umount systemctl " +
    "journalctl sshd ssh ssh-keygen sudo python3 cloud-init",
);
const DEBIAN = words("apt apt-get dpkg adduser deluser update-rc.d");
const RED_HAT = words("yum rpm chkconfig");
/** Programs of other distributions' package managers, and of software that vendors' images come without. */
const NOT_DEBIAN = words("yum dnf zypper apk amazon-linux-extras docker podman nginx apache2 httpd");
const NOT_RED_HAT = words("apt apt-get zypper apk docker podman nginx apache2 httpd");

/** Whether images of a family have a program; `undefined` where that is not known, or depends on the release. */
export function imageHasProgram(family: Family, name: string): boolean | undefined {
  switch (family) {
    case "debian":
    case "ubuntu":
      return EVERYWHERE.has(name) || DEBIAN.has(name) ? true : NOT_DEBIAN.has(name) ? false : undefined;
    case "amazon-linux-2":
    case "al2023":
    case "rhel-like":
      // Amazon Linux 2 has Python 2 for its own.
      if (name === "python3" && family !== "al2023") return undefined;
      if (name === "chkconfig") return undefined;
      return EVERYWHERE.has(name) || RED_HAT.has(name) ? true : NOT_RED_HAT.has(name) ? false : undefined;
    default:
      return undefined;
  }
}
