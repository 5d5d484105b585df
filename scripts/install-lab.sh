#!/usr/bin/env bash
# Installs what the boot lab (test/boot/lab) runs on this machine, on Debian and Ubuntu. What is there stays untouched;
# with nothing missing it neither needs root nor the network. Where it cannot install, the lab's tests are skipped.
set -euo pipefail

# package: a program of it
declare -A programs=(
  [busybox]=busybox
  [dash]=dash
  [dnsmasq-base]=dnsmasq
  [iproute2]=ip
  [mmdebstrap]=mmdebstrap
  [openssh-client]=ssh
  [putty-tools]=plink
  [shellcheck]=shellcheck
  [systemd-container]=systemd-nspawn
  [util-linux]=unshare
)

# sshd's own reading of configurations is compared with ours. Where systemd runs, its package would start a server.
[ -d /run/systemd/system ] || programs[openssh-server]=sshd

missing=()
# Some of these programs lie where only root looks.
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin
for package in "${!programs[@]}"; do
  command -v "${programs[$package]}" >/dev/null || missing+=("$package")
done
# mmdebstrap checks Debian's signatures with it, on whatever it runs.
[ -e /usr/share/keyrings/debian-archive-keyring.gpg ] || missing+=(debian-archive-keyring)

if [ "${#missing[@]}" -eq 0 ]; then exit 0; fi
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
  echo "not installed, since that takes root and apt-get: ${missing[*]}" >&2
  exit 0
fi
echo "installing ${missing[*]}"
apt-get update -q
DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends "${missing[@]}"
