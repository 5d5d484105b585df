#!/bin/sh
# Keeps this host open to the accounts that /etc/latchkey/repair.conf declares; runs at every boot, before sshd.
# It touches those accounts and what stands between them and a login, nothing else, and is silent when all is well.
#
#   latchkey-repair            look at everything, repair what shuts the door
#   latchkey-repair install    called by cloud-init at each boot: see to it that the above runs
#   latchkey-repair emergency  called in emergency mode: mark the mounts that failed nofail, let the boot go on
#
# No step may end the program: each part runs in a subshell of its own, and what fails is told and passed over.
# Files are written beside and renamed. Nothing here prints a key or a password hash.
set -u
PATH=/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/sbin:/usr/local/bin LC_ALL=C TMPDIR=/run/latchkey
export PATH LC_ALL TMPDIR
umask 022
conf=/etc/latchkey/repair.conf
state=/var/lib/latchkey
run=/run/latchkey
ssh_config=/etc/ssh/sshd_config
key_pair=$state/keys/.key-pair
nl='
'

# --- telling ----------------------------------------------------------------------------------------------------

# tell KIND TEXT: to the journal (or syslog), the serial console and this run's report.
tell() {
  printf "%s='%s'\n" "$1" "$(printf '%s' "$2" | tr "'\n" '  ')" >>"$run/report"
  logger -t latchkey-repair -p "auth.$([ "$1" = failure ] && echo err || echo notice)" -- "$2" 2>/dev/null ||
    printf 'latchkey-repair: %s\n' "$2" >&2
  { printf 'latchkey-repair: %s\r\n' "$2" >/dev/console; } 2>/dev/null
  return 0
}
fixed() { tell repair "$*"; }
failed() { tell failure "$*"; }
note() { tell note "$*"; }

# --- configuration: lines name='value', read, never evaluated ---------------------------------------------------

# split LINE: sets key and value; 1 when the line is no setting.
split() {
  key=${1%%=*} value=${1#*=}
  case $key in '' | *[!a-z_]*) return 1 ;; esac
  case $value in \'*\') ;; *) return 1 ;; esac
  value=${value#\'} value=${value%\'}
  case $value in *\'*) return 1 ;; esac
}

valid_name() {
  case $1 in '' | [!a-z_]* | *[!a-z0-9_.-]*) return 1 ;; esac
  [ "${#1}" -le 32 ]
}

# A home that is a part of the system would have its mode changed with the account's.
valid_home() {
  case $1 in /root) return 0 ;; /*) ;; *) return 1 ;; esac
  case $1/ in *[:\'\"\\\$\`]* | *//* | */./* | */../*) return 1 ;; esac
  case $1 in
    /home | /var | /usr | /opt | /srv | /mnt | /tmp | /run | /data | /media) return 1 ;;
    /etc* | /bin* | /sbin* | /lib* | /boot* | /dev* | /proc* | /sys* | /usr/* | /root*) return 1 ;;
  esac
}

blank_account() {
  a_name='' a_home='' a_shell='' a_groups='' a_sudo='' a_hash='' a_hash_file='' a_key_pair=no a_keys=''
}

# each_account FUNCTION: calls it with a_* set, for each account; ends with the first status that is not 0.
each_account() {
  blank_account
  while IFS= read -r line <&3 || [ -n "$line" ]; do
    split "$line" || continue
    case $key in
      account)
        if valid_name "$a_name"; then "$1" </dev/null || return; fi
        blank_account
        a_name=$value
        ;;
      home) a_home=$value ;;
      shell) a_shell=$value ;;
      groups) a_groups=$value ;;
      sudo) a_sudo=$value ;;
      hash) a_hash=$value ;;
      hash_file) a_hash_file=$value ;;
      key_pair) a_key_pair=$value ;;
      key) a_keys=$a_keys$value$nl ;;
    esac
  done 3<"$conf"
  if valid_name "$a_name"; then "$1" </dev/null; fi
}

# Whoever has keys logs in by ssh; others (a recovery user) only at the console.
logs_in() { [ -n "$a_keys" ] || [ "$a_key_pair" = yes ]; }

read_conf() {
  off='' ports=' 22 ' version='' names='' line_no=0
  if [ ! -f "$conf" ]; then failed "$conf: is missing, so no account is known that must get in" && return 1; fi
  case $(stat -c '%u %a' "$conf") in
    '0 '*[2367] | '0 '*[2367][0-7] | [!0]* | 0[!\ ]*) failed "$conf: others than root can write it; not used" && return 1 ;;
  esac
  while IFS= read -r line || [ -n "$line" ]; do
    line_no=$((line_no + 1))
    case $line in '' | '#'*) continue ;; esac
    if ! split "$line"; then failed "$conf: line $line_no is no setting; passed over" && continue; fi
    case $key in
      version) version=$value ;;
      off) off=" $value " ;;
      ports) ports=" $value " ;;
      account)
        names="$names$value "
        valid_name "$value" || failed "$conf: line $line_no names no valid account; passed over"
        ;;
      home) valid_home "$value" || failed "$conf: line $line_no is no folder for a home; passed over" ;;
      shell | groups | sudo | hash | hash_file | key_pair | key) ;;
      *) failed "$conf: line $line_no has an unknown setting; passed over" ;;
    esac
  done <"$conf"
  [ "$version" = 1 ] || { failed "$conf: not of version 1; not used" && return 1; }
  [ -n "$names" ] || { failed "$conf: declares no account" && return 1; }
}

on() { case $off in *" $1 "*) return 1 ;; esac }

# --- files ------------------------------------------------------------------------------------------------------

relabel() { if command -v restorecon >/dev/null && [ -d /sys/fs/selinux/booleans ]; then restorecon "$@" 2>/dev/null; fi; }

# loose FILE: takes off an immutable or append-only bit, which stops even root; only called before a change.
loose() {
  [ -e "$1" ] && command -v lsattr >/dev/null || return 0
  attributes=$(lsattr -d "$1" 2>/dev/null) || return 0
  case ${attributes%% *} in *[ia]*) ;; *) return 0 ;; esac
  chattr -ia "$1" && fixed "modes: ${2:-$1}: immutable or append-only bit taken off"
}

# put FILE [MODE]: standard input becomes the file of root's; mode and owner of one that is there are kept.
put() {
  loose "${1%/*}" && loose "$1"
  put_to=$(readlink -f "$1") || put_to=$1
  rm -f "$put_to.latchkey-new"
  (umask 077 && set -C && cat >"$put_to.latchkey-new") || { rm -f "$put_to.latchkey-new"; return 1; }
  if [ -f "$put_to" ]; then
    chown "$(stat -c %u:%g "$put_to")" "$put_to.latchkey-new" && chmod "$(stat -c %a "$put_to")" "$put_to.latchkey-new"
  else
    chmod "${2:-0644}" "$put_to.latchkey-new"
  fi
  sync "$put_to.latchkey-new"
  mv -f "$put_to.latchkey-new" "$put_to" || { rm -f "$put_to.latchkey-new"; return 1; }
  relabel "$put_to"
  return 0
}

# keep_copy FILE COPY: what is good now is what a later boot puts back.
keep_copy() {
  cmp -s "$1" "$2" && return 0
  mkdir -p "${2%/*}" && put "$2" 0600 <"$1"
}

# swap FILE NEW TEXT [MODE]: the text of NEW becomes the file, and it is told, as done or as failed.
swap() {
  if put "$1" "${4:-0644}" <"$2"; then fixed "$3"; else failed "$3: could not be written" && return 1; fi
}

# put_aside FILE: the file as it was found, where people can read up what they had changed; one copy per file.
put_aside() { [ ! -f "$1" ] || put "$state/replaced/${1##*/}" 0600 <"$1"; }

