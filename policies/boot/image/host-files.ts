import { ownValue } from "../../facts/own";
import type { ImageFamily } from "./families";

/**
 * Files that decide who may log in, as Debian's packages ship them (libpam-modules, libpam-runtime, openssh-server,
 * libc-bin, bash and libwrap0 of Debian 12; Ubuntu's are the same in what they say): the lines that say something, and
 * the commented ones that scripts edit. Of other families they are not known.
 */
export function hostFileOf(family: ImageFamily | "unknown", path: string): string | undefined {
  if (path === RED_HAT_DROP_IN)
    return family === "al2023" || family === "rhel-like" ? REDHAT_CONF : undefined;
  if (family !== "debian" && family !== "ubuntu") return undefined;
  return ownValue(FILES, path) ?? (/^\/home\/[^/]+\/\.bashrc$/u.test(path) ? BASHRC : undefined);
}

/** What Fedora's package has put beside sshd's main file since 8.5, as its sources have it (openssh.spec); RHEL 8 says it in the file itself. */
export const RED_HAT_DROP_IN = "/etc/ssh/sshd_config.d/50-redhat.conf";
const REDHAT_CONF = `SyslogFacility AUTHPRIV
ChallengeResponseAuthentication no
UsePAM yes
X11Forwarding yes
PrintMotd no
`;

const PAM_SSHD = `# Standard Un*x authentication.
@include common-auth

# Disallow non-root logins when /etc/nologin exists.
account    required     pam_nologin.so

# Uncomment and edit /etc/security/access.conf if you need to set complex
# access limits that are hard to express in sshd_config.
# account  required     pam_access.so

# Standard Un*x authorization.
@include common-account

session [success=ok ignore=ignore module_unknown=ignore default=bad]        pam_selinux.so close
session    required     pam_loginuid.so
session    optional     pam_keyinit.so force revoke

# Standard Un*x session setup and teardown.
@include common-session

session    optional     pam_motd.so  motd=/run/motd.dynamic
session    optional     pam_motd.so noupdate
session    optional     pam_mail.so standard noenv # [1]

# Set up user limits from /etc/security/limits.conf.
session    required     pam_limits.so
session    required     pam_env.so # [1]
session    required     pam_env.so user_readenv=1 envfile=/etc/default/locale
session [success=ok ignore=ignore module_unknown=ignore default=bad]        pam_selinux.so open

# Standard Un*x password updating.
@include common-password
`;

const COMMON_ACCOUNT = `account\t[success=1 new_authtok_reqd=done default=ignore]\tpam_unix.so
account\trequisite\t\t\tpam_deny.so
account\trequired\t\t\tpam_permit.so
`;

const COMMON_SESSION = `session\t[default=1]\t\t\tpam_permit.so
session\trequisite\t\t\tpam_deny.so
session\trequired\t\t\tpam_permit.so
session\trequired\tpam_unix.so
session\toptional\tpam_systemd.so
`;

const NSSWITCH = `passwd:         files
group:          files
shadow:         files
gshadow:        files

hosts:          files dns
networks:       files

protocols:      db files
services:       db files
ethers:         db files
rpc:            db files

netgroup:       nis
`;

/** What keeps everything below it from a shell that is not interactive. */
const BASHRC = "case $- in\n    *i*) ;;\n      *) return;;\nesac\n";
const BASH_BASHRC = '[ -z "$PS1" ] && return\n';

const FILES: Readonly<Record<string, string>> = {
  "/etc/pam.d/sshd": PAM_SSHD,
  "/etc/pam.d/common-account": COMMON_ACCOUNT,
  "/etc/pam.d/common-session": COMMON_SESSION,
  "/etc/nsswitch.conf": NSSWITCH,
  "/etc/hosts.allow": "# /etc/hosts.allow\n",
  "/etc/hosts.deny": "# /etc/hosts.deny\n",
  "/etc/security/access.conf": "# Login access control table.\n",
  "/etc/security/limits.conf": "# /etc/security/limits.conf\n# End of file\n",
  "/etc/bash.bashrc": BASH_BASHRC,
};
