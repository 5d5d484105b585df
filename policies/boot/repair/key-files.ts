import { set, type Effect } from "../machine/effect";
import { textFrom } from "../machine/file-text";
import { SOME_KEY } from "../machine/key-line";
import { trait, type Machine } from "../machine/machine";
import { is, type Origin } from "../machine/prediction";
import { ANY } from "../shell/value";
import { KEYS } from "./account-pins";
import { isOurs, type Configuration, type Declared } from "./configuration";

const FOLDERS = [KEYS.slice(0, KEYS.lastIndexOf("/")), KEYS] as const;

/** The files with the declared keys, outside of every home and root's: one for each account that has any. */
export function keyFileEffects(
  machine: Machine,
  { accounts }: Configuration,
  since: Origin,
): readonly Effect[] {
  const [own] = FOLDERS;
  if (!isOurs(machine, own)) return [];
  const folders = FOLDERS.map((path) =>
    set("file", path, { exists: true, mode: 0o755, owner: "root", group: "root" }, since),
  );
  return [...folders, ...accounts.flatMap((account) => keyFile(machine, account, since))];
}

/** What the program takes for a line of authorized_keys. */
const LINE =
  /^[^#]*(?:^|[ "])(?:ssh-(?:rsa|ed25519)|ecdsa-sha2-nistp(?:256|384|521)|sk-[a-z0-9-]+@openssh\.com) AAAA[A-Za-z0-9+/]+={0,3}(?: |$)/u;

function keyFile(machine: Machine, { name, keys, keyPair }: Declared, since: Origin): readonly Effect[] {
  const path = `${KEYS}/${name}`;
  const lines = keys.filter((key) => LINE.test(key)).map((key) => `${key}\n`);
  const text = `${lines.join("")}${keyPair ? keyPairsLine(machine) : ""}`;
  if (text === "" && !is(trait(machine, "file", path, "exists"), true)) return [];
  const content = textFrom(text, since);
  return [set("file", path, { exists: true, mode: 0o644, owner: "root", group: "root", content }, since)];
}

// The key pair's own, which cloud-init leaves in /run for the program; without a key pair there is none.
function keyPairsLine({ keyPair }: Machine): string {
  if (keyPair === undefined) return `${ANY}\n`;
  return keyPair ? SOME_KEY : "";
}
