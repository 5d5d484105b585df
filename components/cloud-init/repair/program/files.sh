# --- files ------------------------------------------------------------------------------------------------------

# It does nothing where SELinux is off.
relabel() { restorecon "$@" 2>/dev/null; }

# roots FOLDER...: are they root's, and can nobody else change them?
roots() {
  others=$(find "$@" -maxdepth 0 \( ! -type d -o ! -user 0 -o -perm /022 \) 2>/dev/null) && [ -z "$others" ]
}

# ours FILE: can nobody but root change what this path leads to, by a folder or a link on the way? It need not be there,
# and what is at its end counts as little as it does for a rename.
ours() {
  namei -l -- "$1" 2>/dev/null | awk '
    bad { n = 0; exit }
    { n = 1; bad = /^ *d/ && ($2 != "root" || $1 ~ /^d(....|.......)w/) }
    END { exit !n }'
}

# loose FILE: takes off an immutable or append-only bit, which stops even root; only called before a change.
loose() {
  attributes=$(lsattr -d -- "$1" 2>/dev/null)
  case ${attributes%% *} in *[ia]*) did "$1: immutable or append-only bit taken off" chattr -ia -- "$1" ;; esac
}

# put FILE SOURCE [MODE]: the text of SOURCE becomes the file of root's; mode and owner of one that is there are kept.
# Nothing is changed where that does not work out whole.
put() {
  ours "$1" || return 1
  loose "${1%/*}"
  loose "$1"
  put_to=$(readlink -f -- "$1")
  [ ! -e "$put_to" ] || [ -f "$put_to" ] || return 1
  put_new=$put_to.latchkey-new
  # sshd would take a key file's neighbour for another account's; and a label of SELinux hangs on the folder.
  case $put_to in /etc/ssh/*) put_new=$ssh_own/new && own_folder "$ssh_own" || return 1 ;; esac
  put_mode=${3:-0644} put_owner=0:0
  if [ -f "$put_to" ]; then put_mode=$(stat -c %a -- "$put_to") put_owner=$(stat -c %u:%g -- "$put_to"); fi
  rm -f -- "$put_new"
  # Before version 8.24 sync(1) takes no file, and syncs all.
  if (umask 077 && cat -- "$2" >"$put_new") && chown "$put_owner" "$put_new" && chmod "$put_mode" "$put_new" &&
    { sync -- "$put_new" 2>/dev/null || sync; } && cmp -s -- "$2" "$put_new" && mv -f -- "$put_new" "$put_to"; then
    relabel "$put_to"
    return 0
  fi
  rm -f -- "$put_new"
  return 1
}

# own_folder FOLDER: one of root's that all may enter; whatever stands there in its place goes.
own_folder() {
  [ "$(stat -c '%F %u %a' -- "$1" 2>/dev/null)" != 'directory 0 755' ] || return 0
  ours "$1" || return 1
  if [ -L "$1" ] || [ ! -d "$1" ]; then rm -f -- "$1" && mkdir -- "$1" || return 1; fi
  chown 0:0 "$1" && chmod 0755 "$1"
}

# keep_copy FILE COPY: what is good now is what a later boot puts back.
keep_copy() {
  cmp -s -- "$1" "$2" || { mkdir -p -- "${2%/*}" && put "$2" "$1" 0600; }
}

# put_aside FILE: the file as it was found, where people can read up what they had changed; one copy per file.
put_aside() { [ ! -f "$1" ] || put "$state/replaced/${1##*/}" "$1" 0600; }

# set_mode FILE OLD NEW (decimal): of a folder or file that nobody else can move.
set_mode() {
  [ "$2" != "$3" ] || return 0
  loose "$1"
  did "$1: mode $(printf '%o -> %o' "$2" "$3")" chmod "$(printf '%o' "$3")" "$1"
}
