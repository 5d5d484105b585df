# --- pins: what opens sshd to the declared accounts, in a file of our own -----------------------------------------

# A Match block for an account wins over settings for all, over later blocks and over the main file, and is about that
# account alone: the files of the owner stay as they are. An address of nobody's (RFC 5737) is left out, so that sshd can
# be asked what would hold without the pins.
no_pins=192.0.2.1

part_pins() {
  command -v sshd >/dev/null && [ -f "$ssh_config" ] || return 0
  own_addresses=$(ip -o addr show 2>/dev/null | awk '$2 != "lo" { sub(/\/.*/, "", $4); printf "%s ", $4 }')
  own_address=${own_addresses%% *}
  own_address=${own_address:-127.0.0.1}
  if on keys; then key_files; fi
  cat "$drop_in" >"$run/pins-found" 2>/dev/null
  without_global_pins
  : >"$run/pins" && : >"$run/global-pins"
  rm -f "$run/no-pam"
  asked='' silent='' brought=''
  # sshd tells its files without the quotes: one with a blank in its name would become two, and others would read them.
  blank=$(grep -ihsE '^[[:blank:]]*authorizedkeysfile.*"[^"]*[[:blank:]][^"]*"' "$ssh_config" "$ssh_config".d/*.conf)
  [ -z "$blank" ] || failed 'AuthorizedKeysFile has a name with a blank: the declared keys are not pinned'
  each_account pins
  if [ -n "$silent" ]; then
    return 0
  elif [ -s "$run/pins" ]; then
    { echo '# Written by latchkey-repair at each boot' && cat "$run/global-pins" "$run/pins"; } >"$run/pins-wanted"
    if cmp -s "$run/pins-wanted" "$drop_in" || pins_that_load; then place_pins; fi
  elif [ -f "$drop_in" ]; then
    did "$drop_in: nothing to pin -> removed" rm -f "$drop_in" && : >"$run/sshd-changed"
  fi
  each_account still_shut
}

# A pin for all would hide what the files of the owner say by now.
without_global_pins() {
  bare=''
  if grep -q '^# begin latchkey' "$ssh_config"; then
    sed '/^# begin latchkey/,/^# end latchkey/d' "$ssh_config" >"$run/bare" && bare=$run/bare
  fi
  if [ -s "$run/pins-found" ] && sed '/^Match /,$d; /^#/d' "$run/pins-found" | grep -q .; then
    sed -n '/^Match /,$p' "$run/pins-found" >"$run/pins" && put "$drop_in" "$run/pins"
  fi
}

# pins: the block of the current account.
pins() {
  if ! logs_in; then
    # A password for the console is never asked for over the network, whatever else says so.
    if [ "$a_console" = yes ] && on sshd; then
      printf 'Match User %s\n  PasswordAuthentication no\n  KbdInteractiveAuthentication no\n  DenyUsers %s\n' "$a_name" "$a_name" >>"$run/pins"
    fi
    return 0
  fi
  on keys || on sshd || return 0
  effective "$no_pins" 203.0.113.1 "$bare"
  mv "$run/effective" "$run/outside"
  if ! effective "$no_pins" "$own_address" "$bare"; then failed "sshd cannot be asked about $a_name" && silent=yes && return 0; fi
  # What differs for a client from elsewhere is meant, and gets no pin.
  narrowed=$nl$(sort "$run/outside" "$run/effective" | uniq -u | sed 's/ .*//; s/edalgorithms/edkeytypes/')$nl
  {
    printf 'Match User %s LocalAddress *,!%s\n' "$a_name" "$no_pins"
    # By '=' cloud-init does not see a file that it would make its own, and shut. Ours stands first: a huge one of the
    # account's own would hold sshd up.
    if on keys && [ -z "$blank" ]; then
      case $e_authorizedkeysfile in none) e_authorizedkeysfile='' ;; esac
      printf '  AuthorizedKeysFile=%s\n' "$ssh_own/keys/%u${e_authorizedkeysfile:+ }$e_authorizedkeysfile"
    fi
    if on sshd; then account_pins; fi
  } >>"$run/pins"
  if on sshd && [ -z "$asked" ]; then asked=yes && global_pins >"$run/global-pins"; fi
}

# pin KEYWORD VALUE: a line of the block.
pin() { [ "$narrowed" != "$nl$nl" ] && printf '%s' "$narrowed" | grep -qix "$1" || printf '  %s %s\n' "$1" "$2"; }

account_pins() {
  pin PubkeyAuthentication yes
  pin MaxSessions "$([ "$e_maxsessions" = 0 ] && echo 10 || echo "$e_maxsessions")"
  pin MaxAuthTries "$([ "$e_maxauthtries" = 0 ] && echo 6 || echo "$e_maxauthtries")"
  from_where all "$e_allowusers"
  pin AllowUsers "${kept:-$a_name}"
  pin AllowGroups '*'
  from_where any "$e_denyusers"
  pin DenyUsers "${kept:-latchkey:none}"
  pin DenyGroups latchkey:none
  # Its name up to OpenSSH 8.4, which later ones take as well.
  accepted=${e_pubkeyacceptedalgorithms-${e_pubkeyacceptedkeytypes-}}
  missing_types "$accepted"
  [ -z "$missing" ] || pin PubkeyAcceptedKeyTypes "$accepted$missing"
  if [ "$a_name" = root ]; then
    case $e_permitrootlogin in yes | prohibit-password | without-password) ;; *) pin PermitRootLogin prohibit-password ;; esac
  fi
  [ "$keep_open" = yes ] || return 0
  # A second factor and a jail may be meant: only where it is said that keys alone must open.
  # Behind another setting sshd does not start with `any`: each method by itself says the same.
  [ "$e_authenticationmethods" != any ] || e_authenticationmethods='password keyboard-interactive'
  key_is_enough "$e_authenticationmethods" || pin AuthenticationMethods "publickey $e_authenticationmethods"
  pin ForceCommand none
  pin ChrootDirectory none
  pin PermitTTY yes
  pin RefuseConnection no
  # A list that cannot be read refuses every key; `none` would be the name of such a one.
  [ "$e_revokedkeys" = none ] || [ -r "$e_revokedkeys" ] || pin RevokedKeys /dev/null
}
