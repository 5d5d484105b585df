# A throw-away copy of an image's root, in namespaces of its own, without a boot.
#   throw-away-root.sh LAYERS FOLDER PROGRAM SHELL: runs the shell text of its input inside, where `repair` is PROGRAM and
#   /bin/sh is SHELL.
set -eu
layers=$1 folder=$2 program=$3 shell=$4
mount -t tmpfs root "$folder"
mkdir "$folder/upper" "$folder/work" "$folder/root"
mount -t overlay overlay -o "xino=on,lowerdir=$layers,upperdir=$folder/upper,workdir=$folder/work" "$folder/root"
root=$folder/root
mount -t proc proc "$root/proc"
mount -t tmpfs -o mode=755 run "$root/run"
mount -t tmpfs -o mode=755 dev "$root/dev"
mknod -m 666 "$root/dev/null" c 1 3
mknod -m 666 "$root/dev/zero" c 1 5
mknod -m 666 "$root/dev/urandom" c 1 9
ln -s /proc/self/fd "$root/dev/fd"
: >"$root/dev/console"
mkdir -p "$root/etc/latchkey"
cp "$program" "$root/usr/local/sbin/latchkey-repair"
cp "$(command -v busybox)" "$root/usr/local/bin/busybox"
# By the name of sh, bash is as POSIX has it, and busybox its ash.
case $shell in
  busybox*) ln -sf /usr/local/bin/busybox "$root/bin/sh" ;;
  *) ln -sf "${shell%% *}" "$root/bin/sh" ;;
esac
ln -s /usr/local/sbin/latchkey-repair "$root/usr/local/bin/repair"
chmod 755 "$root/usr/local/bin/busybox" "$root/usr/local/sbin/latchkey-repair"
# Nobody else reads what a case keeps secret.
(umask 077 && cat >"$root/case.sh")
ip link set lo up
exec chroot "$root" env -i PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root sh -eu /case.sh
