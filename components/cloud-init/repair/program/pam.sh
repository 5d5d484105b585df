# --- PAM --------------------------------------------------------------------------------------------------------

part_pam() {
  [ -d /etc/pam.d ] || return 0
  access=''
  for file in sshd common-account common-session password-auth system-auth; do
    file=/etc/pam.d/$file
    if [ ! -f "$file" ]; then
      [ ! -f "$state/good$file" ] || did "$file: missing -> put back" put "$file" "$state/good$file"
      continue
    fi
    if grep -q '^account.*pam_access' "$file"; then access=yes; fi
    # A jump or a "sufficient" before it means that pam_deny is the usual end of a stack.
    awk '{ line = $0; sub(/^[ \t]*-?/, "", line); split(line, w, /[ \t]+/); type = tolower(w[1]) }
      type !~ /^(account|session)$/ { print; next }
      line ~ /\[[^]]*=([1-9]|done)/ || w[2] == "sufficient" { open[type] = 1 }
      line ~ /[ \t](required|requisite)[ \t].*pam_deny\.so/ && !open[type] { print "#latchkey: " $0; n++; next }
      { print } END { exit !n }' "$file" >"$run/pam" || { keep_copy "$file" "$state/good$file"; continue; }
    put_aside "$file"
    did "$file: pam_deny for everyone -> commented out" put "$file" "$run/pam"
  done
  if [ -n "$access" ]; then each_account pam_access; fi
}

# A rule of access.conf that turns everybody, or the account by name, away from everywhere is preceded by one that
# lets it in.
pam_access() {
  rules=/etc/security/access.conf
  logs_in && [ -f "$rules" ] || return 0
  awk -F: -v user="$a_name" '
    /^[ \t]*#/ || NF < 3 { next }
    (" " $2 " ") !~ ("[ \t,](ALL|" user ")[ \t,]") || $2 ~ ("EXCEPT.*" user) { next }
    $1 ~ /-/ && $3 ~ /ALL/ && $3 !~ /EXCEPT/ { denied = 1 }
    { exit }
    END { exit !denied }' "$rules" || return 0
  { printf '+ : %s : ALL\n' "$a_name" && cat "$rules"; } >"$run/access" &&
    did "$rules: $a_name turned away from everywhere -> let in" put "$rules" "$run/access"
}
