# --- the pins' place ---------------------------------------------------------------------------------------------

# A pin that this sshd does not know is dropped; without its Match line a block would be about everybody.
pins_that_load() {
  tries=0
  while ! ssh_test -f "$run/pins-wanted"; do
    tries=$((tries + 1))
    where=$(printf '%s\n' "$ssh_error" | sed -n "s#^$run/pins-wanted:\{0,1\} line \([0-9]\{1,\}\): .*#\1#p" | head -n 1)
    # What else it says is of host keys: not about the pins.
    [ -n "$where" ] || return 0
    if [ "$tries" -gt 30 ] || sed -n "${where}p" "$run/pins-wanted" | grep -q '^Match'; then failed 'sshd takes no Match blocks for them' && return 1; fi
    sed "${where}d" "$run/pins-wanted" >"$run/pins-less" && mv "$run/pins-less" "$run/pins-wanted"
  done
}

place_pins() {
  if ! cmp -s "$run/pins-wanted" "$drop_in"; then
    if [ -d "$ssh_config.d" ]; then chmod go-w "$ssh_config.d"; else own_folder "$ssh_config.d"; fi
    if ! put "$drop_in" "$run/pins-wanted"; then failed "$drop_in: could not be written" && return 0; fi
  fi
  if ! cmp -s "$run/pins-wanted" "$run/pins-found"; then
    : >"$run/sshd-changed"
    if [ -s "$run/pins-found" ]; then
      fixed "$drop_in: not as it should be -> written"
    else
      note "$drop_in: written"
    fi
  fi
  if [ -n "$bare" ] || outdone; then include_pins; fi
  # Without the pins it loads.
  ssh_test || { failed "$(head -n 1 "$run/ssh-test"): $drop_in taken out" && rm -f "$drop_in"; }
}

# What the main file sets for all above its own Include counts first. Ports and addresses add up.
outdone() {
  [ -s "$run/global-pins" ] && effective "$own_address" "$own_address" &&
    grep -vixFf "$run/effective" "$run/global-pins" | grep -qvE '^(Port|Listen)'
}

# Where the main file includes no drop-ins it gets a line that does. An sshd before 8.2 has no Include: the blocks
# themselves go before the first Match of the main file, or to its end, and end with one that is about all.
include_pins() {
  [ -f "$drop_in" ] || return 0
  line="Include $drop_in"
  echo "$line" >"$run/ssh"
  if [ -z "$bare" ] && { ssh_test -f "$run/ssh" || case $ssh_error in *'configuration option'*) false ;; esac }; then
    if grep -qxF "$line" "$ssh_config"; then return 0; fi
    { echo "$line" && cat "$ssh_config"; } >"$run/ssh"
  else
    { echo '# begin latchkey' && cat "$run/pins-wanted" && printf 'Match all\n# end latchkey\n'; } >"$run/block"
    awk -v block="$run/block" '
      function put(  line) { while ((getline line <block) > 0) print line; done = 1 }
      !done && tolower($1) ~ /^"?match"?([=]|$)/ { put() }
      { print }
      END { if (!done) put() }' "${bare:-$ssh_config}" >"$run/ssh"
    if cmp -s "$run/ssh" "$ssh_config"; then return 0; fi
  fi
  if ssh_test -f "$run/ssh" && put "$ssh_config" "$run/ssh"; then
    : >"$run/sshd-changed"
    fixed "$ssh_config: includes no $drop_in -> does"
  else
    failed "$ssh_config: not written, or does not load with $drop_in"
  fi
}
