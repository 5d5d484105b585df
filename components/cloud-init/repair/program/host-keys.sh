# --- host keys --------------------------------------------------------------------------------------------------

# ssh_files FUNCTION: calls it with each file of sshd's configuration but our own.
ssh_files() {
  for file in "$ssh_config" "$ssh_config".d/*.conf; do
    if [ -f "$file" ] && [ "$file" != "$drop_in" ]; then "$1" "$file"; fi
  done
}

named_host_keys() { sed -n 's/^[ \t]*hostkey[ \t=]\{1,\}"\{0,1\}\([^ \t"]*\).*/\1/Ip' "$1"; }
host_key_files() { ssh_files named_host_keys | grep . || printf '/etc/ssh/ssh_host_%s_key\n' rsa ecdsa ed25519; }

# ssh_test [OPTION...]: sshd -t, its words in ssh_error (they end in carriage returns). It refuses without its folder of
# privilege separation, which its unit makes only when it starts.
ssh_test() {
  for _ in 1 2; do
    sshd -t "$@" >"$run/ssh-test" 2>&1 && ssh_error='' && return 0
    folder=$(sed -n 's/^Missing privilege separation directory: \([^\r]*\).*/\1/p' "$run/ssh-test")
    [ -n "$folder" ] && mkdir -p "$folder" && chmod 0755 "$folder" || break
  done
  ssh_error=$(head -c 8192 "$run/ssh-test" | tr -d '\r')
  return 1
}

no_host_key() {
  ssh_test
  case $ssh_error in *' agent "'*) ;; *'no hostkeys available'*) return 0 ;; esac
  return 1
}

part_hostkeys() {
  command -v sshd >/dev/null || return 0
  found=''
  for file in $(host_key_files); do
    [ -s "$file" ] && ours "$file" || continue
    found=yes
    mode=$((0$(stat -c %a "$file")))
    # Red Hat's own group for keys may read; sshd there knows it.
    allowed=0600
    [ "$(stat -c %G "$file")" != ssh_keys ] || allowed=0640
    [ $((mode & ~allowed & 0177)) = 0 ] || set_mode "$file" "$mode" $((0600))
  done
  [ -z "$found" ] && ! ssh_test || no_host_key || return 0
  for file in $(host_key_files); do
    ours "$file" && ! ssh-keygen -y -P '' -f "$file" >/dev/null 2>&1 || continue
    loose "$file"
    [ ! -s "$file" ] || did "$file: no readable key -> put aside" mv -f "$file" "$file.latchkey-aside"
    rm -f "$file" "$file.pub"
  done
  ssh-keygen -A >/dev/null 2>&1
  if no_host_key; then
    file=$(host_key_files | head -n 1)
    ours "${file%/*}" && mkdir -p "${file%/*}" && ours "$file" && ssh-keygen -q -t ed25519 -N '' -f "$file" </dev/null >/dev/null 2>&1
  fi
  if no_host_key; then failed 'none can be made'; else
    fixed 'none usable -> made anew (clients will see another host key)'
    : >"$run/sshd-changed"
  fi
  relabel -R /etc/ssh
}