# --- accounts ---------------------------------------------------------------------------------------------------

# entry NAME: sets p_* from /etc/passwd, s_* from /etc/shadow; 1 when passwd has no such line.
entry() {
  while IFS=: read -r p_name _ p_uid p_gid _ p_home p_shell || [ -n "$p_name" ]; do
    [ "$p_name" != "$1" ] || break
  done </etc/passwd
  while IFS=: read -r s_name s_hash s_last _ s_max _ s_inactive s_expire _ || [ -n "$s_name" ]; do
    [ "$s_name" != "$1" ] || break
  done </etc/shadow
  [ "$p_name" = "$1" ]
}

# set_field FILE NAME NUMBER: the value is read from $field_value: an argument would be seen by all in ps.
set_field() {
  new_field=$field_value awk -v name="$2" -v number="$3" 'BEGIN { FS = OFS = ":" } $1 == name { $number = ENVIRON["new_field"] } { print }' \
    "$1" >"$run/field" && [ -s "$run/field" ] && put "$1" <"$run/field"
  field_status=$?
  rm -f "$run/field"
  return "$field_status"
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
  home=${a_home:-/home/$a_name}
  for file in /etc/passwd /etc/shadow /etc/group /etc/gshadow; do loose "$file"; done
  # Under the number its files still carry, if it is free, the account finds them its own again.
  uid=''
  if [ -d "$home" ] && [ ! -L "$home" ]; then
    uid=$(stat -c %u "$home")
    if [ "$uid" -lt 500 ] || cut -d: -f3 /etc/passwd | grep -qx "$uid"; then uid=''; fi
  fi
  if cut -d: -f1 /etc/group | grep -qxF "$a_name"; then
    useradd -M -d "$home" -s "$shell" ${uid:+-u "$uid"} -g "$a_name" "$a_name" >/dev/null 2>&1
  else
    useradd -M -U -d "$home" -s "$shell" ${uid:+-u "$uid"} "$a_name" >/dev/null 2>&1
  fi
  if ! entry "$a_name"; then failed "accounts: $a_name: is missing and could not be created" && return 1; fi
  fixed "accounts: $a_name: missing -> created (uid $p_uid)"
}

# change NAME WHAT OLD NEW FILE FIELD VALUE: one field of passwd or shadow, told as OLD -> NEW.
change() {
  field_value=$7
  if set_field "$5" "$1" "$6"; then fixed "accounts: $1: $2 $3 -> $4"; else failed "accounts: $1: $2 $3 could not be changed"; fi
}

# Who is no line of /etc/passwd but known to a directory service is not ours to change.
elsewhere() { getent passwd "$1" >/dev/null 2>&1; }

account() {
  if ! entry "$a_name"; then
    if elsewhere "$a_name"; then return 0; fi
    create_account || return 0
  fi
  if [ "$s_name" != "$a_name" ]; then
    { cat /etc/shadow && printf '%s:*:%s:0:99999:7:::\n' "$a_name" "$today"; } | put /etc/shadow 0600 &&
      fixed "accounts: $a_name: no line in /etc/shadow -> one without a password"
    entry "$a_name"
  fi
  if ! usable_shell "$p_shell"; then
    pick_shell
    change "$a_name" shell "${p_shell:-none}" "$shell" /etc/passwd 7 "$shell"
  fi
  if [ -n "$a_home" ] && [ "$p_home" != "$a_home" ] && [ ! -d "$p_home" ] && valid_home "$a_home"; then
    change "$a_name" home "$p_home" "$a_home" /etc/passwd 6 "$a_home"
  fi
  if [ -n "$s_expire" ] && [ "$s_expire" -le "$today" ]; then
    change "$a_name" 'account' "expired on day $s_expire" 'no end' /etc/shadow 8 ''
  fi
  password_age
  password
  groups
  sudo_rule
}

# A password that must be changed stops a key as well: PAM asks for the old one, which there may not be.
password_age() {
  if [ "$s_last" = 0 ]; then
    change "$a_name" password 'to be changed at log-in' 'as of today' /etc/shadow 3 "$today"
  elif [ -n "$s_last" ] && [ -n "$s_max" ] && [ $((s_last + s_max)) -lt "$today" ]; then
    change "$a_name" password "expired after $s_max days" 'no end' /etc/shadow 5 ''
    [ -z "$s_inactive" ] || change "$a_name" 'days left after it expired' "$s_inactive" 'no end' /etc/shadow 7 ''
  fi
}

# The declared hash is put back whatever is there: locked, gone or another.
password() {
  hash=$a_hash
  if [ -n "$a_hash_file" ] && [ -f "$a_hash_file" ]; then IFS= read -r hash <"$a_hash_file"; fi
  case $hash in '' | "$s_hash") return 0 ;; '$'*:*) ;; '$'*) 
    case $s_hash in '!'* | '*' | '') was='locked or none' ;; *) was=another ;; esac
    change "$a_name" password "$was" 'the declared one' /etc/shadow 2 "$hash"
    return ;;
  esac
  failed "accounts: $a_name: what is declared as password hash is none"
}

groups() {
  has=" $(id -Gn "$a_name" 2>/dev/null) "
  for group in $a_groups; do
    case $has in *" $group "*) continue ;; esac
    cut -d: -f1 /etc/group | grep -qxF -- "$group" || continue
    loose /etc/group && loose /etc/gshadow
    if usermod -aG "$group" "$a_name" 2>/dev/null; then
      fixed "accounts: $a_name: not in group $group -> in it"
    else
      failed "accounts: $a_name: could not be put into group $group"
    fi
  done
}

# sudo reads no file with a dot in its name.
sudo_file() { printf '/etc/sudoers.d/latchkey-%s' "$(printf '%s' "$1" | tr . _)"; }

