#!/bin/bash
# The first process of an instance without systemd: what the units of cloud-init and ssh do, in their order.
# Takes no argument; each stage leaves a line "STAGE rc=… … ms: command" in the boot log.
cd /
umount -l /run/old
rmdir /run/old
sh /usr/local/lib/lab-hardware.sh
hostname localhost
stage() {
  local started=${EPOCHREALTIME/./} code ended
  "$@"
  code=$?
  ended=${EPOCHREALTIME/./}
  printf 'STAGE rc=%s %d ms: %s\n' "$code" $(((ended - started) / 1000)) "$*"
}
stage cloud-init init --local
stage sh /usr/local/lib/lab-network.sh
stage cloud-init init
# Its return code is 0 even if sshd did not start.
stage service ssh start
stage cloud-init modules --mode=config
stage cloud-init modules --mode=final
echo 'STAGE booted'
# A shell that waits reaps what loses its parent.
while :; do
  sleep 3600 &
  wait $!
done
