# --- declared keys: outside of homes, where no user can shut or change them ---------------------------------------

# Lines that open an account: options, a type that sshd knows, a blob.
key_lines() { grep -E '^[^#]*(^|[ "])(ssh|ecdsa|sk)-[a-z0-9@.-]+ AAAA[A-Za-z0-9+/]+={0,3}( |$)'; }

# cloud-init has asked the metadata service for the key pair; what it got stands there until the next boot. Without its
# file the key of the last boot counts.
key_pair() {
  data=/run/cloud-init/instance-data.json
  [ -f "$data" ] && ours "$data" || return 0
  sed -n '/"public_ssh_keys": *\[$/,/^ *\]/s/^ *"\([^ ]* [^ "]*\).*/\1/p' "$data" | key_lines | sort -u >"$run/key-pair"
  if [ -s "$run/key-pair" ]; then keep_copy "$run/key-pair" "$state/key-pair"; fi
}

key_files() {
  if grep -qx "key_pair='yes'" "$conf"; then key_pair; fi
  own_folder "$ssh_own" && own_folder "$ssh_own/keys" || { failed "$ssh_own: could not be made" && return 0; }
  each_account key_file
  for file in "$ssh_own/keys/"*; do
    [ -e "$file" ] || [ -L "$file" ] || continue
    case $names in *" ${file##*/} "*) continue ;; esac
    withdraw "$file" /dev/null
    did "${file##*/}: keys no longer declared -> taken out" rm -rf -- "$file"
  done
}

key_file() {
  file=$ssh_own/keys/$a_name
  { printf '%s' "$a_keys" && [ "$a_key_pair" = yes ] && cat "$state/key-pair" 2>/dev/null; } | key_lines >"$run/keys"
  # sshd reads it as the account; whatever else stands there is none of root's files.
  if [ -L "$file" ] || { [ -e "$file" ] && [ ! -f "$file" ]; }; then rm -rf -- "$file"; fi
  if [ ! -e "$file" ]; then
    [ ! -s "$run/keys" ] || if put "$file" "$run/keys"; then note "$a_name: keys written"; else failed "$a_name: keys could not be written"; fi
    return 0
  fi
  if [ "$(stat -c '%u %a' "$file")" != '0 644' ]; then loose "$file" && chown 0:0 "$file" && chmod 0644 "$file"; fi
  if cmp -s "$run/keys" "$file"; then return 0; fi
  withdraw "$file" "$run/keys"
  did "$a_name: keys not as declared -> as declared" put "$file" "$run/keys"
  return 0
}

# withdraw OLD NEW: keys that were declared and are no more are to go from the account's own file as well, once.
withdraw() {
  awk '{ for (i = 1; i <= NF; i++) if ($i ~ /^AAAA/) { if (new) stays[$i] = 1; else if (!($i in stays)) print $i } }' \
    new=1 "$2" new=0 "$1" 2>/dev/null >"$run/gone"
  [ -s "$run/gone" ] || return 0
  mkdir -p "$state/withdrawn" && cat "$run/gone" "$state/withdrawn/${1##*/}" 2>/dev/null | sort -u >"$run/withdrawn"
  put "$state/withdrawn/${1##*/}" "$run/withdrawn" 0600
}