sudo_rule() {
  [ -n "$a_sudo" ] && [ -d /etc/sudoers.d ] || return 0
  if cat /etc/sudoers.d/* 2>/dev/null | grep -qxF -- "$a_name $a_sudo"; then return 0; fi
  file=$(sudo_file "$a_name")
  printf '%s %s\n' "$a_name" "$a_sudo" >"$run/sudo"
  if ! command -v visudo >/dev/null || visudo -cqf "$run/sudo" >/dev/null 2>&1; then
    swap "$file" "$run/sudo" "accounts: $a_name: no sudo rule -> $file" 0440
  else
    failed "accounts: $a_name: the declared sudo rule is none"
  fi
}

# dismiss NAME: an account that was declared at an earlier boot and no longer is. Its files stay.
dismiss() {
  blank_account
  a_name=$1
  entry "$1" || return 0
  home_tree
  rm -f "$(sudo_file "$1")" "$state/keys/$1"
  [ "$p_uid" != 0 ] || return 0
  case $s_hash in '!'*) ;; *) change "$1" password 'in use' 'locked: no longer declared' /etc/shadow 2 "!$s_hash" ;; esac
  [ "$s_expire" = 1 ] || change "$1" account 'in use' 'expired: no longer declared' /etc/shadow 8 1
}

part_accounts() {
  if [ -e /etc/nologin ]; then
    loose /etc/nologin
    rm -f /etc/nologin && fixed "accounts: /etc/nologin: there -> removed"
  fi
  each_account account
  if [ -f "$state/accounts" ]; then
    tr ' ' '\n' <"$state/accounts" >"$run/accounts"
    while read -r old; do
      case " $names" in *" $old "*) ;; *) if valid_name "$old"; then dismiss "$old"; fi ;; esac
    done <"$run/accounts"
  fi
  [ "$(cat "$state/accounts" 2>/dev/null)" = "$names" ] || printf '%s\n' "$names" | put "$state/accounts" 0600
}

# --- PAM --------------------------------------------------------------------------------------------------------


part_pam() {
  [ -d /etc/pam.d ] || return 0
  set --
  for file in sshd common-account common-session password-auth system-auth; do
    file=/etc/pam.d/$file
    if [ -f "$file" ]; then set -- "$@" "$file"; elif [ -f "$state/good$file" ]; then swap "$file" "$state/good$file" "pam: $file: missing -> put back"; fi
  done
  for file in "$@"; do
    # A jump or a "sufficient" before it means that pam_deny is the usual end of a stack.
    awk '{ line = $0; sub(/^[ \t]*-?/, "", line); split(line, w, /[ \t]+/); type = tolower(w[1]) }
      type !~ /^(account|session)$/ { print; next }
      line ~ /\[[^]]*=([1-9]|done)/ || w[2] == "sufficient" { open[type] = 1 }
      line ~ /[ \t](required|requisite)[ \t].*pam_deny\.so/ && !open[type] { print "#latchkey: " $0; n++; next }
      { print } END { exit !n }' "$file" >"$run/pam" || { keep_copy "$file" "$state/good$file"; continue; }
    put_aside "$file"
    swap "$file" "$run/pam" "pam: $file: pam_deny for everyone -> commented out"
  done
  if cat "$@" | grep -q '^account.*pam_access'; then each_account pam_access; fi
}


# A rule of access.conf that turns everybody, or the account by name, away from everywhere is preceded by one that
# lets it in.
pam_access() {
  rules=/etc/security/access.conf
  logs_in && [ -f "$rules" ] || return 0
  awk -F: -v user="$a_name" '
    /^[ \t]*#/ || NF < 3 { next }
    (" " $2 " ") !~ ("[ \t,](ALL|" user ")[ \t,]") || $2 ~ ("EXCEPT.*" user) { next }
    $1 ~ /-/ && $3 ~ /ALL/ && $3 !~ /EXCEPT/ { denied = 1 }
    { exit }
    END { exit !denied }' "$rules" || return 0
  { printf '+ : %s : ALL\n' "$a_name" && cat "$rules"; } >"$run/access" &&
    swap "$rules" "$run/access" "pam: $rules: $a_name turned away from everywhere -> let in"
}


# --- sshd -------------------------------------------------------------------------------------------------------

ssh_files() {
  [ ! -f "$ssh_config" ] || echo "$ssh_config"
  for file in "$ssh_config".d/*.conf; do [ ! -f "$file" ] || echo "$file"; done
}

host_key_files() {
  for file in $(ssh_files); do sed -n 's/^[ \t]*[Hh][Oo][Ss][Tt][Kk][Ee][Yy][ \t=]\{1,\}"\{0,1\}\([^ \t"]*\).*/\1/p' "$file"; done |
    grep . || printf '/etc/ssh/ssh_host_%s_key\n' rsa ecdsa ed25519
}

# ssh_test: sshd -t, its words in ssh_error (they end in carriage returns). It refuses without its folder of privilege
# separation, which its unit makes only when it starts.
ssh_test() {
  ssh_error=$(sshd -t 2>&1)
  ssh_status=$?
  folder=$(printf '%s\n' "$ssh_error" | sed -n 's/^Missing privilege separation directory: \([^\r]*\).*/\1/p')
  if [ -n "$folder" ] && mkdir -p "$folder" && chmod 0755 "$folder"; then
    ssh_error=$(sshd -t 2>&1)
    ssh_status=$?
  fi
  ssh_error=$(printf '%s' "$ssh_error" | tr -d '\r')
  return "$ssh_status"
}

no_host_key() {
  ssh_test
  case $ssh_error in *'no hostkeys available'*) return 0 ;; esac
  return 1
}

part_hostkeys() {
  command -v sshd >/dev/null || return 0
  there=''
  for file in $(host_key_files); do
    [ -s "$file" ] || continue
    there=$there$file$nl
    mode=0$(stat -c %a "$file")
    # Red Hat's own group for keys may read; sshd there knows it.
    allowed=0600
    [ "$(stat -c %G "$file")" != ssh_keys ] || allowed=0640
    if [ $((mode & ~allowed & 0177)) != 0 ]; then
      loose "$file"
      chmod 0600 "$file" && fixed "hostkeys: $file: mode ${mode#0} -> 600"
    fi
  done
  [ -z "$there" ] || no_host_key || return 0
  for file in $there; do
    if ssh-keygen -y -P '' -f "$file" >/dev/null 2>&1; then continue; fi
    loose "$file"
    mv -f "$file" "$file.latchkey-aside" && rm -f "$file.pub" && fixed "hostkeys: $file: not readable as a key -> put aside"
  done
  for file in $(host_key_files); do [ -s "$file" ] || rm -f "$file"; done
  ssh-keygen -A >/dev/null 2>&1
  if no_host_key; then
    file=$(host_key_files | head -n 1)
    mkdir -p "${file%/*}" && ssh-keygen -q -t ed25519 -N '' -f "$file" </dev/null >/dev/null 2>&1
  fi
  if no_host_key; then
    failed 'hostkeys: none is usable, and none could be made'
  else
    fixed 'hostkeys: none usable -> made anew (clients will see another host key)'
    : >"$run/sshd-changed"
  fi
  relabel -R /etc/ssh
}

