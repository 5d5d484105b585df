#!/bin/sh
# Boots the root file system that plug.sh has put in place by systemd.
# usage: nspawn.sh FOLDER
set -eu
folder=$1
# A control group for each: without systemd-machined on this side two containers would share one. On machines that have
# both versions systemd-nspawn looks at the legacy tree and at "unified".
for tree in /sys/fs/cgroup/systemd /sys/fs/cgroup/unified /sys/fs/cgroup; do
  [ -w "$tree/cgroup.procs" ] || continue
  group=$tree/$(basename "$folder")
  mkdir -p "$group"
  echo 0 >"$group/cgroup.procs"
done
mount -t proc proc /proc
# What systemd-nspawn notes there about its container goes with it.
mount -t tmpfs -o mode=755 run /run
# It lies in the card's network already. script(1) makes its console a terminal, as getty and log-in want it.
# Trixie's dhcpcd sets up the card under /proc/sys/net, which systemd-nspawn would leave read-only.
export SYSTEMD_NSPAWN_API_VFS_WRITABLE=network
exec script --quiet --flush --return --command "exec systemd-nspawn --quiet --boot --directory='$folder/root' \
--register=no --keep-unit --resolv-conf=off --link-journal=no --timezone=off --capability=CAP_NET_ADMIN \
--console=interactive" /dev/null
