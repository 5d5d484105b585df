/** One entry of `/etc/fstab`, its fields unescaped (fstab(5)). */
export interface FstabEntry {
  readonly device: string;
  readonly target: string;
  /** Empty where the line has no third field. */
  readonly type: string;
  readonly options: readonly string[];
  /** Offset of the line in the text. */
  readonly offset: number;
}

/** Network file systems, which systemd waits for with the network (systemd's fstype_is_network). */
const NETWORK =
  /^(?:fuse\.)?(?:afs|ceph|cifs|smb3|smbfs|davfs|gfs2?|glusterfs|lustre|ncpfs?|nfs4?|ocfs2|orangefs|pvfs2|sshfs|virtiofs|s3fs|efs)$/u;

/** File systems that need no device (filesystems(5), "nodev" in /proc/filesystems). */
const WITHOUT_DEVICE =
  /^(?:tmpfs|ramfs|devtmpfs|proc|sysfs|devpts|mqueue|hugetlbfs|debugfs|tracefs|securityfs|configfs|cgroup2?|binfmt_misc|pstore|bpf|efivarfs)$/u;

/**
 * The entries of an fstab as systemd-fstab-generator(8) reads them, through getmntent(3): fields end at blanks, `\040` is a
 * space, and what does not name an absolute path to mount at, or swap, is passed over.
 */
export function readFstab(text: string): readonly FstabEntry[] {
  let offset = 0;
  return text.split("\n").flatMap((line) => {
    const start = offset;
    offset += line.length + 1;
    const fields = line.split(/[ \t]+/u).filter((field) => field !== "");
    const [device = "", target = "", type = "", options = ""] = fields.map(unescaped);
    if (device === "" || device.startsWith("#")) return [];
    if (!target.startsWith("/") && type !== "swap") return [];
    return [{ device, target, type, options: options.split(",").filter(Boolean), offset: start }];
  });
}

const unescaped = (field: string): string =>
  field.replace(/\\(0[0-7]{2}|1[0-7]{2}|\\)/gu, (_, code: string) =>
    code === "\\" ? "\\" : String.fromCharCode(Number.parseInt(code, 8)),
  );

export const hasOption = ({ options }: Pick<FstabEntry, "options">, ...names: readonly string[]): boolean =>
  options.some((option) => names.includes(option));

/** The value of `name=value` among the options. */
export function optionValue({ options }: Pick<FstabEntry, "options">, name: string): string | undefined {
  return options.findLast((option) => option.startsWith(`${name}=`))?.slice(name.length + 1);
}

export const isSwap = ({ type }: FstabEntry): boolean => type === "swap";

/** Whether the boot goes on without waiting for it (systemd.mount(5)). */
export const isNetworkMount = (entry: FstabEntry): boolean =>
  NETWORK.test(entry.type) || hasOption(entry, "_netdev");

export const needsNoDevice = ({ type }: Pick<FstabEntry, "type">): boolean => WITHOUT_DEVICE.test(type);

export const isBind = (entry: Pick<FstabEntry, "options">): boolean => hasOption(entry, "bind", "rbind");

/** The folders that an overlay is made of. */
export const overlayFolders = (entry: FstabEntry): readonly string[] =>
  ["lowerdir", "upperdir", "workdir"].flatMap(
    (name) => optionValue(entry, name)?.split(":").filter(Boolean) ?? [],
  );
