# --- mounts -----------------------------------------------------------------------------------------------------

# What is in fstab and not mounted by now has failed (in emergency mode nothing of the network was tried yet).
part_mounts() {
  [ -f /etc/fstab ] || return 0
  root_line
  : >"$run/points"
  awk -v points="$run/points" -v emergency="$called_by" '
    FNR == NR { mounted[$5] = 1; next }
    { point = $2; if (point != "/") sub(/\/$/, "", point) }
    NF < 2 || /^[ \t]*#/ || point !~ /^\/./ || $3 == "swap" || point in mounted || $4 ~ /(^|,)(nofail|noauto)(,|$)/ { print; next }
    emergency == "emergency" && ($3 ~ /^(nfs|efs|cifs|smb|fuse|ceph|gluster|9p)/ || $4 ~ /_netdev/) { print; next }
    {
      if ($3 == "") $3 = "auto"
      $4 = ($4 == "" ? "defaults" : $4) ",nofail"
      print
      print point >points
    }' /proc/self/mountinfo /etc/fstab >"$run/fstab" && [ -s "$run/points" ] || return 0
  if ! put /etc/fstab "$run/fstab"; then failed '/etc/fstab: could not be written' && return 0; fi
  while read -r point; do fixed "$point: not mounted -> nofail in /etc/fstab"; done <"$run/points"
}

# An fstab that lost its line for / leaves the root read-only at the next boot.
root_line() {
  kept=$state/good/etc/fstab-root
  line=$(awk '$1 !~ /^#/ && $2 == "/"' /etc/fstab)
  if [ -n "$line" ]; then
    printf '%s\n' "$line" >"$run/root-line" && keep_copy "$run/root-line" "$kept"
  elif [ -f "$kept" ]; then
    { cat "$kept" && cat /etc/fstab; } >"$run/fstab"
    did '/etc/fstab: no line for / -> put back' put /etc/fstab "$run/fstab"
  fi
}

# A root that is mounted read-only can be repaired only after it is not.
root_writable() {
  [ -w / ] || { mount -o remount,rw / 2>/dev/null && [ -w / ] && fixed '/: read-only -> read-write'; }
}
