# --- configuration: lines name='value', read, never evaluated ---------------------------------------------------

# split LINE: sets key and value; 1 when the line is no setting.
split() {
  key=${1%%=*} value=${1#*=}
  case $key in '' | *[!a-z_]*) return 1 ;; esac
  case $value in \'*\') ;; *) return 1 ;; esac
  value=${value#\'} value=${value%\'}
  case $value in *\'*) return 1 ;; esac
}

valid_name='[a-z_][a-z0-9_.-]*'

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

# conf_value NAME: a setting that stands once.
conf_value() { sed -n "s/^$1='\(.*\)'$/\1/p" "$conf" | head -n 1; }

# read_conf: sets, for the steps too, what holds for all accounts, and tells the lines that are none.
read_conf() {
  roots "${conf%/*}" && [ -f "$conf" ] || { failed "$conf: missing, or in no folder of root's" && return 1; }
  case $(stat -c '%u %a' "$conf") in
    '0 '*[2367] | '0 '*[2367][0-7] | [!0]* | 0[!\ ]*) failed "$conf: others can write it; not used" && return 1 ;;
  esac
  off=" $(conf_value off) " ports=" $(conf_value ports) " keep_open=$(conf_value keep_open)
  names=" $(sed -n "s/^account='\($valid_name\)'$/\1/p" "$conf" | tr '\n' ' ')"
  [ "$ports" != '  ' ] || ports=' 22 '
  [ "$(conf_value version)" = 1 ] && [ "$names" != ' ' ] || { failed "$conf: no version 1, or no account; not used" && return 1; }
  export off ports keep_open names
  grep -nvE "^(#.*|account='$valid_name'|(version|off|ports|keep_open|shell|groups|sudo|hash|hash_file|key_pair|key|console)='[^']*')?$" "$conf" |
    cut -d: -f1 >"$run/odd"
  while read -r line; do failed "$conf: line $line makes no sense; passed over"; done <"$run/odd"
}

on() { case $off in *" $1 "*) return 1 ;; esac }
