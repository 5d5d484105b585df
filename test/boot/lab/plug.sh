#!/bin/sh
# Puts an instance's hardware together: disk, firmware tables, devices, network card; then turns into its first process.
# Runs in new mount, pid, uts, ipc and net namespaces, of which nothing outlives it.
# usage: plug.sh FOLDER LAYERS VPC_PID COMMAND...      LAYERS as in overlayfs' lowerdir
set -eu
folder=$1 layers=$2 vpc=$3
shift 3
disk=$folder/disk root=$folder/root

mount --make-rprivate /
mount -t overlay overlay -o "lowerdir=$layers,upperdir=$disk/upper,workdir=$disk/work" "$root"

# sysfs without this machine's firmware.
mount -t tmpfs -o mode=755 sys "$root/sys"
mkdir -p "$disk/sysfs"
mount -t sysfs sysfs "$disk/sysfs"
for part in block bus class/net class/block dev devices fs kernel module; do
  [ -d "$disk/sysfs/$part" ] || continue
  mkdir -p "$root/sys/$part"
  mount --bind "$disk/sysfs/$part" "$root/sys/$part"
done
umount "$disk/sysfs"
# How cloud-init knows EC2, and asks for a token: the uuid begins with ec2. It doesn't read the firmware's tables in what
# systemd-detect-virt calls a container, but always believes the hypervisor (a Xen instance's).
mkdir -p "$root/sys/hypervisor"
echo ec2e1916-9099-7caf-fd21-012345abcdef >"$root/sys/hypervisor/uuid"

# The card's other end lies in the network of the host that people log in from. A former one may not be gone yet.
ip link set lo up
nsenter --target "$vpc" --net ip link del vpc0 2>/dev/null || true
ip link add eth0 address 0a:11:22:33:44:55 type veth peer name vpc0 netns "/proc/$vpc/ns/net"
nsenter --target "$vpc" --net sh -c 'ip addr add 172.31.0.1/20 dev vpc0 && ip link set vpc0 up'

exec "$@"