# ssh_good: does sshd's configuration load, and does it let in each declared account that has keys?
# If not, ssh_key is the keyword to blame (or "syntax") and ssh_why says it.
ssh_good() {
  ssh_key='' ssh_why=''
  if [ ! -f "$ssh_config" ]; then ssh_key=missing ssh_why='is missing' && return 1; fi
  if ! ssh_test; then
    ssh_key=syntax ssh_why="sshd -t: $(printf '%s\n' "$ssh_error" | head -n 1)"
    return 1
  fi
  each_account ssh_admits
}

# sshd is asked what counts for this account; only a client from the host's own network and one from outside are
# asked for, since a Match that shuts out the others may be meant.
ssh_admits() {
  logs_in && { entry "$a_name" || elsewhere "$a_name"; } || return 0
  a_home_now=$(getent passwd "$a_name" 2>/dev/null | cut -d: -f6)
  a_home_now=${a_home_now:-$p_home}
  a_in=" $(id -Gn "$a_name" 2>/dev/null) "
  ssh_shut "$own_address" || return 0
  ssh_shut 203.0.113.1 || return 0
  ssh_why="$ssh_key keeps $a_name out"
  return 1
}

# matches TEXT PATTERN, as sshd matches: * and ? only.
matches() {
  # shellcheck disable=SC2254 # a pattern is what it is
  case $1 in $2) return 0 ;; esac
  return 1
}


# ssh_shut ADDRESS: 0 when the effective settings keep the account out, with ssh_key the keyword.
ssh_shut() {
  effective=$(sshd -T -C "user=$a_name,host=client,addr=$1,laddr=$own_address,lport=22" 2>/dev/null) || return 1
  ssh_key='' users_only='' users_ok='' groups_only='' groups_ok='' listens='' listens_ok='' family=any
  while read -r keyword rest; do
    case $keyword in
      pubkeyauthentication) [ "$rest" = yes ] || ssh_key=pubkeyauthentication ;;
      denyusers) ! matches "$a_name" "${rest%@\*}" || ssh_key=denyusers ;;
      denygroups) for group in $a_in; do ! matches "$group" "$rest" || ssh_key=denygroups; done ;;
      allowusers) users_only=yes && if matches "$a_name" "${rest%@*}"; then users_ok=yes; fi ;;
      allowgroups) groups_only=yes && for group in $a_in; do if matches "$group" "$rest"; then groups_ok=yes; fi; done ;;
      authenticationmethods) key_is_enough "$rest" || ssh_key=authenticationmethods ;;
      authorizedkeysfile) keys_are_read "$rest" || ssh_key=authorizedkeysfile ;;
      maxsessions) [ "$rest" != 0 ] || ssh_key=maxsessions ;;
      maxstartups) case $rest in 0 | 0:*) ssh_key=maxstartups ;; esac ;;
      forcecommand) command_runs "$rest" || ssh_key=forcecommand ;;
      chrootdirectory) [ "$rest" = none ] || ssh_key=chrootdirectory ;;
      revokedkeys) [ "$rest" = none ] || [ -r "$rest" ] || ssh_key=revokedkeys ;;
      permitrootlogin) [ "$a_name" != root ] || case $rest in yes | prohibit-password | without-password) ;; *) ssh_key=permitrootlogin ;; esac ;;
      pubkeyacceptedalgorithms | pubkeyacceptedkeytypes) key_accepted "$rest" || ssh_key=$keyword ;;
      addressfamily) family=$rest ;;
      listenaddress) listens="$listens$rest " ;;
    esac
  done <<END
$effective
END
  [ -z "$users_only" ] || [ -n "$users_ok" ] || ssh_key=allowusers
  [ -z "$groups_only" ] || [ -n "$groups_ok" ] || ssh_key=allowgroups
  ssh_listens
  [ -n "$ssh_key" ]
}

key_is_enough() {
  for list in $1; do
    case $list in any | publickey | publickey,publickey) return 0 ;; esac
  done
  return 1
}

# Read are the account's own file, or another in which a declared key already stands.
keys_are_read() {
  for file in $1; do
    file=$(printf '%s' "$file" | sed "s|%h|$a_home_now|g; s|%u|$a_name|g")
    case $file in none) continue ;; /*) ;; *) file=$a_home_now/$file ;; esac
    [ "$file" != "$a_home_now/.ssh/authorized_keys" ] || return 0
    for key in $(declared_keys); do
      case $key in AAAA*) if grep -qsF -- "$key" "$file"; then return 0; fi ;; esac
    done
  done
  return 1
}

command_runs() {
  case $1 in none) return 0 ;; internal-sftp*) return 1 ;; esac
  case ${1%% *} in */nologin | */false | */true | nologin | false | true | exit) return 1 ;; /*) [ -x "${1%% *}" ] ;; esac
}


key_accepted() {
  types=$(declared_keys | grep -oE '(ssh-|ecdsa-|sk-)[a-z0-9@.-]+ AAAA' | cut -d' ' -f1)
  [ -n "$types" ] || return 0
  for type in $types; do
    [ "$type" != ssh-rsa ] || type='rsa-sha2-*'
    if matches ",$1," "*,$type,*"; then return 0; fi
  done
  return 1
}



# A declared port must be open on an address that a client can reach.
ssh_listens() {
  port_ok=''
  for listen in $listens; do
    case $ports in *" ${listen##*:} "*) ;; *) continue ;; esac
    port_ok=yes
    case ${listen%:*} in
      0.0.0.0) listens_ok=yes ;;
      '[::]') [ "$family" = inet6 ] && [ "${own_address#*:}" = "$own_address" ] || listens_ok=yes ;;
      127.* | '[::1]') ;;
      *) case " $own_addresses " in *" $(printf '%s' "${listen%:*}" | tr -d '[]') "*) listens_ok=yes ;; esac ;;
    esac
  done
  if [ -z "$port_ok" ]; then
    ssh_key=port
  elif [ -z "$listens_ok" ]; then
    ssh_key=listenaddress
    [ "$family" != inet6 ] || ssh_key=addressfamily
  fi
}

# ssh_restore FILE: the one of the last good boot, or none when there was none.
ssh_restore() {
  if [ -f "$state/good$1" ]; then mkdir -p "${1%/*}" && put "$1" <"$state/good$1"; else loose "$1" && rm -f "$1"; fi
}

# ssh_found FILE: as it was when this boot found it.
ssh_found() {
  if [ -f "$run/found$1" ]; then put "$1" <"$run/found$1"; else rm -f "$1"; fi
}

# Of the files that differ from the last good boot those that are to blame are put back, and only those: another may
# be the one that forbids passwords. 1 when the last good ones let not everyone in that is declared now.
ssh_back() {
  [ -f "$state/good$ssh_config" ] || return 1
  changed=$({ ssh_files; (cd "$state/good" && find ".$ssh_config" ".$ssh_config.d" -type f 2>/dev/null | sed 's/^\.//'); } | sort -u |
    while IFS= read -r file; do cmp -s "$file" "$state/good$file" || printf '%s\n' "$file"; done)
  [ -n "$changed" ] || return 1
  rm -rf "$run/found"
  mkdir -p "$run/found$ssh_config.d"
  for each in $changed; do
    [ ! -f "$each" ] || cat "$each" >"$run/found$each"
    ssh_restore "$each"
  done
  if ! ssh_good; then
    for each in $changed; do ssh_found "$each"; done
    return 1
  fi
  ssh_changed=''
  for each in $changed; do
    ssh_found "$each"
    if ssh_good; then continue; fi
    put_aside "$each"
    ssh_restore "$each"
    ssh_changed="$ssh_changed$each "
  done
  ssh_changed=${ssh_changed% }
}

# No good copy, or one that is not good for all that are declared now: the line to blame is taken out of force.
# AllowUsers and AllowGroups keep shutting out the others: the account is added to them.
ssh_neutral() {
  case $ssh_key in
    missing)
      if [ -f /usr/share/openssh/sshd_config ]; then
        put "$ssh_config" 0600 </usr/share/openssh/sshd_config
      else
        printf 'UsePAM yes\nSubsystem sftp internal-sftp\n' | put "$ssh_config" 0600
      fi && ssh_changed=$ssh_config
      ;;
    syntax)
      where=$(printf '%s\n' "$ssh_error" | sed -n 's/^\(\/etc\/ssh\/[^ :]*\):\{0,1\} line \([0-9]\{1,\}\): .*/\1 \2/p' | head -n 1)
      [ -n "$where" ] && sed "${where##* }s/^/#latchkey: /" "${where% *}" >"$run/ssh" || return 1
      put_aside "${where% *}"
      put "${where% *}" <"$run/ssh" && ssh_changed="${where% *} line ${where##* }"
      ;;
    allowusers) ssh_insert "AllowUsers $a_name" ;;
    allowgroups) ssh_insert "AllowGroups $(id -gn "$a_name")" ;;
    *) ssh_comment "$ssh_key" ;;
  esac
}

