import { given } from "../../machine/copy-traits";
import { blur, set, type Effect } from "../../machine/effect";
import { appended, textFrom } from "../../machine/file-text";
import { keysOfText } from "../../machine/key-line";
import { trait } from "../../machine/machine";
import { authorizedKeysOf, isBelow } from "../../machine/paths";
import { certain, is, uncertain, type Origin, type Prediction } from "../../machine/prediction";
import { keysIn } from "../../shell/commands/keys-in";
import type { CloudBoot } from "../boot";
import { keysFileOf, withoutUsual } from "./keys-file";

/** ssh_util.setup_user_keys: folder and file are made, those that are there keep their modes, owners and keys. */
export function givenKeys(
  boot: CloudBoot,
  name: string,
  home: string,
  keys: string,
  since: Origin,
): readonly Effect[] {
  const { machine } = boot;
  const { path: file, isNamed } = keysFileOf(machine, name, home);
  const folder = file.slice(0, file.lastIndexOf("/"));
  const group = trait(machine, "account", name, "group");
  const before = trait(machine, "file", file, "exists");
  const isSure = before.certain;
  const content = textFrom(`${keys}\n`, since);
  const made = (path: string, mode: number): readonly Effect[] => {
    const exists = trait(machine, "file", path, "exists");
    if (exists.since.from === "user-data" && !is(exists, false)) return [];
    // util.write_file makes what it does not find as root's, and so the file that sshd does not read.
    if (!isNamed) return [ownedByRoot(path, since, path === file ? 0o644 : 0o755)];
    // A folder outside the home is for everybody's keys.
    if (path === folder && !isBelow(path, home)) return path === "/etc/ssh" ? [] : [ownedByRoot(path, since)];
    return [
      set("file", path, { exists: true, mode, owner: name, group: name }, since),
      ...(group.certain || group.among ? [given("file", path, "group", group)] : []),
    ];
  };
  const old = trait(machine, "file", file, "content");
  if (before.since.from === "user-data" && !is(before, false))
    return [
      old.certain && isSure
        ? set("file", file, { content: appended(old.value, content) }, since)
        : blur("file", file, "it was there before the account was made", before.since, ["content"]),
      ...made(folder, 0o700),
      ...(is(keysSet(keys, since), true)
        ? [set("account", name, { keys: true }, since)]
        : [given("account", name, "keys", keysIn(machine, name, home, since))]),
    ];
  const homeless = isBelow(folder, home) && is(trait(machine, "file", home, "exists"), false);
  const effects = [
    ...(homeless ? made(home, 0o700) : []),
    ...made(folder, 0o700),
    ...made(file, 0o600),
    set("file", file, { content }, since),
  ];
  return file === authorizedKeysOf(home)
    ? [...effects, given("account", name, "keys", keysSet(keys, since))]
    : [...effects, ...withoutUsual(machine, name, file)];
}

const ownedByRoot = (path: string, since: Origin, mode = 0o755): Effect =>
  set("file", path, { exists: true, mode, owner: "root", group: "root" }, since);

function keysSet(keys: string, since: Origin): Prediction<boolean> {
  const found = keysOfText(keys);
  return found === "unknown"
    ? uncertain("whether a valid key is given cannot be told", since)
    : certain(found === "some", since);
}
