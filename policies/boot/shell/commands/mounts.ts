import { createHash } from "node:crypto";
import type { Effect } from "../../machine/effect";
import { trait } from "../../machine/machine";
import { normalisePath } from "../../machine/paths";
import { mountAt } from "../../machine/places";
import { readFstab } from "../../mounts/fstab";
import { mountAll } from "../../mounts/at-boot";
import { mountSource } from "../../mounts/mount-source";
import { DONE, type Call, type Command, type Result, type Session } from "../session";
import { ANY, isExact, type Value } from "../value";
import { readOptions, type Options } from "./options";
import { touchedEffects } from "./touched";
import { mayExist } from "./writes";

const VALUED = [
  "t",
  "types",
  "o",
  "options",
  "L",
  "label",
  "U",
  "uuid",
  "source",
  "target",
  "O",
  "T",
  "fstab",
];

/** mount(8): what shows at a place from then on, until it is unmounted or the machine goes down. */
export const mount: Command = (call) => {
  const options = readOptions(call.args, VALUED);
  const { session } = call;
  if (options.has("a", "all")) return { status: "presumed", output: "", effects: mountAll(session.machine) };
  const words = optionWords(options);
  if (words.includes("remount") || options.has("l", "make-private", "make-rprivate", "make-shared"))
    return DONE;
  const [first, second] = [labelled(options), ...options.operands].filter((word) => word !== undefined);
  const target = options.get("target") ?? second;
  if (first === undefined) return { status: "success", output: ANY };
  if (target === undefined) return fromFstab(call, first);
  const at = normalisePath(target, session.cwd);
  if (!isExact(at)) return unclear(call, at);
  if (at === "/" || mayExist(session, at) === false) return { status: "failure" };
  const since = call.since("mount");
  if (options.has("M", "move")) {
    const from = normalisePath(first, session.cwd);
    if (!isExact(from)) return unclear(call, at);
    return mountAt(session.machine.places, from) === undefined
      ? { status: "failure" }
      : { ...DONE, effects: [{ kind: "mount", at, source: { kind: "moved", from }, since }] };
  }
  const isBind = options.has("B", "bind", "R", "rbind");
  const source = mountSource(
    isBind || !first.includes("=") ? normaliseDevice(session, first) : first,
    options.get("t", "types") ?? "",
    isBind ? [...words, "bind"] : words,
  );
  if (source.kind === "folder" && mayExist(session, source.path) === false) return { status: "failure" };
  return { ...DONE, effects: [{ kind: "mount", at, source, since }] };
};

const normaliseDevice = ({ cwd }: Session, device: Value): Value =>
  device.startsWith("/") || device.startsWith("./") ? normalisePath(device, cwd) : device;

const optionWords = (options: Options): readonly string[] =>
  (options.get("o", "options") ?? "").split(",").filter(Boolean);

function labelled(options: Options): Value | undefined {
  const label = options.get("L", "label");
  const uuid = options.get("U", "uuid");
  if (label !== undefined) return `LABEL=${label}`;
  return uuid === undefined ? undefined : `UUID=${uuid}`;
}

// A target or a device alone is looked up.
function fromFstab(call: Call, word: Value): Result {
  const { machine, cwd } = call.session;
  const path = normalisePath(word, cwd);
  const content = trait(machine, "file", "/etc/fstab", "content");
  const entry = content.certain
    ? readFstab(content.value.text).findLast(({ device, target }) => target === path || device === word)
    : undefined;
  if (entry === undefined)
    return content.certain && isExact(path) ? { status: "failure" } : unclear(call, path);
  if (!isExact(entry.target)) return unclear(call, entry.target);
  const source = mountSource(entry.device, entry.type, entry.options);
  return { ...DONE, effects: [{ kind: "mount", at: entry.target, source, since: call.since("mount") }] };
}

const unclear = (call: Call, path: Value): Result => ({
  ...DONE,
  effects: touchedEffects(
    call.session.machine,
    path,
    "what is mounted over it is not known",
    call.since("mount"),
  ),
});

/** umount(8), by mount point or by device. */
export const umount: Command = (call) => {
  const options = readOptions(call.args, ["t", "types", "O"]);
  const { machine, cwd } = call.session;
  if (options.has("a", "all")) return DONE;
  const effects = options.operands.flatMap((operand): readonly Effect[] => {
    const path = normalisePath(operand, cwd);
    if (!isExact(path))
      return touchedEffects(machine, path, "what is unmounted is not known", call.since("umount"));
    if (mountAt(machine.places, path) !== undefined) return [{ kind: "unmount", at: path }];
    const volume = machine.places.devices.get(path);
    const shown = machine.places.aliases.findLast(({ kind, to }) => kind === "mount" && to === volume);
    return volume === undefined || shown === undefined ? [] : [{ kind: "unmount", at: shown.at }];
  });
  return { ...DONE, effects };
};

/** mkfs(8), mke2fs(8), mkfs.xfs(8): the device holds a new, empty file system. */
export const mkfs: Command = (call) => {
  const options = readOptions(call.args, FORMATTING);
  const label = options.get("L") ?? options.get("n");
  // mkfs.ext4's last word may be a number of blocks.
  const device = options.operands.find((word) => !/^\d+$/u.test(word));
  if (device === undefined || !isExact(device)) return DONE;
  const names = [
    device,
    `UUID=${uuidOf(device)}`,
    ...(label !== undefined && isExact(label) ? [`LABEL=${label}`] : []),
  ];
  return { ...DONE, effects: [{ kind: "format", names, since: call.since(call.name) }] };
};

const FORMATTING = ["t", "L", "U", "m", "b", "i", "N", "E", "O", "T", "I", "J", "d", "s", "n", "g", "G"];

/** e2label(8) DEVICE LABEL, xfs_admin(8) and tune2fs(8) `-L LABEL DEVICE`. */
export const label: Command = (call) => {
  const options = readOptions(call.args, ["L", "U", "c", "i", "m", "o", "O", "E"]);
  const [device, second] = options.operands;
  const name = call.name === "e2label" ? second : options.get("L");
  if (device === undefined || name === undefined || !isExact(device) || !isExact(name)) return DONE;
  return {
    ...DONE,
    effects: [{ kind: "label", device, name: `LABEL=${name}`, since: call.since(call.name) }],
  };
};

/**
 * blkid(8), lsblk(8), findmnt(8): whether there is a file system on a device, and for one that was made here its UUID,
 * which is not the real one but stands for it wherever it is written.
 */
export const askDevice: Command = (call) => {
  const device = call.args.find((arg) => arg.startsWith("/dev/"));
  const volume = device === undefined ? undefined : call.session.machine.places.devices.get(device);
  const isMade = volume !== undefined && call.session.machine.places.volumes.get(volume)?.holds === "nothing";
  if (device === undefined || !isMade || call.name === "findmnt") return { status: "unknown", output: ANY };
  const words = call.args.join(" ");
  const isUuid = /(?:^| )-\w*s ?UUID\b.*-o ?value|-o ?value.*-s ?UUID\b|-\w*no ?UUID\b/u.test(words);
  return { status: "success", output: isUuid ? `${uuidOf(device)}\n` : ANY };
};

function uuidOf(device: string): string {
  const hex = createHash("sha256").update(device).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    "-",
  );
}