ssh_insert() {
  if grep -qixF "$1" "$ssh_config"; then ssh_comment "$ssh_key" && return; fi
  put_aside "$ssh_config"
  { printf '%s\n' "$1" && cat "$ssh_config"; } >"$run/ssh" && put "$ssh_config" <"$run/ssh" && ssh_changed="$ssh_config"
}

ssh_comment() {
  ssh_changed=''
  for file in $(ssh_files); do
    awk -v word="$1" '{ line = tolower($0); sub(/^[ \t]+/, "", line) }
      line ~ ("^" word "[ \t=]") { print "#latchkey: " $0; n++; next } { print } END { exit !n }' "$file" >"$run/ssh" || continue
    put_aside "$file"
    put "$file" <"$run/ssh" && ssh_changed="$ssh_changed$file "
  done
  [ -n "$ssh_changed" ]
}

part_sshd() {
  if ! command -v sshd >/dev/null; then failed 'sshd: the program is missing' && return 0; fi
  hosts_deny
  tries=0
  while ! ssh_good; do
    tries=$((tries + 1)) why=$ssh_why
    if [ "$tries" = 1 ] && ssh_back; then
      fixed "sshd: $why -> the last good configuration ($ssh_changed)"
    elif [ "$tries" -le 16 ] && ssh_neutral; then
      fixed "sshd: $why -> taken out of force in $ssh_changed"
    else
      failed "sshd: $why"
      return 0
    fi
    : >"$run/sshd-changed"
  done
  for file in $(ssh_files); do keep_copy "$file" "$state/good$file"; done
  for copy in "$state/good$ssh_config".d/*.conf; do [ -f "${copy#"$state/good"}" ] || rm -f "$copy"; done
  each_account unlock
}

# Only without PAM does a locked password stop a key; '*' is a password nobody has, and no lock.
unlock() {
  logs_in && entry "$a_name" || return 0
  case $s_hash in '!'*) ;; *) return 0 ;; esac
  if sshd -T -C "user=$a_name,host=client,addr=$own_address,laddr=$own_address,lport=22" 2>/dev/null | grep -qx 'usepam yes'; then return 0; fi
  change "$a_name" password 'locked, and sshd asks no PAM' 'none' /etc/shadow 2 '*'
}

# TCP wrappers, where sshd still has them: a host that denies sshd to all and allows it to nobody.
hosts_deny() {
  [ -s /etc/hosts.deny ] && grep -q libwrap "$(command -v sshd)" || return 0
  grep -Eiq '^[[:space:]]*([^#:]*[ ,])?(ALL|sshd)([ ,][^:]*)?:[[:space:]]*ALL' /etc/hosts.deny || return 0
  if grep -Eiqs '^[[:space:]]*([^#:]*[ ,])?(ALL|sshd)([ ,][^:]*)?:' /etc/hosts.allow; then return 0; fi
  { printf 'sshd : ALL\n' && cat /etc/hosts.allow 2>/dev/null; } >"$run/hosts"
  swap /etc/hosts.allow "$run/hosts" 'sshd: /etc/hosts.deny shuts out everyone -> /etc/hosts.allow lets sshd through'
}

# --- homes and keys: in folders that their users can change, so nothing is followed out of them -----------------

# Every folder above the home must let the account pass; /home itself belongs to root.
passable() {
  above=$1
  while [ "$above" != / ]; do
    above=${above%/*}
    above=${above:-/}
    facts=$(stat -c '%a %u %g' "$above") || return 1
    mode=0${facts%% *} owner=${facts#* }
    group=${owner#* } owner=${owner% *}
    want=$mode
    case $above in / | /home) [ $((mode & 05)) = 5 ] || want=$((want | 0555)) ;; esac
    search=01
    case " $(id -G "$a_name" 2>/dev/null) " in *" $group "*) search=010 ;; esac
    [ "$owner" != "$p_uid" ] || search=0100
    [ "$p_uid" = 0 ] || [ $((mode & search)) != 0 ] || want=$((want | 0111))
    [ $((mode & 01000)) != 0 ] || want=$((want & ~02))
    [ "$above" != /home ] || want=$((want & ~020))
    [ $((mode)) = $((want)) ] || loose "$above"
    set_mode "$above" "$above" $((mode)) $((want))
    if [ "$above" = /home ] && [ "$owner" != 0 ]; then
      loose /home
      chown root:root /home && fixed "modes: /home: owner $owner -> 0"
    fi
  done
}

# set_mode FILE LABEL OLD NEW (decimal)
set_mode() {
  [ "$3" != "$4" ] || return 0
  if chmod "$(printf '%o' "$4")" "$1"; then
    fixed "modes: $2: mode $(printf '%o -> %o' "$3" "$4")"
  else
    failed "modes: $2: mode $(printf '%o' "$3") could not be changed"
  fi
}

# guard FILE LABEL BITS NAME: the account owns it and has the bits, nobody else writes. FILE is a pinned folder (.) or an
# open file: a name could be swapped for a link meanwhile.
guard() {
  facts=$(stat -L -c '%a %u' "$1") || return 1
  mode=$((0${facts% *})) owner=${facts#* }
  want=$(((mode & ~022) | $3))
  [ "$owner $mode" != "$p_uid $want" ] || return 0
  loose "$4" "$2"
  if [ "$owner" != "$p_uid" ]; then
    if chown "$p_uid:$p_gid" "$1"; then fixed "modes: $2: owner $owner -> $p_uid"; else failed "modes: $2: owner could not be changed"; fi
  fi
  set_mode "$1" "$2" "$mode" "$want"
}

set_aside() {
  aside=$1.latchkey-aside
  [ ! -e "$aside" ] && [ ! -L "$aside" ] || aside=$aside.$(date +%s)
  loose . "$PWD"
  loose "$1" "$PWD/$1"
  mv -fT "$1" "$aside" && fixed "modes: $PWD/$1: $2 -> put aside as $aside"
}

# home_tree: the account's home, .ssh, authorized_keys and the keys in it. A subshell: it goes into the folders,
# and what it does there it does to '.', whose real path was checked.
home_tree() { (tree) || failed "modes, keys: $a_name: not finished"; }

tree() {
  entry "$a_name" || exit 0
  valid_home "$p_home" || { failed "modes: $a_name: $p_home is no folder for a home" && exit 1; }
  if [ -L "$p_home" ]; then
    there=$(readlink -f "$p_home")
    if [ -d "$there" ] && [ "$(stat -c %u "$there")" = "$p_uid" ] && valid_home "$there"; then
      p_home=$there
    else
      cd "${p_home%/*}" && set_aside "${p_home##*/}" 'a link to what is not its own home'
    fi
  elif [ -e "$p_home" ] && [ ! -d "$p_home" ]; then
    cd "${p_home%/*}" && set_aside "${p_home##*/}" 'not a folder'
  fi
  [ -d "$p_home" ] || make_home || exit 1
  real=$(readlink -f "$p_home")
  if on modes; then passable "$real"; fi
  cd -P "$p_home" && [ "$(pwd -P)" = "$real" ] || exit 1
  if on modes; then guard . "$p_home" 0700 .; fi
  logs_in || [ -d .ssh ] || exit 0
  if [ -L .ssh ]; then
    case $(readlink -f .ssh) in
      "$real"/*) [ -d .ssh ] || set_aside .ssh 'a link to nothing' ;;
      *) set_aside .ssh 'a link out of the home' ;;
    esac
  elif [ -e .ssh ] && [ ! -d .ssh ]; then
    set_aside .ssh 'not a folder'
  fi
  if [ ! -d .ssh ]; then
    loose . "$p_home"
    (umask 077 && mkdir .ssh) && chown -h "$p_uid:$p_gid" .ssh && fixed "modes: $p_home/.ssh: missing -> made"
  fi
  cd -P ./.ssh || exit 1
  case $(pwd -P) in "$real"/*) ;; *) exit 1 ;; esac
  if on modes; then guard . "$p_home/.ssh" 0700 .; fi
  keys_file
  relabel "$real" "$(pwd -P)" "$(pwd -P)/authorized_keys"
  exit 0
}

make_home() {
  mkdir -p "${p_home%/*}" && loose "${p_home%/*}"
  if ! (umask 077 && mkdir "$p_home"); then failed "modes: $p_home: is missing and could not be made" && return 1; fi
  cp -R /etc/skel/. "$p_home" 2>/dev/null
  chown -hR "$p_uid:$p_gid" "$p_home" && relabel -R "$p_home"
  fixed "modes: $p_home: missing -> made"
}

# keys_file: in the pinned .ssh.
keys_file() {
  file=authorized_keys label=$p_home/.ssh/authorized_keys
  if [ -L $file ]; then
    case $(readlink -f $file) in
      "$real"/*) [ -f $file ] || set_aside $file 'a link to nothing' ;;
      *) set_aside $file 'a link out of the home' ;;
    esac
  elif [ -e $file ] && [ ! -f $file ]; then
    set_aside $file 'not a file'
  fi
  if [ -f $file ]; then
    exec 4<$file
    held=$(readlink /proc/self/fd/4)
    case $held in "$real"/*) ;; *) failed "keys: $label: is not in the home; left alone" && return 1 ;; esac
    if [ "$(stat -L -c %h /proc/self/fd/4)" != 1 ]; then
      exec 4</dev/null
      set_aside $file 'a file with other names too'
    elif on modes; then
      guard /proc/self/fd/4 "$label" 0600 "$file"
    fi
  else
    exec 4</dev/null
  fi
  if on keys; then keep_keys; fi
}

# Keys stand in a marked block at the top; a line with a key that was ours and is no more goes, wherever it is.
# People's own lines stay as they are.
keep_keys() {
  want=$(declared_keys | grep -E '(^|[ "])(ssh-(rsa|ed25519)|ecdsa-sha2-nistp(256|384|521)|sk-[a-z0-9-]+@openssh\.com) AAAA[A-Za-z0-9+/]+={0,3}( |$)')
  had=$(cat "$state/keys/$a_name" 2>/dev/null)
  [ -n "$want$had" ] || return 0
  old=$(cat <&4)
  new=$(printf '%s\n' "$old" | want=$want had=$had awk '
    function blob(line,  n, w, i) {
      n = split(line, w, " ")
      for (i = 1; i < n; i++) if (w[i] ~ /^(ssh-|ecdsa-|sk-)[a-z0-9@.-]+$/ && w[i + 1] ~ /^AAAA/) return w[i + 1]
      return ""
    }
    function plain(line) { return line ~ /^[ \t]*(ssh-|ecdsa-|sk-)/ }
    BEGIN {
      n = split(ENVIRON["want"], w, "\n")
      for (i = 1; i <= n; i++) { b = blob(w[i]); if (b != "" && !(b in ours)) { ours[b] = 1; block = block w[i] "\n" } }
      n = split(ENVIRON["had"], h, "\n")
      for (i = 1; i <= n; i++) if (h[i] != "" && !(h[i] in ours)) gone[h[i]] = 1
      if (block != "") printf "# begin latchkey: kept as declared, put back at each boot\n%s# end latchkey\n", block
    }
    /^# begin latchkey/ { inside = 1; next }
    /^# end latchkey/ { inside = 0; next }
    { b = $0 ~ /^[ \t]*#/ ? "" : blob($0) }
    # A block whose end was lost must not swallow the keys of others.
    inside && (b == "" || (b in ours) || (b in gone)) { next }
    b != "" && ((b in gone) || ((b in ours) && plain($0))) { next }
    NR > 1 || $0 != "" { print }')
  blobs=$(printf '%s\n' "$want" | tr ' ' '\n' | grep '^AAAA' | sort -u)
  if [ "$new" != "$old" ]; then
    lost=0
    for key in $blobs; do
      printf '%s\n' "$old" | grep '^[[:space:]]*[es][cks]' | grep -qF -- "$key" || lost=$((lost + 1))
    done
    taken=0
    for key in $had; do
      case "$nl$blobs$nl" in *"$nl$key$nl"*) ;; *) taken=$((taken + 1)) ;; esac
    done
    write_keys || { failed "keys: $label: could not be written" && return 1; }
    if [ $((lost + taken)) = 0 ]; then
      note "keys: $label: the declared keys stand in their block"
    else
      fixed "keys: $label: $lost put back, $taken taken out"
    fi
  fi
  [ "$had" = "$blobs" ] || { printf '%s\n' "$blobs" | put "$state/keys/$a_name" 0600; }
}

# Made new (noclobber: a link waiting under that name is not followed), then renamed over the old one.
write_keys() {
  loose . "$p_home/.ssh"
  loose authorized_keys "$label"
  mode=600
  if [ -f authorized_keys ]; then mode=$(stat -L -c %a /proc/self/fd/4); fi
  rm -f .latchkey-new
  {
    (umask 077 && set -C && : >.latchkey-new) && exec 5>>.latchkey-new
    [ "$(readlink /proc/self/fd/5)" = "$(pwd -P)/.latchkey-new" ] && printf '%s\n' "$new" >&5 &&
      chown "$p_uid:$p_gid" /proc/self/fd/5 && chmod "$mode" /proc/self/fd/5 && mv -fT .latchkey-new authorized_keys
  } 2>/dev/null || { rm -f .latchkey-new; return 1; }
}

# --- the key pair of the instance, from the metadata service ----------------------------------------------------

# IMDSv2 (a token first), status 200, one line that ssh-keygen can read, one second in all. Without an answer the key
# of the last boot counts.
part_key_pair() {
  if answer=$(imds); then
    if [ -z "$answer" ] || ! printf '%s\n' "$answer" | ssh-keygen -lf - >/dev/null 2>&1; then
      rm -f "$key_pair"
    elif [ "$(cat "$key_pair" 2>/dev/null)" != "$answer" ]; then
      printf '%s\n' "$answer" | put "$key_pair" 0600
    fi
  fi
}

# The lines of the current account that open it.
declared_keys() {
  printf '%s' "$a_keys"
  if [ "$a_key_pair" = yes ]; then cat "$key_pair" 2>/dev/null; fi
}

# imds: the key, or nothing when the instance has none; 1 when there is no answer to rely on.
imds() {
  at=http://169.254.169.254/latest
  if command -v curl >/dev/null; then
    token=$(curl -fs --noproxy '*' -m 0.4 -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 30' "$at/api/token") || return 1
    reply=$(printf 'header = "X-aws-ec2-metadata-token: %s"\n' "$token" |
      curl -s --noproxy '*' -m 0.5 -K - -w '\n%{http_code}' "$at/meta-data/public-keys/0/openssh-key") || return 1
    case ${reply##*"$nl"} in
      200) printf '%s' "${reply%"$nl"*}" | head -n 1 ;;
      404) ;;
      *) return 1 ;;
    esac
    return 0
  fi
  for python in python3 /usr/libexec/platform-python; do
    command -v "$python" >/dev/null || continue
    # No line of it may need to be indented: indentation is stripped.
    timeout 1 "$python" -ISc '
import sys
from urllib.request import *
from urllib.error import HTTPError
go = build_opener(ProxyHandler({})).open
token = go(Request(sys.argv[1] + "/api/token", method="PUT", headers={"X-aws-ec2-metadata-token-ttl-seconds": "30"}), timeout=0.4).read()
try: reply = go(Request(sys.argv[1] + "/meta-data/public-keys/0/openssh-key", headers={"X-aws-ec2-metadata-token": token.decode()}), timeout=0.5)
except HTTPError as e: sys.exit(0 if e.code == 404 else 1)
if reply.status != 200: sys.exit(1)
print(reply.read(20000).decode().split("\n")[0])' "$at" 2>/dev/null
    return
  done
  return 1
}

# --- services ---------------------------------------------------------------------------------------------------

systemd() { [ -d /run/systemd/system ]; }

unit_file() { for folder in /lib /usr/lib /etc; do [ ! -f "$folder/systemd/system/$1" ] || return 0; done; return 1; }

# keep_unit UNIT PART [force]: neither masked nor disabled; started when it was one of them, or has failed.
keep_unit() {
  was=$(systemctl is-enabled "$1" 2>/dev/null)
  case $was in
    masked | masked-runtime | disabled)
      loose /etc/systemd/system
      systemctl unmask "$1" >/dev/null 2>&1
      [ "$was" != masked-runtime ] || systemctl unmask --runtime "$1" >/dev/null 2>&1
      if systemctl enable "$1" >/dev/null 2>&1; then fixed "$2: $1: $was -> enabled"; else failed "$2: $1: $was, and could not be enabled"; fi
      ;;
    *) [ -n "${3-}" ] || systemctl is-failed --quiet "$1" || return 0 ;;
  esac
  systemctl reset-failed "$1" 2>/dev/null
  # Not waited for: at boot it is ordered behind this very program.
  systemctl --no-block "$(systemctl is-active --quiet "$1" && echo reload-or-restart || echo start)" "$1"
}

part_service() {
  if [ -e /etc/ssh/sshd_not_to_be_run ]; then
    loose /etc/ssh/sshd_not_to_be_run
    rm -f /etc/ssh/sshd_not_to_be_run && fixed 'service: /etc/ssh/sshd_not_to_be_run: there -> removed' && : >"$run/sshd-changed"
  fi
  if systemd; then
    for unit in ssh.service sshd.service; do
      unit_file "$unit" || continue
      if [ "$(systemctl is-enabled ssh.socket 2>/dev/null)" = enabled ] && [ "$(systemctl is-enabled "$unit" 2>/dev/null)" = disabled ]; then break; fi
      keep_unit "$unit" service "$([ ! -e "$run/sshd-changed" ] || echo force)"
      break
    done
  else
    service_without_systemd
  fi
}

service_without_systemd() {
  if [ -f /etc/init.d/ssh ] && ! ls /etc/rc2.d/S*ssh >/dev/null 2>&1; then
    update-rc.d ssh defaults >/dev/null 2>&1
    update-rc.d ssh enable >/dev/null 2>&1 && fixed 'service: ssh: disabled -> enabled'
  fi
  # One that runs reads its files anew; one that does not is for the boot to start, or, after it, for us.
  [ -e "$run/sshd-changed" ] || return 0
  if pgrep -x sshd >/dev/null; then
    pkill -HUP -o -x sshd
  elif [ "$mode_of_run" = late ]; then
    { service ssh start || service sshd start; } >/dev/null 2>&1
  fi
}

part_agent() {
  systemd || return 0
  for unit in amazon-ssm-agent.service snap.amazon-ssm-agent.amazon-ssm-agent.service; do
    if unit_file "$unit"; then keep_unit "$unit" agent; fi
  done
  return 0
}

# --- mounts -----------------------------------------------------------------------------------------------------


# What is in fstab and not mounted by now has failed (in emergency mode nothing of the network was tried yet).
part_mounts() {
  [ -f /etc/fstab ] || return 0
  root_line
  : >"$run/points"
  awk -v points="$run/points" -v emergency="$mode_of_run" '
    FNR == NR { mounted[$5] = 1; next }
    { point = $2; if (point != "/") sub(/\/$/, "", point) }
    NF < 2 || /^[ \t]*#/ || point !~ /^\/./ || $3 == "swap" || point in mounted || $4 ~ /(^|,)(nofail|noauto)(,|$)/ { print; next }
    emergency == "emergency" && ($3 ~ /^(nfs|efs|cifs|smb|fuse|ceph|gluster|9p)/ || $4 ~ /_netdev/) { print; next }
    {
      if ($3 == "") $3 = "auto"
      $4 = ($4 == "" ? "defaults" : $4) ",nofail"
      if ($1 ~ /^(\/dev\/|[A-Z]*=)/ && $4 !~ /device-timeout/) $4 = $4 ",x-systemd.device-timeout=30s"
      print
      print point >points
    }' /proc/self/mountinfo /etc/fstab >"$run/fstab" && [ -s "$run/points" ] || return 0
  if ! put /etc/fstab <"$run/fstab"; then failed 'mounts: /etc/fstab could not be written' && return 0; fi
  while read -r point; do fixed "mounts: $point: not mounted, and the boot waits for it -> nofail in /etc/fstab"; done <"$run/points"
}


# An fstab that lost its line for / leaves the root read-only at the next boot.
root_line() {
  kept=$state/good/etc/fstab-root
  line=$(awk '$1 !~ /^#/ && $2 == "/"' /etc/fstab)
  if [ -n "$line" ]; then
    [ "$(cat "$kept" 2>/dev/null)" = "$line" ] || { mkdir -p "${kept%/*}" && printf '%s\n' "$line" | put "$kept" 0600; }
  elif [ -f "$kept" ]; then
    { cat "$kept" && cat /etc/fstab; } >"$run/fstab"
    swap /etc/fstab "$run/fstab" 'mounts: /etc/fstab: no line for / -> put back'
  fi
}

# A root that is mounted read-only can be repaired only after it is not.
root_writable() {
  [ -w / ] || { mount -o remount,rw / 2>/dev/null && [ -w / ] && fixed 'mounts: /: read-only -> read-write'; }
}

# --- disk -------------------------------------------------------------------------------------------------------

free_kb() { df -Pk / | awk 'NR == 2 { print $4 }'; }

# 4 MiB are set aside while there is room, and given up when there is none: every repair has to write something.
part_disk() {
  free=$(free_kb)
  if [ "$free" -ge 8192 ]; then
    if [ ! -f "$state/reserve" ] && [ "$free" -ge 262144 ]; then
      (umask 077 && dd if=/dev/zero of="$state/reserve" bs=1048576 count=4 2>/dev/null) || rm -f "$state/reserve"
    fi
    return 0
  fi
  rm -f "$state/reserve"
  if command -v journalctl >/dev/null && [ -d /var/log/journal ]; then journalctl --quiet --vacuum-size=32M >/dev/null 2>&1; fi
  rm -f /var/cache/apt/archives/*.deb /var/cache/apt/*.bin
  rm -rf /var/cache/dnf/*/packages /var/cache/yum/*/*/*/packages
  left=$(free_kb)
  fixed "disk: /: $free kB free -> $left kB (own reserve, old journal, package caches)"
  [ "$left" -ge 8192 ] || failed "disk: /: still nearly full, by files that are not ours to remove"
}

