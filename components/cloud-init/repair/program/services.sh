# --- services ---------------------------------------------------------------------------------------------------

systemd() { [ -d /run/systemd/system ]; }

unit_file() { [ -f "/lib/systemd/system/$1" ] || [ -f "/usr/lib/systemd/system/$1" ] || [ -f "/etc/systemd/system/$1" ]; }

# keep_unit UNIT [force]: neither masked nor disabled; started when it was one of them, or has failed.
keep_unit() {
  was=$(systemctl is-enabled "$1" 2>/dev/null)
  case $was in
    masked | masked-runtime | disabled)
      loose /etc/systemd/system
      systemctl unmask "$1" >/dev/null 2>&1
      systemctl unmask --runtime "$1" >/dev/null 2>&1
      did "$1: $was -> enabled" systemctl enable "$1"
      ;;
    *) [ -n "${2-}" ] || systemctl is-failed --quiet "$1" || return 0 ;;
  esac
  systemctl reset-failed "$1" 2>/dev/null
  # Not waited for: at boot it is ordered behind this very program.
  systemctl --no-block "$(systemctl is-active --quiet "$1" && echo reload-or-restart || echo start)" "$1"
}

part_service() {
  if [ -e /etc/ssh/sshd_not_to_be_run ]; then
    loose /etc/ssh/sshd_not_to_be_run
    did '/etc/ssh/sshd_not_to_be_run: there -> removed' rm -f /etc/ssh/sshd_not_to_be_run && : >"$run/sshd-changed"
  fi
  if systemd; then
    for unit in ssh.service sshd.service; do
      unit_file "$unit" || continue
      if [ "$(systemctl is-enabled ssh.socket 2>/dev/null)" = enabled ] && [ "$(systemctl is-enabled "$unit" 2>/dev/null)" = disabled ]; then break; fi
      keep_unit "$unit" "$([ ! -e "$run/sshd-changed" ] || echo force)"
      break
    done
  else
    service_without_systemd
  fi
}

service_without_systemd() {
  if [ -f /etc/init.d/ssh ] && ! ls /etc/rc2.d/S*ssh >/dev/null 2>&1; then
    update-rc.d ssh defaults >/dev/null 2>&1
    did 'ssh: disabled -> enabled' update-rc.d ssh enable
  fi
  # One that runs reads its files anew; one that does not is for the boot to start, or, after it, for us.
  [ -e "$run/sshd-changed" ] || return 0
  if pgrep -u 0 -x sshd >/dev/null; then
    pkill -HUP -u 0 -o -x sshd
  elif [ "$called_by" = late ]; then
    { service ssh start || service sshd start; } >/dev/null 2>&1
  fi
}

part_agent() {
  systemd || return 0
  for unit in amazon-ssm-agent.service snap.amazon-ssm-agent.amazon-ssm-agent.service; do
    if unit_file "$unit"; then keep_unit "$unit"; fi
  done
  return 0
}
