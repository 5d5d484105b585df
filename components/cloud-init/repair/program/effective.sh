# --- what sshd would hold for an account --------------------------------------------------------------------------

# effective LOCAL ADDRESS [FILE]: sshd is asked about the current account, as reached at LOCAL by a client from ADDRESS;
# sets e_KEYWORD. Keywords of several lines have a blank between their values; one that this sshd does not know is unset.
effective() {
  e_pubkeyauthentication='' e_allowusers='' e_allowgroups='' e_denyusers='' e_denygroups='' last=''
  sshd -T ${3:+-f "$3"} -C "user=$a_name,host=client,addr=$2,laddr=$1,lport=22" 2>/dev/null | head -c 65536 >"$run/effective"
  while read -r word rest; do
    case $word in '' | *[!a-z0-9]*) continue ;; "$last") eval "e_$word=\"\$e_$word \$rest\"" ;; *) eval "e_$word=\$rest" ;; esac
    last=$word
  done <"$run/effective"
  [ -n "$e_pubkeyauthentication" ]
}

# matches TEXT PATTERN, as sshd matches: * and ? only.
matches() {
  # shellcheck disable=SC2254 # a pattern is what it is
  case $1 in $2) return 0 ;; esac
  return 1
}

# from_where ALL|ANY LIST: sets kept to the entries of AllowUsers or DenyUsers that are about the account and certain
# addresses only. ALL: none of them where another entry is about it and every address.
from_where() {
  kept=''
  set -f
  for entry in $2; do
    case $entry in *[!A-Za-z0-9_.@*?!:/,-]*) continue ;; esac
    matches "$a_name" "${entry%@*}" || continue
    case $entry in
      *@\*) ;;
      *@*) kept="$kept${kept:+ }$entry" && continue ;;
    esac
    if [ "$1" = all ]; then kept='' && break; fi
  done
  set +f
}

# listed LIST NAME...: does an entry of the list fit one of the names?
listed() {
  list=$1
  shift
  set -f
  for entry in $list; do
    for each in "$@"; do if matches "$each" "${entry%@*}"; then set +f && return 0; fi; done
  done
  set +f
  return 1
}

key_is_enough() {
  case " $1 " in '  ' | *' any '* | *' publickey '*) return 0 ;; esac
  return 1
}

# missing_types LIST: sets missing to the algorithms of the account's keys that are not among the accepted, each after a
# comma.
missing_types() {
  missing=''
  # shellcheck disable=SC2013 # words are meant
  for type in $(awk '{ for (i = 1; i < NF; i++) if ($(i + 1) ~ /^AAAA/) print $i }' "$ssh_own/keys/$a_name" 2>/dev/null); do
    [ "$type" != ssh-rsa ] || type=rsa-sha2-512
    case ",$1$missing," in *",$type,"*) ;; *) missing="$missing,$type" ;; esac
  done
}