# --- the whole --------------------------------------------------------------------------------------------------

# part NAME: on unless switched off; what goes wrong in it stays in it.
part() {
  on "${2:-$1}" || return 0
  ("part_$1" 2>"$run/stderr") || failed "$1: not finished${nl}$(tail -n 1 "$run/stderr")"
}

# The status file tells Session Manager's user (no root) what this boot did, the log the last 200 repairs.
write_status() {
  repairs=$(grep -c '^repair=' "$run/report")
  failures=$(grep -c '^failure=' "$run/report")
  total=$(sed -n "s/^repairs_total='\([0-9]*\)'/\1/p" "$state/status" 2>/dev/null)
  result=quiet
  [ "$repairs" = 0 ] || result=repaired
  [ "$failures" = 0 ] || result=failed
  now=$(date -u +%Y-%m-%dT%H:%M:%SZ)
  {
    printf "version='1'\nran='%s'\nboot='%s'\nresult='%s'\n" "$now" "$(cat /proc/sys/kernel/random/boot_id)" "$result"
    printf "repairs='%s'\nfailures='%s'\nrepairs_total='%s'\n" "$repairs" "$failures" $((${total:-0} + repairs))
    head -n 60 "$run/report"
  } | put "$state/status" 0644
  [ -s "$run/report" ] || return 0
  { tail -n 140 "$state/log" 2>/dev/null; sed "s/^/$now /" "$run/report" | head -n 60; } >"$run/log" && put "$state/log" 0644 <"$run/log"
}

