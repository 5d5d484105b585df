# --- configuration: lines name='value', read, never evaluated ---------------------------------------------------

# split LINE: sets key and value; 1 when the line is no setting.
split() {
  key=${1%%=*} value=${1#*=}
  case $key in '' | *[!a-z_]*) return 1 ;; esac
  case $value in \'*\') ;; *) return 1 ;; esac
  value=${value#\'} value=${value%\'}
  case $value in *\'*) return 1 ;; esac
}

blank_account() {
  a_name='' a_shell='' a_groups='' a_sudo='' a_hash='' a_hash_file='' a_key_pair=no a_keys='' a_console=no
}

# each_account FUNCTION: calls it with a_* set, for each account; ends with the first status that is not 0.
each_account() {
  blank_account
  while IFS= read -r line <&3 || [ -n "$line" ]; do
    split "$line" || continue
    case $key in
      account)
        if named; then "$1" </dev/null || return; fi
        blank_account
        a_name=$value
        ;;
      key) a_keys=$a_keys$value$nl ;;
      shell | groups | sudo | hash | hash_file | key_pair | console) eval "a_$key=\$value" ;;
    esac
  done 3<"$conf"
  if named; then "$1" </dev/null; fi
}
named() { case $names in *" $a_name "*) [ -n "$a_name" ] ;; *) return 1 ;; esac }

# Whoever has keys logs in by ssh; others (a recovery user) only at the console.
logs_in() { [ -n "$a_keys" ] || [ "$a_key_pair" = yes ]; }

# read_conf: sets, for the steps too, what holds for all accounts, and tells the lines that are none.
read_conf() {
  roots "${conf%/*}" && find "$conf" -maxdepth 0 -type f -user 0 ! -perm /022 2>/dev/null | grep -q . ||
    { failed "$conf: missing, or others can write it; not used" && return 1; }
  names=' ' off='' ports=22 keep_open='' version='' lines=0
  while IFS= read -r line || [ -n "$line" ]; do
    lines=$((lines + 1))
    split "$line" && case $key:$value in
      account: | account:[!a-z_]* | account:*[!a-z0-9_-]*) false ;;
      account:*) names="$names$value " ;;
      version:* | off:* | ports:* | keep_open:*) eval "$key=\$value" ;;
      shell:* | groups:* | sudo:* | hash:* | hash_file:* | key:* | key_pair:* | console:*) ;;
      *) false ;;
    esac || case $line in '' | '#'*) ;; *) failed "$conf: line $lines makes no sense; passed over" ;; esac
  done <"$conf"
  [ "$version" = 1 ] && [ "$names" != ' ' ] || { failed "$conf: no version 1, or no account; not used" && return 1; }
  off=" $off " ports=" $ports "
  export off ports keep_open names
}

on() { case $off in *" $1 "*) return 1 ;; esac }
