import { trait, type Machine } from "./machine";
import { certain, uncertain, IMAGE, type Prediction } from "./prediction";

/** The private host keys that sshd looks for by itself (sshd_config(5), HostKey). */
export const HOST_KEYS: readonly string[] = ["rsa", "ecdsa", "ed25519"].map(
  (type) => `/etc/ssh/ssh_host_${type}_key`,
);

const USUAL_KEY = /\/ssh_host_(?:rsa|ecdsa|ed25519|dsa)_key$/u;

/** Distributions whose sshd may read a host key that a group reads too, and whose units make missing ones anew. */
const RED_HAT: ReadonlySet<string> = new Set(["rhel-like", "al2023", "amazon-linux-2"]);

/**
 * Whether sshd has a host key that it can use: it passes over root's own private keys that anybody else may read
 * (OpenSSH's authfile.c, sshkey_perm_ok), and ends where none is left.
 */
export function hasHostKey(machine: Machine, paths: readonly string[] = HOST_KEYS): Prediction<boolean> {
  const answers = paths.map((path) => isUsable(machine, path));
  const usable = answers.find((answer) => answer.certain && answer.value);
  const unclear = answers.find((answer) => !answer.certain);
  return usable ?? unclear ?? answers[0] ?? certain(true, IMAGE);
}

function isUsable(machine: Machine, path: string): Prediction<boolean> {
  const exists = trait(machine, "file", path, "exists");
  const mode = trait(machine, "file", path, "mode");
  const owner = trait(machine, "file", path, "owner");
  const isRedHat = RED_HAT.has(machine.family);
  // One that the configuration names and no line makes is not there.
  if (!exists.certain && exists.since.from === "image" && !USUAL_KEY.test(path)) return certain(false, IMAGE);
  if (!exists.certain) return fromImage(exists);
  if (!exists.value) return certain(isRedHat, exists.since);
  if (!owner.certain) return fromImage(owner);
  if (!mode.certain) return fromImage(mode);
  const others = isRedHat ? 0o037 : 0o077;
  return certain(owner.value !== "root" || (mode.value & others) === 0, mode.since);
}

const fromImage = <T>(prediction: Prediction<T>): Prediction<boolean> =>
  prediction.since.from === "image" || prediction.certain
    ? certain(true, IMAGE)
    : uncertain(prediction.why, prediction.since);
