import { ownValue } from "../../facts/own";
import { imageText } from "../machine/file-text";
import type { Baseline } from "../machine/machine";
import { certain, IMAGE } from "../machine/prediction";
import { HOST_KEYS } from "../machine/host-keys";
import { SSHD_CONFIG, SSHD_PROGRAM } from "../machine/sshd-files";
import { imageHasGroup } from "./groups";
import { hostFileOf, RED_HAT_DROP_IN } from "./host-files";
import { hasReleaseFile } from "./release-files";
import { RUNS_SYSTEMD } from "./systemd";
import { sshdConfigOf } from "./sshd-config";
import type { AccountTraits, FileTraits, GroupTraits, ServiceTraits, Subjects } from "../machine/traits";
import type { Image } from "./recognise";

const ROOT_DIRECTORY: Omit<FileTraits, "content"> = {
  exists: true,
  mode: 0o755,
  owner: "root",
  group: "root",
};

/** The root file system alone, as images have it: what it is called and how it is mounted differs. */
const FSTAB = "UUID=root / auto defaults 0 1\n";

/** Folders that a host which runs systemd has (file-hierarchy(7); sd_booted(3)). */
const SYSTEMD_FOLDERS: ReadonlySet<string> = new Set(["/etc/systemd/system", "/run/systemd/system"]);

const FILES: Readonly<Record<string, Partial<FileTraits>>> = {
  "/": ROOT_DIRECTORY,
  "/home": ROOT_DIRECTORY,
  "/etc/ssh": ROOT_DIRECTORY,
  "/root": { ...ROOT_DIRECTORY, mode: 0o700 },
  "/etc/ssh/sshd_config": { ...ROOT_DIRECTORY, mode: 0o644 },
  "/etc/fstab": { ...ROOT_DIRECTORY, mode: 0o644, content: imageText(FSTAB) },
  "/etc/nologin": { exists: false },
  "/run/nologin": { exists: false },
};

/** An account that the image may or may not have, as images ship them: no expiry, no password, no key. */
const ACCOUNT: Partial<AccountTraits> = {
  expired: false,
  passwordExpired: false,
  password: false,
  shell: "/bin/bash",
  keys: false,
};

const ROOT: Partial<AccountTraits> = {
  ...ACCOUNT,
  exists: true,
  home: "/root",
  uid: 0,
  group: "root",
  groups: "",
};

// A package that is installed may bring a group: only those that are there already, or never are, count.
function groupTraits(family: Image["family"], name: string): Partial<GroupTraits> {
  const exists = imageHasGroup(family, name);
  return exists === true || /^(?:wheel|sudo)$/u.test(name) ? { ...(exists !== undefined && { exists }) } : {};
}

// Images are published without host keys: cloud-init makes them, or on the RPM families the server's own units.
const hostKey = (family: Image["family"]): Partial<FileTraits> =>
  family === "debian" || family === "ubuntu" ? { exists: false } : { ...ROOT_DIRECTORY, mode: 0o600 };

const WITHOUT_SHELLS: ReadonlySet<string> = new Set([
  "debian",
  "ubuntu",
  "amazon-linux-2",
  "al2023",
  "rhel-like",
]);

/** Shells that vendors' images come without; Kali, which is built on Debian, has the first one. */
const ABSENT_SHELLS = /^(?:\/usr)?\/bin\/(?:zsh|fish)$/u;

// What cloud-init has done is kept by instance (helpers.py, FileSemaphores): a new one has only what its modules leave.
const SEMAPHORES = /^\/var\/lib\/cloud\/instance\/sem\/(?!config_|consume_)[^/]+$/u;

function hostFile({ family, loginUser }: Image, path: string): Partial<FileTraits> {
  const isKali = loginUser.state === "known" && loginUser.value === "kali";
  if (ABSENT_SHELLS.test(path) && WITHOUT_SHELLS.has(family) && !isKali) return { exists: false };
  if (SEMAPHORES.test(path)) return { exists: false };
  const released = hasReleaseFile(family, path);
  if (released !== undefined) return { exists: released };
  // Debian 9 and Ubuntu 18.04 were the first without it.
  if (path === "/etc/rc.local" && (family === "debian" || family === "ubuntu")) return { exists: false };
  if (HOST_KEYS.includes(path)) return hostKey(family);
  if (path === SSHD_PROGRAM && RUNS_SYSTEMD.has(family)) return ROOT_DIRECTORY;
  if (SYSTEMD_FOLDERS.has(path) && RUNS_SYSTEMD.has(family)) return ROOT_DIRECTORY;
  const text = hostFileOf(family, path);
  return text === undefined ? {} : { exists: true, content: imageText(text) };
}

/**
 * What an image says of a trait that the user data never touched. A known family stands at its vendor's defaults; of
 * an unknown image only the file system's usual modes are assumed, since what else was built into it cannot be told.
 */
export function baselineOf(image: Image): Baseline {
  const vendor = image.family !== "unknown" && image.family !== "other";
  const published = vendor && image.stated !== true;
  const shipped = sshdConfigOf(image.family);
  const config = shipped === undefined ? undefined : imageText(shipped);
  const dropIn = hostFileOf(image.family, RED_HAT_DROP_IN);
  const started = config && {
    texts: new Map([
      [SSHD_CONFIG, certain(config, IMAGE)],
      ...(dropIn === undefined ? [] : [[RED_HAT_DROP_IN, certain(imageText(dropIn), IMAGE)] as const]),
    ]),
  };
  const agent = image.agent.state === "known" ? image.agent.value : undefined;
  const service = (name: string): Partial<ServiceTraits> => {
    // Newer Ubuntu starts sshd by its socket, older does not, and the family does not tell which it is.
    if (name === "ssh.socket")
      return vendor && image.family !== "ubuntu" ? { installed: false, active: false, enabled: false } : {};
    if (name === "sshd") return vendor ? { installed: true, active: true, enabled: true } : {};
    return agent === undefined ? {} : { installed: agent, active: agent, enabled: agent };
  };
  const newFile = (name: string): Partial<FileTraits> => {
    if (name === SSHD_CONFIG) return { ...FILES[name], ...(config && { content: config }) };
    return ownValue(FILES, name) ?? hostFile(image, name);
  };
  // Asked for at every step of a script: only what the question is about is put together, and files' traits once.
  const files = new Map<string, Partial<FileTraits>>();
  const file = (name: string): Partial<FileTraits> => {
    const before = files.get(name);
    if (before !== undefined) return before;
    const made = newFile(name);
    files.set(name, made);
    return made;
  };
  const traits: { readonly [S in keyof Subjects]: (name: string) => Partial<Subjects[S]> } = {
    account: (name) => (name === "root" ? ROOT : vendor ? ACCOUNT : {}),
    group: (name) => groupTraits(image.family, name),
    file,
    service,
    sshd: () => (vendor ? { acceptsKeys: true, acceptsPasswords: false, ...(started && { started }) } : {}),
    firewall: () => ({ network: true, rules: "", ...(vendor && { ssh: true }) }),
    host: () => ({
      comesUp: true,
      powersOff: false,
      restarts: false,
      ...(published && { filesKnown: true }),
    }),
  };
  return (subject, name, trait) => traits[subject](name)[trait];
}
