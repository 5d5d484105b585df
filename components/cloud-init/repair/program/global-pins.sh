# --- pins for all: only where the setting admits nobody -----------------------------------------------------------

# The first value counts, and ours is read first; lists keep what they have, with something that clients of today speak.
global_pins() {
  case $e_maxstartups in 0 | 0:*) echo 'MaxStartups 10:30:100' ;; esac
  case $e_logingracetime in 1 | 2) echo 'LoginGraceTime 120' ;; esac
  speaks Ciphers "$e_ciphers" 'chacha20|gcm|ctr' aes128-gcm@openssh.com
  speaks KexAlgorithms "$e_kexalgorithms" '25519|nistp|group1[4-8]-sha[25]|exchange-sha256' ecdh-sha2-nistp256
  kinds=$(for file in $e_hostkey; do cat "$file.pub" 2>/dev/null; done | awk '{ print $1 == "ssh-rsa" ? "rsa-sha2-512" : $1 }')
  for kind in $kinds; do
    case ",$e_hostkeyalgorithms," in *",$kind,"* | *",${kind%512}256,"*) kinds='' && break ;; esac
  done
  # shellcheck disable=SC2086 # a word a kind
  [ -z "$kinds" ] || echo "HostKeyAlgorithms $e_hostkeyalgorithms$(printf ',%s' $kinds)"
  listens
}

# speaks KEYWORD LIST PATTERN ONE: a list without any of what the pattern tells gets one of them.
speaks() { printf '%s' "$2" | grep -Eq "$3" || echo "$1 $2,$4"; }

# A declared port must be open on an address that a client can reach. Ports and addresses add up.
listens() {
  port=${ports# } port_ok='' listens_ok=''
  port=${port%% *}
  for listen in $e_listenaddress; do
    case $ports in *" ${listen##*:} "*) ;; *) continue ;; esac
    port_ok=yes
    case ${listen%:*} in
      0.0.0.0) listens_ok=yes ;;
      '[::]') [ "${own_address#*:}" = "$own_address" ] || listens_ok=yes ;;
      127.* | '[::1]') ;;
      *) case " $own_addresses " in *" $(printf '%s' "${listen%:*}" | tr -d '[]') "*) listens_ok=yes ;; esac ;;
    esac
  done
  [ -z "$listens_ok" ] || return 0
  [ "$e_addressfamily" != inet6 ] || echo 'AddressFamily any'
  if [ -n "$(set_at ListenAddress)" ]; then
    echo "ListenAddress 0.0.0.0:$port"
    [ "$e_addressfamily" = inet ] || echo "ListenAddress [::]:$port"
  elif [ -z "$port_ok" ]; then
    echo "Port $port"
  fi
}
