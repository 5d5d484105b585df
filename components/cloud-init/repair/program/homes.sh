# --- homes: root sees to the folder itself, and the account to what lies below ------------------------------------

# mark FOLDER: what tells a folder from another under the same name.
mark() { stat -c '%i %W' -- "$1" 2>/dev/null; }

# known_home NAME FOLDER: is it a real folder directly below /home, and the very one that stood there when only root
# could move it? While /home was open, anybody could have moved a folder of root's there.
known_home() {
  case $2 in /home/*/* | /home/ | /home) return 1 ;; /home/*) ;; *) return 1 ;; esac
  [ -d "$2" ] && [ ! -L "$2" ] && roots / && roots /home && [ "$(cat "$state/homes/$1" 2>/dev/null)" = "$(mark "$2")" ]
}

part_homes() {
  each_account home
  for file in "$state/withdrawn/"*; do if [ -f "$file" ]; then withdraw_keys "${file##*/}"; fi; done
}

home() {
  if ! entry "$a_name" || [ "$p_uid" = 0 ] || ! valid_home "$p_home"; then return 0; fi
  if on modes; then home_folder; fi
  if [ -d "$p_home" ] && on modes; then home_modes; fi
  return 0
}

home_folder() {
  parent=${p_home%/*}
  if [ ! -e "$p_home" ] && [ ! -L "$p_home" ] && [ -d "$parent" ] && roots "$parent" && ours "$p_home"; then
    make_home
  elif [ -L "$p_home" ] || [ ! -d "$p_home" ]; then
    note "modes: $p_home is a link, or no folder; left"
    return 0
  fi
  owner=$(stat -c %u -- "$p_home") || return 0
  if [ "$owner" != "$p_uid" ]; then
    if ! known_home "$a_name" "$p_home"; then
      failed "modes: $p_home belongs to another, and is not known to be the home of $a_name; left"
    elif loose "$p_home" && chown -h "$p_uid:$p_gid" "$p_home"; then
      fixed "modes: $p_home: owner $owner -> $p_uid"
    else
      failed "modes: $p_home: owner could not be changed"
    fi
  elif [ ! -e "$run/home-unsound" ] && [ "$parent" = /home ]; then
    mark "$p_home" >"$run/mark"
    cmp -s "$run/mark" "$state/homes/$a_name" || { mkdir -p "$state/homes" && put "$state/homes/$a_name" "$run/mark" 0600; }
  fi
}

make_home() {
  loose "$parent"
  if ! (umask 077 && mkdir -- "$p_home"); then failed "modes: $p_home: is missing and could not be made" && return 1; fi
  relabel "$p_home"
  chown -h "$p_uid:$p_gid" "$p_home"
  as_account 2 'cp -R /etc/skel/. "$0"' "$p_home"
  fixed "modes: $p_home: missing -> made"
}

# as_account SECONDS SHELL [WORD...]: runs fixed text as the account alone, without privileges, groups, open files or a
# terminal, bounded in time and in what it may write; prints the start of what it says. It may be traced by the account.
as_account() {
  command -v setpriv >/dev/null || return 1
  bound=$1
  shift
  (
    ulimit -f 4096
    timeout -s KILL "$bound" setsid setpriv --reuid "$p_uid" --regid "$p_gid" --clear-groups --no-new-privs \
      env -i PATH=/usr/bin:/bin LC_ALL=C sh -c "$@" 2>/dev/null 3<&- 4<&- 5<&- 6<&- 7<&- 8<&- 9<&-
  ) | timeout -s KILL "$((bound + 1))" head -c 1024
}

# Only where others may write, or the account itself may not get in. A link is somebody's choice.
home_modes() {
  if ! command -v setpriv >/dev/null; then note "modes: $p_home: left, as this host has no setpriv" && return 0; fi
  as_account 5 '
fix() {
  [ -e "$2" ] && [ ! -L "$2" ] || return
  set -- "$@" $(stat -c "%a %u" "$2")
  [ $((0$4 & 022)) = 0 ] && [ -r "$2" ] && { [ -f "$2" ] || [ -x "$2" ]; } && case $5 in 0 | "$me") return ;; esac
  [ "$5" = "$me" ] && chmod "$3" "$2" && echo "$1 $4" || echo "$1 left"
}
me=$(id -u)
fix home "$0" 0700
cd "$0" || exit
fix ssh .ssh 0700
fix keys .ssh/authorized_keys 0600' "$p_home" </dev/null >"$run/modes"
  while read -r which was; do
    case $which in
      home) which=$p_home want=700 ;;
      ssh) which=$p_home/.ssh want=700 ;;
      keys) which=$p_home/.ssh/authorized_keys want=600 ;;
      *) continue ;;
    esac
    case $was in
      left) note "modes: $which: keeps the account's own keys out, and is not its to change; left" ;;
      *[!0-7]* | '' | ?????*) ;;
      *) fixed "modes: $which: mode $was -> $want" ;;
    esac
  done <"$run/modes"
}

# withdraw_keys NAME: the account takes the keys that are no longer declared out of its own file, once.
withdraw_keys() {
  if ! entry "$1" || [ "$p_uid" = 0 ]; then rm -f "$state/withdrawn/$1" && return 0; fi
  as_account 5 'cd "$0/.ssh" && [ -f authorized_keys ] && [ ! -L authorized_keys ] || { echo none; exit; }
[ "$(stat -c %s authorized_keys)" -lt 1048576 ] || exit
umask 077
cp -p authorized_keys .latchkey-new &&
awk '\''FNR == NR { gone[$1] = 1; next } { for (i = 1; i <= NF; i++) if ($i in gone) { n++; next } } { print } END { if (!n) exit 1 }'\'' - authorized_keys >.latchkey-new || { rm -f .latchkey-new; echo none; exit; }
mv -f .latchkey-new authorized_keys && echo gone' "$p_home" <"$state/withdrawn/$1" >"$run/withdrawal"
  case $(cat "$run/withdrawal") in
    gone) fixed "keys: $1: no longer declared -> taken out of its own file" ;;
    none) ;;
    *) failed "keys: $1: its own file may still hold keys that are no longer declared" && return 0 ;;
  esac
  rm -f "$state/withdrawn/$1"
}