begin() {
  mkdir -p "$run" && chmod 0700 "$run" || exit 1
  if command -v flock >/dev/null; then exec 9>"$run/lock" && flock -w 10 9 || exit 0; fi
  # What emergency mode did belongs to this boot as well.
  cat "$run/carried" >"$run/report" 2>/dev/null
  rm -f "$run/carried" "$run/sshd-changed"
  today=$(($(date +%s) / 86400))
  own_addresses=$(ip -o addr show 2>/dev/null | awk '$2 != "lo" { sub(/\/.*/, "", $4); print $4 }' | tr '\n' ' ')
  own_address=${own_addresses%% *}
  own_address=${own_address:-192.0.2.1}
  root_writable
  mkdir -p "$state/good" "$state/keys" "$state/replaced" && chmod 0755 "$state" && chmod 0700 "$state"/*/
}

repair() {
  begin
  read_conf || { write_status && exit 1; }
  part disk
  part mounts
  if grep -qx "key_pair='yes'" "$conf"; then part key_pair keys; fi
  part accounts
  part pam accounts
  part hostkeys
  part sshd
  if on modes || on keys; then each_account home_tree; fi
  part service
  part agent
  write_status
  : >"$run/ran"
}

# One try per boot: a mount that fails in another way leads to emergency mode again, and then stays there.
emergency() {
  [ ! -e "$run/emergency" ] || exit 0
  begin
  : >"$run/emergency"
  read_conf && on mounts || exit 0
  part mounts
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
  [ -x "$hook" ] || printf '#!/bin/sh\nexec /usr/local/sbin/latchkey-repair late\n' | put "$hook" 0755
  if [ -e /var/lib/cloud/instance/sem/config_users_groups ]; then repair; fi
}

mode_of_run=${1-boot}
case $mode_of_run in
  boot) repair ;;
  late) [ -e "$run/ran" ] || repair ;;
  emergency) emergency ;;
  install) install ;;
  *)
    echo 'usage: latchkey-repair [install|emergency|late]' >&2
    exit 2
    ;;
esac
