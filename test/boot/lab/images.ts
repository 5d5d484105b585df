/** The images that the lab boots. */
export type ImageName = "bookworm" | "trixie" | "bookworm-upstream-modes";

/** Everything that makes a root file system what it is; a changed recipe is a new root. */
export interface Recipe {
  readonly suite: "bookworm" | "trixie";
  readonly packages: readonly string[];
  /** Path in the root to content. */
  readonly files: Readonly<Record<string, string>>;
  /** Shell, run with the root in $1 when all packages are in. */
  readonly finish: string;
  /** Debian patches to take out of its sshd, or undefined for the package's own. */
  readonly sshdWithout?: string;
}

const PACKAGES = [
  "ca-certificates",
  "cloud-init",
  "curl",
  "dbus",
  "e2fsprogs",
  "iproute2",
  "libpam-systemd",
  "login",
  "netbase",
  "openssh-client",
  "openssh-server",
  "procps",
  "python3",
  "sudo",
  "systemd",
  "systemd-sysv",
];

// What an AMI brings along, less what needs a real disk or would reach for the internet. `locale` is quoted since
// cloud-init calls lower() on it.
const CLOUD_CONFIG = `datasource_list: [Ec2]
datasource: {Ec2: {max_wait: 10, timeout: 5, strict_id: false}}
network: {config: disabled}
locale: "false"
ssh_pwauth: false
manage_etc_hosts: localhost
growpart: {mode: "off"}
resize_rootfs: false
apt_preserve_sources_list: true
package_update: false
`;

// Stands for what configures the network on a real host, at the same point of the boot.
const NETWORK_UNIT = `[Unit]
Description=Address of the boot lab's instance
DefaultDependencies=no
After=cloud-init-local.service
Before=network.target network-online.target cloud-init.service cloud-init-network.service
[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/bin/sh /usr/local/lib/lab-network.sh
[Install]
WantedBy=sysinit.target
`;

// What the machine shows of itself, before cloud-init asks. It knows EC2 by a uuid that begins with ec2, and only then it
// asks for a token. In what systemd-detect-virt calls a container it doesn't read the firmware's tables, but it always
// believes the hypervisor's uuid (a Xen instance's). sysfs itself takes no new folder.
const HARDWARE_UNIT = `[Unit]
Description=Hypervisor of the boot lab's instance
DefaultDependencies=no
Before=sysinit.target cloud-init-local.service cloud-init-main.service
[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/bin/sh /usr/local/lib/lab-hardware.sh
[Install]
WantedBy=sysinit.target
`;

const HARDWARE_SCRIPT = `set -eu
mkdir /run/lab-sys
mount -t tmpfs -o mode=755 sys /run/lab-sys
for part in /sys/*/; do
  mkdir "/run/lab-sys/\${part#/sys/}"
  mount --rbind "$part" "/run/lab-sys/\${part#/sys/}"
done
mkdir -p /run/lab-sys/hypervisor
echo ec2e1916-9099-7caf-fd21-012345abcdef >/run/lab-sys/hypervisor/uuid
# Not moved: under systemd mounts are shared, and those can't be.
mount --rbind /run/lab-sys /sys
`;

const NETWORK_SCRIPT = `ip addr flush dev eth0
ip addr add 172.31.0.10/20 dev eth0
ip link set eth0 up
ip route add default via 172.31.0.1
`;

function sshdOptions(more: string): string {
  return `SSHD_OPTS="-E /var/log/sshd.log -o LogLevel=VERBOSE${more}"\n`;
}

const FILES = {
  "etc/cloud/cloud.cfg.d/10_lab.cfg": CLOUD_CONFIG,
  // One datasource only: ds-identify, which reads the firmware's tables, takes it as given.
  "etc/cloud/ds-identify.cfg": "policy: enabled\n",
  "etc/systemd/system/lab-network.service": NETWORK_UNIT,
  "etc/systemd/system/lab-hardware.service": HARDWARE_UNIT,
  "usr/local/lib/lab-network.sh": NETWORK_SCRIPT,
  "usr/local/lib/lab-hardware.sh": HARDWARE_SCRIPT,
  // A server that answers, or refuses, at once: everything else costs stalls of 30 s.
  "etc/resolv.conf": "nameserver 172.31.0.1\n",
  "etc/default/ssh": sshdOptions(""),
};

// An AMI has neither host keys nor a machine id of its own; cloud-init and systemd make them at the first boot.
const FINISH = `set -eu
rm -f "$1"/etc/ssh/ssh_host_*
: > "$1"/etc/machine-id
units=$1/etc/systemd/system
mkdir -p "$units"/sysinit.target.wants
for unit in lab-hardware lab-network; do
  ln -sf ../$unit.service "$units"/sysinit.target.wants/$unit.service
done
# Nothing that runs by the clock, apt's above all.
rm -f "$units"/timers.target.wants/*
`;

const bookworm: Recipe = {
  suite: "bookworm",
  packages: [...PACKAGES, "isc-dhcp-client"],
  files: FILES,
  finish: FINISH,
};

export const RECIPES: Readonly<Record<ImageName, Recipe>> = {
  // cloud-init 22.4.2, OpenSSH 9.2
  bookworm,
  // cloud-init 25.1, OpenSSH 10
  trixie: {
    suite: "trixie",
    packages: [...PACKAGES, "dhcpcd-base"],
    // From OpenSSH 9.8 on sshd turns a client away that it refused a few times, whatever was mended meanwhile. Said in the
    // command, the configuration is left as the package has it.
    files: { ...FILES, "etc/default/ssh": sshdOptions(" -o PerSourcePenalties=no") },
    finish: FINISH,
  },
  // As Amazon Linux, RHEL and SUSE judge modes: Debian's sshd allows the user's own group to write, upstream's doesn't.
  "bookworm-upstream-modes": { ...bookworm, sshdWithout: "user-group-modes.patch" },
};

/** The login user that an image of the kind has, unless a test wants another. */
export const LOGIN_USERS: Readonly<Record<ImageName, string>> = {
  bookworm: "admin",
  trixie: "admin",
  "bookworm-upstream-modes": "ec2-user",
};
