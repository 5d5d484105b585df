# --- what still shuts an account, told with its line --------------------------------------------------------------

still_shut() {
  logs_in && effective "$own_address" "$own_address" || return 0
  # The main file includes no drop-ins: seen by the first account.
  case $brought$e_authorizedkeysfile in
    yes* | "$ssh_own"/*) ;;
    *) ! on keys || [ -n "$blank" ] || { brought=yes && include_pins && effective "$own_address" "$own_address"; } ;;
  esac
  if [ "${e_usepam-no}" = no ]; then : >"$run/no-pam"; fi
  on sshd || return 0
  in_groups=$(id -Gn "$a_name" 2>/dev/null)
  for word in PubkeyAuthentication:$e_pubkeyauthentication MaxSessions:$e_maxsessions MaxAuthTries:$e_maxauthtries; do
    case $word in *:no | *:0) shut "${word%:*}" ;; esac
  done
  from_where any "$e_denyusers"
  if listed "$e_denyusers" "$a_name" && [ -z "$kept" ]; then shut DenyUsers; fi
  # shellcheck disable=SC2086 # a word a group
  if listed "$e_denygroups" $in_groups; then shut DenyGroups; fi
  [ -z "$e_allowusers" ] || listed "$e_allowusers" "$a_name" || shut AllowUsers
  # shellcheck disable=SC2086
  [ -z "$e_allowgroups" ] || listed "$e_allowgroups" '*' $in_groups || shut AllowGroups
  if ! key_is_enough "$e_authenticationmethods"; then
    case $e_authenticationmethods in *publickey*) meant AuthenticationMethods 'asks more than a key of' ;; *) shut AuthenticationMethods ;; esac
  fi
  [ "$e_revokedkeys" = none ] || [ -r "$e_revokedkeys" ] || shut RevokedKeys
  case $e_forcecommand in
    none) ;;
    *nologin | *false | *true | exit*) shut ForceCommand ;;
    *) meant ForceCommand 'decides what runs for' && return ;;
  esac
  [ "$e_chrootdirectory" = none ] || shut ChrootDirectory
  return 0
}

shut() { failed "$1$(set_at "$1") keeps $a_name out; left, it may be meant"; }
meant() { note "$1$(set_at "$1") $2 $a_name; left, it may be meant"; }

# set_at KEYWORD: the first line of the owner's files that sets it.
set_at() {
  set_word=$1
  ssh_files says | head -n 1
}
says() {
  at=$(grep -niE "^[[:blank:]]*\"?${set_word}[[:blank:]=\"]" "$1" | head -n 1)
  [ -z "$at" ] || printf ' (%s line %s)\n' "$1" "${at%%:*}"
}
