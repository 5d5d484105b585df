# --- declared keys: outside of homes, where no user can shut or change them ---------------------------------------

# Lines that open an account: options, a type that sshd knows, a blob.
key_lines() { grep -E '^[^#]*(^|[ "])(ssh-(rsa|ed25519)|ecdsa-sha2-nistp(256|384|521)|sk-[a-z0-9-]+@openssh\.com) AAAA[A-Za-z0-9+/]+={0,3}( |$)'; }

# The lines of the current account that open it.
declared_keys() {
  printf '%s' "$a_keys"
  if [ "$a_key_pair" = yes ]; then cat "$state/key-pair" 2>/dev/null; fi
}

# cloud-init has asked the metadata service for the key pair; what it got stands there until the next boot. Without its
# file the key of the last boot counts.
key_pair() {
  data=/run/cloud-init/instance-data.json
  [ -f "$data" ] && ours "$data" || return 0
  awk '/^ *"public_ssh_keys": *\[/ { found = 1; on = $0 !~ /\]/; next }
    on && /^ *\]/ { on = 0 }
    on { gsub(/^ *"|",? *$/, ""); print $1 " " $2 }
    END { exit !found }' "$data" >"$run/key-pair" || return 0
  if ! key_lines <"$run/key-pair" | sort -u >"$run/key-pair-lines"; then rm -f "$state/key-pair" && return 0; fi
  keep_copy "$run/key-pair-lines" "$state/key-pair"
}

key_files() {
  if grep -qx "key_pair='yes'" "$conf"; then key_pair; fi
  if [ "$(stat -c '%F %u %a' "$ssh_own" "$ssh_own/keys" 2>/dev/null)" != "directory 0 755${nl}directory 0 755" ] &&
    ! { own_folder "$ssh_own" && own_folder "$ssh_own/keys"; }; then failed "keys: $ssh_own could not be made" && return 0; fi
  each_account key_file
  for file in "$ssh_own/keys/"*; do
    [ -e "$file" ] || [ -L "$file" ] || continue
    case " $names" in *" ${file##*/} "*) continue ;; esac
    withdraw "$file" /dev/null
    rm -rf -- "$file" && fixed "keys: ${file##*/}: no longer declared -> taken out"
  done
}

key_file() {
  file=$ssh_own/keys/$a_name
  declared_keys | key_lines >"$run/keys"
  if [ ! -s "$run/keys" ] && [ ! -e "$file" ]; then return 0; fi
  # sshd reads it as the account; whatever else stands there is none of root's files.
  if [ -L "$file" ] || { [ -e "$file" ] && [ ! -f "$file" ]; }; then rm -rf -- "$file"; fi
  if [ -f "$file" ] && [ "$(stat -c '%u %a' "$file")" != '0 644' ]; then loose "$file" && chown 0:0 "$file" && chmod 0644 "$file"; fi
  if cmp -s "$run/keys" "$file"; then return 0; fi
  if [ -e "$file" ]; then
    withdraw "$file" "$run/keys"
    swap "$file" "$run/keys" "keys: $a_name: not as declared -> as declared"
  elif put "$file" "$run/keys"; then
    note "keys: $a_name: the declared ones stand in $file"
  else
    failed "keys: $a_name: could not be written"
  fi
}

# withdraw OLD NEW: keys that were declared and are no more are to go from the account's own file as well, once.
withdraw() {
  awk '{ for (i = 1; i <= NF; i++) if ($i ~ /^AAAA/) { if (new) stays[$i] = 1; else if (!($i in stays)) print $i } }' \
    new=1 "$2" new=0 "$1" 2>/dev/null >"$run/gone"
  [ -s "$run/gone" ] || return 0
  mkdir -p "$state/withdrawn" && cat "$run/gone" "$state/withdrawn/${1##*/}" 2>/dev/null | sort -u >"$run/withdrawn"
  put "$state/withdrawn/${1##*/}" "$run/withdrawn" 0600
}
