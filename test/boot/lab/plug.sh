#!/bin/sh
# Puts an instance's disk and network card in place, then turns into what boots it.
# Runs in new mount, pid, uts, ipc and net namespaces, of which nothing outlives it.
# usage: plug.sh FOLDER LAYERS VPC_PID COMMAND...      LAYERS as in overlayfs' lowerdir
set -eu
folder=$1 layers=$2 vpc=$3
shift 3
disk=$folder/disk root=$folder/root

mount --make-rprivate /
# xino: an inode's number stays what it is over a reboot, as on a real disk, and when a file moves from image to disk.
mount -t overlay overlay -o "xino=on,lowerdir=$layers,upperdir=$disk/upper,workdir=$disk/work" "$root"

# The card's other end lies in the network of the host that people log in from. A former one may not be gone yet.
ip link set lo up
nsenter --target "$vpc" --net ip link del vpc0 2>/dev/null || true
ip link add eth0 address 0a:11:22:33:44:55 type veth peer name vpc0 netns "/proc/$vpc/ns/net"
nsenter --target "$vpc" --net sh -c 'ip addr add 172.31.0.1/20 dev vpc0 && ip link set vpc0 up'

exec "$@"
