# --- sshd's files: they load, or their last good text does -------------------------------------------------------

part_sshd() {
  if ! command -v sshd >/dev/null; then failed 'sshd: the program is missing' && return 0; fi
  hosts_deny
  tries=0
  while ! { [ -f "$ssh_config" ] && ssh_test; }; do
    tries=$((tries + 1))
    if [ -f "$ssh_config" ]; then why=$(printf '%s\n' "$ssh_error" | head -n 1); else why="$ssh_config is missing"; fi
    if [ "$tries" -gt 40 ] || ! ssh_heal; then failed "sshd: $why" && return 0; fi
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
    [ -n "$where" ] || { ssh_suspects; return; }
    bad=${where#* }
  fi
  if [ "$bad" = "$drop_in" ]; then rm -f "$drop_in" && return; fi
  good=$state/good$bad
  if [ -f "$good" ] && ! cmp -s -- "$bad" "$good"; then
    put_aside "$bad"
    put "$bad" "$good" && fixed "sshd: $why -> the text of $bad that last loaded"
  elif [ -z "$where" ]; then
    ssh_default && fixed "sshd: $why -> the one of the package, or a minimal one"
  else
    # A Match that is no more would leave its lines to everybody: it goes with them. What a password would open stays shut.
    awk -v bad="${where%% *}" '
      function word() { split($0, w, /[ \t="]+/); return tolower(w[1] == "" ? w[2] : w[1]) }
      NR == bad { out = 1; block = word() == "match"
        print "#latchkey: " $0
        if (word() ~ /^(passwordauthentication|kbdinteractiveauthentication|challengeresponseauthentication)$/) print word() " no"
        next }
      out && block && word() != "match" { print "#latchkey: " $0; next }
      { block = 0; print }' "$bad" >"$run/ssh"
    put_aside "$bad"
    put "$bad" "$run/ssh" && fixed "sshd: $why -> the line taken out of force"
  fi
}

# Where no line is named, it is the file that changed since it last loaded: each is tried without its change.
ssh_suspects() {
  ssh_files changed >"$run/suspects"
  while read -r bad; do
    cat -- "$bad" >"$run/found"
    if [ -f "$state/good$bad" ]; then put "$bad" "$state/good$bad"; else ours "$bad" && rm -f -- "$bad"; fi
    if ssh_test; then
      put "$state/replaced/${bad##*/}" "$run/found" 0600
      fixed "sshd: $why -> $bad as it was when sshd last loaded"
      return 0
    fi
    put "$bad" "$run/found"
  done <"$run/suspects"
  return 1
}
changed() { cmp -s -- "$1" "$state/good$1" || printf '%s\n' "$1"; }

ssh_default() {
  if [ -f /usr/share/openssh/sshd_config ]; then
    put "$ssh_config" /usr/share/openssh/sshd_config 0600
  else
    printf 'UsePAM yes\nPasswordAuthentication no\nSubsystem sftp internal-sftp\n' >"$run/ssh" && put "$ssh_config" "$run/ssh" 0600
  fi
}

# TCP wrappers, where sshd still has them: a host that denies sshd to all and allows it to nobody.
hosts_deny() {
  [ -s /etc/hosts.deny ] && grep -q libwrap "$(command -v sshd)" || return 0
  grep -Eiq '^[[:space:]]*([^#:]*[ ,])?(ALL|sshd)([ ,][^:]*)?:[[:space:]]*ALL' /etc/hosts.deny || return 0
  if grep -Eiqs '^[[:space:]]*([^#:]*[ ,])?(ALL|sshd)([ ,][^:]*)?:' /etc/hosts.allow; then return 0; fi
  { printf 'sshd : ALL\n' && cat /etc/hosts.allow 2>/dev/null; } >"$run/hosts"
  swap /etc/hosts.allow "$run/hosts" 'sshd: /etc/hosts.deny shuts out everyone -> /etc/hosts.allow lets sshd through'
}
