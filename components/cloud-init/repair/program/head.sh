#!/bin/sh
# Keeps this host open to the accounts that /etc/latchkey/repair.conf declares; runs at every boot, before sshd.
# It touches those accounts and what stands between them and a login, nothing else, and is silent when all is well.
#
#   latchkey-repair            look at everything, repair what shuts the door
#   latchkey-repair install    called by cloud-init at each boot: see to it that the above runs
#   latchkey-repair emergency  called in emergency mode: mark the mounts that failed nofail, let the boot go on
#   latchkey-repair step NAME  one step of the first, in a process that can be cut off
#
# As root it never opens, writes, follows or gives away what another can move: it works in folders of root's alone, and
# what lies below a home is left to the account itself, without privileges. Files are written beside, synced, compared
# and renamed. Nothing here prints a key or a password hash, or hands one to a program as an argument or a variable.
# shellcheck disable=SC2154 # e_KEYWORD is set by eval
# shellcheck disable=SC2015 # in "A && B || C", C is for either that fails
# shellcheck disable=SC2016 # what is written for awk, or for the account's own shell, expands there
set -u
PATH=/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/sbin:/usr/local/bin LC_ALL=C TMPDIR=/run/latchkey
export PATH LC_ALL TMPDIR
umask 022
program=$0
conf=/etc/latchkey/repair.conf
state=/var/lib/latchkey
run=/run/latchkey
ssh_config=/etc/ssh/sshd_config
ssh_own=/etc/ssh/latchkey
drop_in=$ssh_config.d/00-latchkey.conf
nl='
'
