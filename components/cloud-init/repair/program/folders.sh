# --- folders of the system: sshd's StrictModes looks at those above the declared keys ----------------------------

part_folders() {
  for folder in / /etc /etc/ssh /home; do
    # A link is somebody's choice; what it leads to is looked at before anything is written there.
    if [ -L "$folder" ]; then continue; fi
    [ -e "$folder" ] || did "$folder: missing -> made" mkdir -m 0755 "$folder"
    # shellcheck disable=SC2046 # three words
    set -- $(stat -c '%a %u %F' -- "$folder")
    [ "${3-}" = directory ] || { failed "$folder: is no folder; left" && continue; }
    mode=$((0$1))
    want=$(((mode & ~022) | 0111))
    case $folder in
      / | /etc) want=$((want | 0444)) ;;
      # Writable or closed, it gets the mode that images give it; while others could write, they could move homes.
      /home)
        [ "$want" = "$mode" ] || want=$((0755))
        [ $((mode & 022)) = 0 ] && [ "$2" = 0 ] || : >"$run/home-unsound"
        ;;
    esac
    if [ "$2" != 0 ]; then loose "$folder" && did "$folder: owner $2 -> 0" chown 0:0 "$folder"; fi
    set_mode "$folder" "$mode" "$want"
  done
}
