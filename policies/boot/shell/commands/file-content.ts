import { blur, set, type Effect } from "../../machine/effect";
import { trait } from "../../machine/machine";
import { modelledPaths, normalisePath } from "../../machine/paths";
import type { Origin } from "../../machine/prediction";
import { DONE, type Command, type Session } from "../session";
import { ANY, isExact, type Value } from "../value";
import { readOptions } from "./options";
import { isHarmlessWrite } from "./harmless-writes";
import { decisiveEffects, keyFileOwners, touchedEffects } from "./touched";

export interface Write {
  readonly append: boolean;
  /** What is written, as far as it can be told. */
  readonly content: Value;
  readonly since: Origin;
}

/** How a redirection is named in a message. */
export const describeWrite = (operator: string): string =>
  operator.endsWith(">>") ? "append to a file" : "write to a file";

/** Effects of writing to a file: a key file keeps track of keys, other decisive files become uncertain. */
export function writeEffects(session: Session, to: Value, write: Write): readonly Effect[] {
  const path = normalisePath(to, session.cwd);
  if (path === "/dev/null" || path.startsWith("/dev/std")) return [];
  const owners = keyFileOwners(session.machine, path).filter(() => !isDirectoryOf(session, path));
  if (!isExact(path))
    return touchedEffects(session.machine, path, "what is written to is not known", write.since);
  if (owners.length === 0)
    return isHarmlessWrite(path, write)
      ? []
      : decisiveEffects(path, "a file that decides who may log in is changed", write.since);
  return [
    ...createEffects(session, path, write.since),
    ...owners.map((account) => keysEffect(session, account, write)),
  ];
}

const isDirectoryOf = (session: Session, path: string): boolean =>
  modelledPaths(session.machine).some((each) => each.startsWith(`${path}/`));

function createEffects(session: Session, path: string, since: Origin): readonly Effect[] {
  const exists = trait(session.machine, "file", path, "exists");
  if (exists.certain && exists.value) return [];
  if (!exists.certain)
    return [
      blur("file", path, "whether it was there before is not known", since, ["mode", "owner", "group"]),
    ];
  // A new file belongs to who writes it, with mode 666 less the umask.
  return [
    set(
      "file",
      path,
      { exists: true, mode: 0o666 & ~session.umask, owner: session.user, group: session.user },
      since,
    ),
  ];
}

function keysEffect(session: Session, account: string, { append, content, since }: Write): Effect {
  const before = trait(session.machine, "account", account, "keys");
  if (append && before.certain && before.value) return set("account", account, { keys: true }, before.since);
  if (holdsKey(content)) return set("account", account, { keys: true }, since);
  // What has no line in the form of a key, nor the start of one, leaves no key behind.
  if (!append && isExact(content) && !content.includes("AAAA"))
    return set("account", account, { keys: false }, since);
  return blur("account", account, "whether a valid key is written cannot be told", since, ["keys"]);
}

/** Whether a text holds a line that has the form of an authorised key (sshd(8), "AUTHORIZED_KEYS FILE FORMAT"). */
export const holdsKey = (text: Value): boolean =>
  /^[^#\n]{0,2000}?\b(?:ssh-(?:rsa|ed25519)|ecdsa-sha2-nistp(?:256|384|521)|sk-[a-z0-9-]+@openssh\.com) AAAA[A-Za-z0-9+/]{30,}={0,2}(?:\s|$)/mu.test(
    text,
  );

export const cat: Command = (call) => {
  const [first, ...more] = call.args;
  if (call.stdin !== undefined && (first === undefined || first === "-") && more.length === 0)
    return { status: "presumed", output: call.stdin };
  const empty = first === "/dev/null" && more.length === 0;
  return { status: "presumed", output: empty ? "" : ANY };
};

export const tee: Command = (call) => {
  const options = readOptions(call.args, []);
  const append = options.has("a", "append");
  const content = call.stdin ?? ANY;
  const since = call.since(append ? "tee --append" : "tee");
  return {
    status: "presumed",
    output: content,
    effects: options.operands.flatMap((path) => writeEffects(call.session, path, { append, content, since })),
  };
};

/** sed(1), perl(1) and the like with `-i`: what they leave in a file is not followed. */
export const editInPlace: Command = (call) => {
  const inPlace = call.args.some((arg) => /^-[a-zA-Z]*i|^--in-place/u.test(arg));
  if (!inPlace) return { status: "presumed", output: ANY };
  const since = call.since(`${call.name} in place`);
  return {
    ...DONE,
    effects: call.args.flatMap((arg) =>
      arg.startsWith("-")
        ? []
        : touchedEffects(
            call.session.machine,
            normalisePath(arg, call.session.cwd),
            "a file is edited in place",
            since,
          ),
    ),
  };
};
