#!/bin/sh
# The rest of the hardware where no systemd-nspawn makes it, then the boot itself (stages.sh) in the new root.
# usage: power-on.sh FOLDER STAGES
set -eu
folder=$1 root=$1/root
stages=$(cat "$2")

mount -t proc proc "$root/proc"
mount -t sysfs -o ro sysfs "$root/sys"
mount -t tmpfs -o mode=755 dev "$root/dev"
for device in null:1:3 zero:1:5 full:1:7 random:1:8 urandom:1:9 tty:5:0; do
  numbers=${device#*:}
  mknod -m 666 "$root/dev/${device%%:*}" c "${numbers%:*}" "${numbers#*:}"
done
mkdir "$root/dev/pts" "$root/dev/shm"
ln -s /proc/self/fd "$root/dev/fd"
ln -s fd/0 "$root/dev/stdin"
ln -s fd/1 "$root/dev/stdout"
ln -s fd/2 "$root/dev/stderr"
mount -t devpts -o newinstance,gid=5,mode=620,ptmxmode=666 devpts "$root/dev/pts"
ln -s pts/ptmx "$root/dev/ptmx"
mount -t tmpfs -o mode=1777 shm "$root/dev/shm"
mount -t tmpfs -o mode=755 run "$root/run"
mkdir -p "$root/run/sshd" "$root/run/lock" "$root/run/old"
mount -t tmpfs -o mode=1777 tmp "$root/tmp"
: >"$root/dev/console"
mount --bind "$folder/console.log" "$root/dev/console"

cd "$root"
# The old root is put on a file system in memory: the disk may be full.
pivot_root . run/old
# Standard input is closed by what is opened, not by leaving it shut: programs would get their first file as number 0.
exec env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 HOME=/root \
  /bin/bash -c "$stages" </dev/null
