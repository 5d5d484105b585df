# For the shell text of a test, as root in a throw-away root: hosts that are declared as a test wants them, and real log-ins.

# as USER SHELL: runs the text as the account, in its home, with none of root's environment.
as() {
  (cd "/home/$1" && setpriv --reuid "$1" --regid "$1" --init-groups env -i \
    PATH=/usr/local/bin:/usr/bin:/bin HOME="/home/$1" held="${held-}" sh -c "$2" </dev/null)
}

# A host with host keys, the accounts, and a key pair in /root/probe, which is what the configuration declares.
make_host() {
  ssh-keygen -q -t ed25519 -N '' -f /etc/ssh/ssh_host_ed25519_key
  ssh-keygen -q -t ed25519 -N '' -C declared -f /root/probe
  ssh-keygen -q -t ed25519 -N '' -C own -f /root/own
  mkdir -p /run/sshd
  for each in "$@"; do
    useradd -m -s /bin/bash -p '*' "$each"
    as "$each" 'chmod 700 .; mkdir -m 700 .ssh'
    cp /root/own.pub "/home/$each/.ssh/authorized_keys"
    chmod 600 "/home/$each/.ssh/authorized_keys"
    chown "$each:" "/home/$each/.ssh/authorized_keys"
  done
}

# declare_all NAME...: the configuration with these accounts and the probe's key; more of it is read from standard input.
declare_all() {
  {
    printf "version='1'\n"
    cat
    for each in "$@"; do printf "account='%s'\nkey='%s'\n" "$each" "$(cat /root/probe.pub)"; done
  } >/etc/latchkey/repair.conf
  chmod 600 /etc/latchkey/repair.conf
}

# sshd_up: sshd by the files as they are now.
sshd_up() {
  sshd_down
  /usr/sbin/sshd -E /var/log/sshd.log -o LogLevel=VERBOSE -o PidFile=/run/probed.pid || return 0
  until [ -s /run/probed.pid ]; do sleep 0.02; done
}
sshd_down() {
  [ -s /run/probed.pid ] || return 0
  kill "$(cat /run/probed.pid)"
  rm -f /run/probed.pid
}

# log_in USER KEY [OPTION...]: by OpenSSH's client. A jail or a menu takes the command and does something else with it.
log_in() {
  by=$2 who=$1
  shift 2
  [ "$(timeout 20 ssh -n -F none -i "/root/$by" -o IdentitiesOnly=yes -o BatchMode=yes -o ConnectTimeout=5 \
    -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR "$@" "$who@127.0.0.1" \
    'echo $((6 * 7))' 2>/dev/null)" = 42 ]
}

# who_gets_in KEY USER...: a line for each.
who_gets_in() {
  key=$1
  shift
  for each in "$@"; do
    if log_in "$each" "$key"; then printf '%s gets in by %s\n' "$each" "$key"; else printf '%s is kept out by %s\n' "$each" "$key"; fi
  done
}
