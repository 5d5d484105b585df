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
  if ! entry "$a_name" || [ "$p_uid" = 0 ]; then return 0; fi
  if on modes; then home_folder; fi
  if [ -d "$p_home" ] && on modes; then home_modes; fi
  return 0
}

home_folder() {
  parent=${p_home%/*}
  if [ ! -e "$p_home" ] && [ ! -L "$p_home" ] && [ -d "$parent" ] && roots "$parent" && ours "$p_home"; then
    make_home
  elif [ -L "$p_home" ] || [ ! -d "$p_home" ]; then
    note "$p_home: is no folder, or a link; left"
    return 0
  fi
  owner=$(stat -c %u -- "$p_home") || return 0
  if [ "$owner" != "$p_uid" ]; then
    if ! known_home "$a_name" "$p_home"; then
      failed "$p_home: is of another, and not known as the home of $a_name; left"
    else
      loose "$p_home"
      did "$p_home: owner $owner -> $p_uid" chown -h "$p_uid:$p_gid" "$p_home"
    fi
  elif [ ! -e "$run/home-unsound" ] && [ "$parent" = /home ]; then
    mark "$p_home" >"$run/mark"
    cmp -s "$run/mark" "$state/homes/$a_name" || { mkdir -p "$state/homes" && put "$state/homes/$a_name" "$run/mark" 0600; }
  fi
}

make_home() {
  loose "$parent"
  did "$p_home: missing -> made" mkdir -m 0700 -- "$p_home" || return 1
  relabel "$p_home"
  chown -h "$p_uid:$p_gid" "$p_home"
  as_account 2 'cp -R /etc/skel/. "$0"' "$p_home"
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
  ) | timeout -s KILL "$((bound + 1))" head -c 1024 | head -n 4
}

# Only where others may write, or the account itself may not get in. A link is somebody's choice.
home_modes() {
  if ! command -v setpriv >/dev/null; then note "$p_home: left: no setpriv here" && return 0; fi
  as_account 5 '
fix() {
  [ -e "$1" ] && [ ! -L "$1" ] || return
  set -- "$@" $(stat -c "%a %u" "$1")
  [ $((0$3 & 022)) = 0 ] && [ -r "$1" ] && { [ -f "$1" ] || [ -x "$1" ]; } && case $4 in 0 | "$me") return ;; esac
  if [ "$4" = "$me" ]; then chmod "$2" "$1" && echo "$1: mode $3 -> $2"; else echo "-$1: keeps its own keys out, and is of another; left"; fi
}
me=$(id -u)
fix "$0" 700
cd "$0" || exit
fix .ssh 700
fix .ssh/authorized_keys 600' "$p_home" </dev/null >"$run/modes"
  while read -r line; do
    case $line in -*) note "$a_name: ${line#-}" ;; *) fixed "$a_name: $line" ;; esac
  done <"$run/modes"
}

# withdraw_keys NAME: the account takes the keys that are no longer declared out of its own file, once.
withdraw_keys() {
  if entry "$1" && [ "$p_uid" != 0 ]; then
    as_account 5 'cd "$0/.ssh" && [ -f authorized_keys ] || { echo none; exit; }
umask 077
cp -p authorized_keys .latchkey-new && grep -vF -f - authorized_keys >.latchkey-new
[ $? -lt 2 ] && if cmp -s .latchkey-new authorized_keys; then rm .latchkey-new; echo none; else mv -f .latchkey-new authorized_keys && echo gone; fi' "$p_home" <"$state/withdrawn/$1" >"$run/withdrawal"
    case $(cat "$run/withdrawal") in
      gone) fixed "$1: keys no longer declared -> out of its own file" ;;
      none) ;;
      *) failed "$1: its own file may hold keys that are no longer declared" && return 0 ;;
    esac
  fi
  rm -f "$state/withdrawn/$1"
}
