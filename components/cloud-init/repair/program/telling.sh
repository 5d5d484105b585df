# --- telling ----------------------------------------------------------------------------------------------------

# tell KIND TEXT: to the journal (or syslog), the serial console and this run's report; cut, and without what a terminal,
# a log or our own quotes would take for more than text.
topic=''
tell() {
  said=$(printf '%s' "$topic$2" | head -c 600 | tr -c ' -&(-~' ' ')
  printf "%s='%s'\n" "$1" "$said" >>"$run/report"
  logger -t latchkey-repair -p "auth.$([ "$1" = failure ] && echo err || echo notice)" -- "$said" 2>/dev/null ||
    printf 'latchkey-repair: %s\n' "$said" >&2
  { printf 'latchkey-repair: %s\r\n' "$said" >/dev/console; } 2>/dev/null
  return 0
}
fixed() { tell repair "$*"; }
failed() { tell failure "$*"; }
note() { tell note "$*"; }

# did TEXT COMMAND...: tells what the command did, or that it could not.
did() {
  if (shift && "$@") >/dev/null 2>&1; then fixed "$1"; else failed "$1: failed" && return 1; fi
}
