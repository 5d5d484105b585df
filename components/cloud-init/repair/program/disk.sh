# --- disk -------------------------------------------------------------------------------------------------------

free_kb() { df -Pk / | awk 'NR == 2 { print $4 }'; }

# 4 MiB are set aside while there is room, and given up when there is none: every repair has to write something.
give_up_reserve() {
  [ "$(free_kb)" -lt 8192 ] && [ -f "$state/reserve" ] || return 0
  rm -f "$state/reserve" && fixed 'disk: /: nearly full -> own reserve given up'
}

part_disk() {
  free=$(free_kb)
  if [ "$free" -ge 8192 ]; then
    if [ ! -f "$state/reserve" ] && [ "$free" -ge 262144 ]; then
      (umask 077 && dd if=/dev/zero of="$state/reserve" bs=1048576 count=4 2>/dev/null) || rm -f "$state/reserve"
    fi
    return 0
  fi
  if command -v journalctl >/dev/null && [ -d /var/log/journal ]; then journalctl --quiet --vacuum-size=32M >/dev/null 2>&1; fi
  rm -f /var/cache/apt/archives/*.deb /var/cache/apt/*.bin
  rm -rf /var/cache/dnf/*/packages /var/cache/yum/*/*/*/packages
  left=$(free_kb)
  fixed "disk: /: $free kB free -> $left kB (old journal, package caches)"
  [ "$left" -ge 8192 ] || failed "disk: /: still nearly full, by files that are not ours to remove"
}
