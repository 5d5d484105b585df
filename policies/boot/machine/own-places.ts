const SYSTEM =
  /^\/(?:bin|boot|dev|etc|home|lib|lib32|lib64|libx32|lost\+found|media|mnt|opt|proc|root|run|sbin|snap|srv|sys|tmp|usr|var)$/u;

const OWN =
  /^\/(?:root|tmp|home|opt|srv|mnt|media|data|app|run|var\/tmp|var\/lib\/latchkey|usr\/local|etc\/latchkey|etc\/ssh\/sshd_config\.d|etc\/security\/limits\.d|etc\/systemd\/system|etc\/sudoers\.d|var\/lib\/cloud\/scripts)\/|^\/usr\/s?bin\/(?!X11\/)[^/]+\/|^\/etc\/(?:nologin|latchkey)$|^\/etc\/ssh\/(?!ssh_config|ssh_host_|sshd_config$|sshd_config\.d$|moduli$)|^\/[^/]+$/u;

/** What is there at the start in folders that are otherwise left alone: a home's own files, folders below /usr/local, cloud-init's. */
const USUAL =
  /\/\.(?:bashrc|profile|bash_profile|bash_logout)$|^\/usr\/local\/(?:bin|etc|games|include|lib|lib64|libexec|man|sbin|share|src)$|^\/var\/lib\/cloud\/scripts\/(?:per-(?:boot|instance|once)|vendor)$/u;

const COMPONENTS =
  /^\/(?:usr\/local\/sbin\/latchkey-repair|etc\/latchkey\/repair\.conf|etc\/systemd\/system\/latchkey-(?:repair|emergency)\.service)(?:\.new)?$/u;

/**
 * Files of the component's repair program: what an image that was made of such a host has of them is replaced wherever it
 * is another text, so that it makes no difference.
 */
export const isComponentsOwn = (path: string): boolean => COMPONENTS.test(path);

/**
 * Places that an image leaves to its users and administrators: a file there that no line speaks of is taken not to be
 * there (hier(7); file-hierarchy(7)). Folders of programs have no folders of their own but for X11's old name.
 */
export function isOwnPlace(path: string): boolean {
  if (SYSTEM.test(path) || USUAL.test(path)) return false;
  if (OWN.test(path)) return true;
  // A folder of nobody's making has nothing below it.
  const top = path.slice(0, path.indexOf("/", 1));
  return path.startsWith("/") && top !== "" && !SYSTEM.test(top);
}
