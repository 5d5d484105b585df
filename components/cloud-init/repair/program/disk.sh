# --- disk -------------------------------------------------------------------------------------------------------

free_kb() { df -Pk / | awk 'NR == 2 { print $4 }'; }

# 4 MiB are set aside while there is room, and given up when there is none: every repair has to write something. What
# else fills the disk is not ours to remove.
give_up_reserve() {
  [ "$(free_kb)" -lt 8192 ] && [ -f "$state/reserve" ] || return 0
  did '/: nearly full -> own reserve given up' rm -f "$state/reserve"
}

part_disk() {
  free=$(free_kb)
  [ "$free" -ge 4096 ] || failed "/: $free kB free, by files that are not ours to remove"
  if [ ! -f "$state/reserve" ] && [ "$free" -ge 262144 ]; then
    (umask 077 && dd if=/dev/zero of="$state/reserve" bs=1048576 count=4 2>/dev/null) || rm -f "$state/reserve"
  fi
}
