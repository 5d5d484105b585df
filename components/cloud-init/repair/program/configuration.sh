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

# A folder of the system is no home: it would change hands with the account.
valid_home() {
  case $1 in /root) return 0 ;; /*) ;; *) return 1 ;; esac
  case $1/ in *[:\'\"\\\$\`]* | *//* | */./* | */../*) return 1 ;; esac
  case $1 in
    /home | /var | /usr | /opt | /srv | /mnt | /tmp | /run | /data | /media) return 1 ;;
    /etc* | /bin* | /sbin* | /lib* | /boot* | /dev* | /proc* | /sys* | /usr/* | /root*) return 1 ;;
  esac
}

blank_account() {
  a_name='' a_home='' a_shell='' a_groups='' a_sudo='' a_hash='' a_hash_file='' a_key_pair=no a_keys='' a_console=no
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
      console) a_console=$value ;;
    esac
  done 3<"$conf"
  if valid_name "$a_name"; then "$1" </dev/null; fi
}

# Whoever has keys logs in by ssh; others (a recovery user) only at the console.
logs_in() { [ -n "$a_keys" ] || [ "$a_key_pair" = yes ]; }

# read_conf: sets what holds for all accounts. Each step reads it; only the first tells what is wrong with it.
read_conf() {
  off='' ports=' 22 ' version='' names='' keep_open=no line_no=0
  if [ ! -f "$conf" ]; then failed "$conf: is missing, so no account is known that must get in" && return 1; fi
  case $(stat -c '%u %a' "$conf") in
    '0 '*[2367] | '0 '*[2367][0-7] | [!0]* | 0[!\ ]*) failed "$conf: others than root can write it; not used" && return 1 ;;
  esac
  while IFS= read -r line || [ -n "$line" ]; do
    line_no=$((line_no + 1))
    case $line in '' | '#'*) continue ;; esac
    if ! split "$line"; then odd "line $line_no is no setting; passed over" && continue; fi
    case $key in
      version) version=$value ;;
      off) off=" $value " ;;
      ports) ports=" $value " ;;
      keep_open) keep_open=$value ;;
      account)
        names="$names$value "
        valid_name "$value" || odd "line $line_no names no valid account; passed over"
        ;;
      home) valid_home "$value" || odd "line $line_no is no folder for a home; passed over" ;;
      shell | groups | sudo | hash | hash_file | key_pair | key | console) ;;
      *) odd "line $line_no has an unknown setting; passed over" ;;
    esac
  done <"$conf"
  [ "$version" = 1 ] || { failed "$conf: not of version 1; not used" && return 1; }
  [ -n "$names" ] || { failed "$conf: declares no account" && return 1; }
}

odd() { [ "$mode_of_run" = step ] || failed "$conf: $1"; }

on() { case $off in *" $1 "*) return 1 ;; esac }
