# --- the whole --------------------------------------------------------------------------------------------------

# Steps in the order of what they are worth, each with the part that switches it off and the seconds that it may take.
steps='folders:modes:5 hostkeys:hostkeys:20 sshd:sshd:20 pins::20 accounts:accounts:20 service:service:10 agent:agent:5 homes::40 pam:accounts:5 mounts:mounts:5 disk:disk:20'

# A step is a process of its own: one that hangs, or is made to, is cut off, and the next one runs.
run_steps() {
  for step in $1; do
    name=${step%%:*} bound=${step##*:} part=${step#*:}
    part=${part%:*}
    [ -z "$part" ] || on "$part" || continue
    timeout -s KILL "$bound" "$program" step "$name" "$mode_of_run" </dev/null >"$run/said" 2>&1 9<&-
    case $? in
      0) ended='done' ;;
      124 | 137) ended='cut off' && failed "$name: cut off after $bound seconds" ;;
      *) ended=failed && failed "$name: not finished: $(tail -n 1 "$run/said")" ;;
    esac
    printf "step='%s %s'\n" "$name" "$ended" >>"$run/steps"
  done
}

# step NAME MODE: the latter is that of the run which it belongs to.
step() {
  called_by=$2 topic="$1: "
  ulimit -f 131072
  today=$(($(date +%s) / 86400))
  "part_$1"
  exit 0
}

# The status file tells Session Manager's user (no root) what this boot did, the log the last 200 repairs.
write_status() {
  repairs=$(grep -c '^repair=' "$run/report")
  failures=$(grep -c '^failure=' "$run/report")
  result=quiet
  [ "$repairs" = 0 ] || result=repaired
  [ "$failures" = 0 ] || result=failed
  now=$(date -u +%Y-%m-%dT%H:%M:%SZ)
  {
    printf "version='1'\nran='%s'\nboot='%s'\nresult='%s'\nrepairs='%s'\nfailures='%s'\n" \
      "$now" "$(cat /proc/sys/kernel/random/boot_id)" "$result" "$repairs" "$failures"
    cat "$run/steps"
    head -n 60 "$run/report"
  } >"$state/status.new"
  # A status of another boot is worse than none.
  chmod 0644 "$state/status.new" && mv -f "$state/status.new" "$state/status" || rm -f "$state/status"
  [ -s "$run/report" ] || return 0
  { tail -n 140 "$state/log" 2>/dev/null; sed "s/^/$now /" "$run/report" | head -n 60; } >"$run/log" && put "$state/log" "$run/log" 0644
}

# intact: does the last line tell the checksum of those before it? A text that never had one is run as it is.
intact() {
  sum=$(tail -n 1 "$program")
  [ "#sum $(sed '$d' "$program" | cksum)" = "$sum" ] || [ "${sum#'#sum '}" = "$sum" ]
}

begin() {
  mkdir -p "$run" && chmod 0700 "$run" || exit 1
  if command -v flock >/dev/null; then exec 9>"$run/lock" && flock -w 30 9 || exit 0; fi
  # What emergency mode did belongs to this boot as well.
  cat "$run/carried" >"$run/report" 2>/dev/null
  rm -f "$run/carried" "$run/sshd-changed" "$run/home-unsound" "$run/no-pam"
  : >"$run/steps"
  root_writable
  # What others could move is not believed.
  ours "$state/x" || { chmod go-w / /var /var/lib; rm -rf "$state"; failed "$state: others could change it; emptied"; }
  mkdir -p "$state/good" "$state/replaced" && chmod 0755 "$state" && chmod 0700 "$state"/*/
  give_up_reserve
  # Until there is a status of this boot there is none: that of another would be taken for it.
  rm -f "$state/status"
}

repair() {
  begin
  if ! intact; then failed "$program: not as it was installed; the user data puts it back" && write_status; exit 1; fi
  read_conf || { write_status; exit 1; }
  run_steps "$steps"
  write_status
  : >"$run/ran"
}

# One try per boot: a mount that fails in another way leads to emergency mode again, and then stays there.
emergency() {
  [ ! -e "$run/emergency" ] || exit 0
  begin
  : >"$run/emergency"
  read_conf || exit 0
  run_steps mounts:mounts:10
  grep -q '^repair=' "$run/report" || exit 0
  mv "$run/report" "$run/carried"
  systemctl daemon-reload
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    if systemctl --no-block default 2>/dev/null; then exit 0; fi
    sleep 1
  done
}

# cloud-init calls this from a boothook, which comes before users are made: under systemd the unit then waits for
# cloud-init; elsewhere the first boot is looked at in the final stage, and later ones here.
install() {
  if systemd; then
    for unit in latchkey-repair.service latchkey-emergency.service; do
      relabel "/etc/systemd/system/$unit"
      [ "$(systemctl is-enabled "$unit" 2>/dev/null)" = enabled ] || { systemctl unmask "$unit" && systemctl enable "$unit"; } >/dev/null 2>&1
    done
    case $(systemctl show -p NeedDaemonReload latchkey-repair.service) in *=yes) systemctl daemon-reload ;; esac
    systemctl --no-block start latchkey-repair.service
    exit
  fi
  hook=/var/lib/cloud/scripts/per-boot/latchkey-repair
  mkdir -p "${hook%/*}"
  if [ ! -x "$hook" ]; then printf '#!/bin/sh\nexec /usr/local/sbin/latchkey-repair late\n' >"$hook" && chmod 0755 "$hook"; fi
  if [ -e /var/lib/cloud/instance/sem/config_users_groups ]; then repair; fi
}

mode_of_run=${1-boot}
case $mode_of_run in
  boot) repair ;;
  late) [ -e "$run/ran" ] || repair ;;
  step) step "${2-}" "${3-}" ;;
  emergency) emergency ;;
  install) install ;;
  *)
    echo 'usage: latchkey-repair [install|emergency|late]' >&2
    exit 2
    ;;
esac
