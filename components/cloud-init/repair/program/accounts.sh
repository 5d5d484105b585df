# --- accounts ---------------------------------------------------------------------------------------------------

# entry NAME: sets p_* from /etc/passwd, s_* from /etc/shadow; 1 when passwd has no such line.
entry() {
  p_name='' s_name='' s_hash='' s_last='' s_max='' s_expire=''
  while IFS=: read -r p_name _ p_uid p_gid _ p_home p_shell || [ -n "$p_name" ]; do
    [ "$p_name" != "$1" ] || break
  done </etc/passwd
  [ ! -f /etc/shadow ] || while IFS=: read -r s_name s_hash s_last _ s_max _ _ s_expire _ || [ -n "$s_name" ]; do
    [ "$s_name" != "$1" ] || break
  done </etc/shadow
  [ "$p_name" = "$1" ]
}

# set_field FILE NAME NUMBER: the value is read from a file: arguments and variables can be seen in ps.
set_field() {
  awk -v name="$2" -v number="$3" -v from="$run/value" 'BEGIN { FS = OFS = ":"; getline new <from }
    $1 == name { $number = new } { print }' "$1" >"$run/field" && [ -s "$run/field" ] && put "$1" "$run/field"
  field_status=$?
  rm -f "$run/field" "$run/value"
  return "$field_status"
}

# change NAME WHAT OLD NEW FILE FIELD VALUE: one field of passwd or shadow, told as OLD -> NEW.
change() {
  (umask 077 && printf '%s\n' "$7" >"$run/value")
  did "$1: $2 $3 -> $4" set_field "$5" "$1" "$6"
}

usable_shell() {
  case ${1##*/} in nologin | false | true | sync | halt | shutdown | '') return 1 ;; esac
  [ -f "$1" ] && [ -x "$1" ]
}

pick_shell() {
  for shell in "$a_shell" /bin/bash /bin/sh; do
    if usable_shell "$shell"; then break; fi
  done
}

create_account() {
  pick_shell
  home=/home/$a_name
  for file in /etc/passwd /etc/shadow /etc/group /etc/gshadow; do loose "$file"; done
  # Under the number that its home still carries, if that is free, the account finds its files its own again.
  uid=''
  if known_home "$a_name" "$home"; then
    uid=$(stat -c %u "$home")
    if [ "$uid" -lt 500 ] || cut -d: -f3 /etc/passwd | grep -qx "$uid"; then uid=''; fi
  fi
  if grep -q "^$a_name:" /etc/group; then group=-g$a_name; else group=-U; fi
  useradd -M -d "$home" -s "$shell" ${uid:+-u "$uid"} "$group" "$a_name" >/dev/null 2>&1
  if ! entry "$a_name"; then failed "$a_name: missing, and could not be created" && return 1; fi
  fixed "$a_name: missing -> created (uid $p_uid)"
}

# Who is no line of /etc/passwd but known to a directory service is not ours to change.
elsewhere() { timeout -s KILL 5 getent passwd "$1" >/dev/null 2>&1; }

account() {
  if ! entry "$a_name"; then
    if elsewhere "$a_name"; then return 0; fi
    create_account || return 0
  fi
  if [ "$s_name" != "$a_name" ]; then
    { awk 1 /etc/shadow && printf '%s:*:%s:0:99999:7:::\n' "$a_name" "$today"; } >"$run/shadow" &&
      did "$a_name: no line in /etc/shadow -> one without a password" put /etc/shadow "$run/shadow" 0600
    rm -f "$run/shadow"
    entry "$a_name"
  fi
  if ! usable_shell "$p_shell"; then
    pick_shell
    change "$a_name" shell "${p_shell:-none}" "$shell" /etc/passwd 7 "$shell"
  fi
  if [ -n "$s_expire" ] && [ "$s_expire" -le "$today" ]; then
    change "$a_name" 'account' "expired on day $s_expire" 'no end' /etc/shadow 8 ''
  fi
  password_age
  password
  unlock
  groups
  sudo_rule
}

# A password that must be changed stops a key as well: PAM asks for the old one, which there may not be.
password_age() {
  if [ "$s_last" = 0 ]; then
    change "$a_name" password 'to be changed at log-in' 'as of today' /etc/shadow 3 "$today"
  elif [ -n "$s_last" ] && [ -n "$s_max" ] && [ $((s_last + s_max)) -lt "$today" ]; then
    change "$a_name" password "expired after $s_max days" 'no end' /etc/shadow 5 ''
  fi
}

# The declared hash is put back whatever is there: locked, gone or another.
password() {
  hash=$a_hash
  if [ -n "$a_hash_file" ] && [ -f "$a_hash_file" ] && ours "$a_hash_file"; then IFS= read -r hash <"$a_hash_file"; fi
  case $hash in '' | "$s_hash") return 0 ;; '$'*:*) ;; '$'*)
    case $s_hash in '!'* | '*' | '') was='locked or none' ;; *) was=another ;; esac
    change "$a_name" password "$was" 'the declared one' /etc/shadow 2 "$hash"
    return ;;
  esac
  failed "$a_name: the declared hash is none"
}

# Only without PAM does a locked password stop a key; '*' is a password nobody has, and no lock.
unlock() {
  [ -e "$run/no-pam" ] && logs_in && entry "$a_name" || return 0
  case $s_hash in '!'*) change "$a_name" password 'locked, and sshd asks no PAM' 'none' /etc/shadow 2 '*' ;; esac
}

groups() {
  has=" $(id -Gn "$a_name" 2>/dev/null) "
  for group in $a_groups; do
    case $has in *" $group "*) continue ;; esac
    grep -q "^$group:" /etc/group || continue
    loose /etc/group && loose /etc/gshadow
    did "$a_name: not in group $group -> in it" usermod -aG "$group" "$a_name"
  done
}

sudo_rule() {
  [ -n "$a_sudo" ] && [ -d /etc/sudoers.d ] || return 0
  if cat /etc/sudoers.d/* 2>/dev/null | grep -qxF -- "$a_name $a_sudo"; then return 0; fi
  file=/etc/sudoers.d/latchkey-$a_name
  printf '%s %s\n' "$a_name" "$a_sudo" >"$run/sudo"
  if ! command -v visudo >/dev/null || visudo -cqf "$run/sudo" >/dev/null 2>&1; then
    did "$a_name: no sudo rule -> $file" put "$file" "$run/sudo" 0440
  else
    failed "$a_name: the declared sudo rule is none"
  fi
}

# dismiss NAME: an account that was declared at an earlier boot and no longer is. Its files stay.
dismiss() {
  entry "$1" || return 0
  rm -f "/etc/sudoers.d/latchkey-$1"
  [ "$p_uid" != 0 ] || return 0
  case $s_hash in '!'*) ;; *) change "$1" password 'in use' 'locked: no longer declared' /etc/shadow 2 "!$s_hash" ;; esac
  [ "$s_expire" = 1 ] || change "$1" account 'in use' 'expired: no longer declared' /etc/shadow 8 1
}

part_accounts() {
  if [ -e /etc/nologin ]; then
    loose /etc/nologin
    did '/etc/nologin: there -> removed' rm -f /etc/nologin
  fi
  each_account account
  # shellcheck disable=SC2013 # words are meant
  for old in $(cat "$state/accounts" 2>/dev/null); do
    case $names in *" $old "*) ;; *) dismiss "$old" ;; esac
  done
  printf '%s\n' "$names" >"$run/accounts"
  cmp -s "$run/accounts" "$state/accounts" || put "$state/accounts" "$run/accounts" 0600
}
