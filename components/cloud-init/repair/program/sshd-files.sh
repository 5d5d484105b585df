# --- sshd's files: they load, or their last good text does -------------------------------------------------------

part_sshd() {
  if ! command -v sshd >/dev/null; then failed 'the program is missing' && return 0; fi
  hosts_deny
  tries=0
  while ! { [ -f "$ssh_config" ] && ssh_test; }; do
    tries=$((tries + 1)) why="$ssh_config is missing"
    [ ! -f "$ssh_config" ] || why=$(printf '%s\n' "$ssh_error" | head -n 1)
    if [ "$tries" -gt 40 ] || ! ssh_heal; then failed "$why" && return 0; fi
    : >"$run/sshd-changed"
  done
  ssh_files keep_good
  for copy in "$state/good$ssh_config".d/*.conf; do [ -f "${copy#"$state/good"}" ] || rm -f -- "$copy"; done
}

keep_good() { keep_copy "$1" "$state/good$1"; }

# The file that sshd stumbles over is put back as it was when it last loaded. One that never did, or is new, loses the
# line in question alone: the others may be the ones that people count on.
ssh_heal() {
  bad=$ssh_config where=''
  if [ -f "$ssh_config" ]; then
    where=$(printf '%s\n' "$ssh_error" | sed -n 's/^\(\/.*[^:]\):\{0,1\} line \([0-9]\{1,\}\): .*/\2 \1/p' | head -n 1)
    # The pins are made anew in any case.
    [ -n "$where" ] || { rm -f "$drop_in" && ssh_test || ssh_suspects; return; }
    bad=${where#* }
  fi
  if [ "$bad" = "$drop_in" ]; then rm -f "$drop_in" && return; fi
  if [ -f "$state/good$bad" ] && ! cmp -s -- "$bad" "$state/good$bad"; then
    cat -- "$state/good$bad"
  elif [ -n "$where" ]; then
    # A Match that is no more would leave its lines to everybody: it goes with them. What a password would open stays shut.
    awk -v bad="${where%% *}" '
      function word() { split($0, w, /[ \t="]+/); return tolower(w[1] == "" ? w[2] : w[1]) }
      NR == bad { out = 1; block = word() == "match"
        print "#latchkey: " $0
        if (word() ~ /^(password|kbdinteractive|challengeresponse)authentication$/) print word() " no"
        next }
      out && block && word() != "match" { print "#latchkey: " $0; next }
      { block = 0; print }' "$bad"
  else
    cat /usr/share/openssh/sshd_config 2>/dev/null || printf '%s\n' 'UsePAM yes' 'PasswordAuthentication no' 'Subsystem sftp internal-sftp'
  fi >"$run/ssh"
  put_aside "$bad"
  put "$bad" "$run/ssh" 0600 && fixed "$why -> $bad as it last loaded, or without the line"
}

# Where no line is named, it is a file that changed since it last loaded: each is tried without its change.
ssh_suspects() {
  ssh_files changed >"$run/suspects"
  while read -r bad; do
    cat -- "$bad" >"$run/found"
    if [ -f "$state/good$bad" ]; then put "$bad" "$state/good$bad"; else ours "$bad" && rm -f -- "$bad"; fi
    if ssh_test; then
      put "$state/replaced/${bad##*/}" "$run/found" 0600
      fixed "$why -> $bad as it last loaded"
      return 0
    fi
    put "$bad" "$run/found"
  done <"$run/suspects"
  return 1
}
changed() { cmp -s -- "$1" "$state/good$1" || printf '%s\n' "$1"; }

# TCP wrappers, where sshd still has them: a host that denies sshd to all and allows it to nobody.
hosts_deny() {
  rule='^[[:space:]]*([^#:]*[ ,])?(ALL|sshd)([ ,][^:]*)?:'
  grep -Eiqs "${rule}[[:space:]]*ALL" /etc/hosts.deny && ! grep -Eiqs "$rule" /etc/hosts.allow &&
    grep -q libwrap "$(command -v sshd)" || return 0
  { echo 'sshd : ALL' && cat /etc/hosts.allow 2>/dev/null; } >"$run/hosts"
  did '/etc/hosts.deny shuts out everyone -> /etc/hosts.allow lets sshd through' put /etc/hosts.allow "$run/hosts"
}
