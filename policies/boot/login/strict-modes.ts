import type { Image } from "../image/recognise";
import { trait, type Machine } from "../machine/machine";
import { authorizedKeysOf, isBelow } from "../machine/paths";
import { locate } from "../machine/places";
import { is } from "../machine/prediction";
import { checkPath, hasBit, tilde, type ModesReason, type ModesVerdict } from "./path-modes";

/**
 * Whether sshd accepts the modes and owners on the way to an account's keys: nobody but the owner may write to the home,
 * `.ssh` or the key file, the owner is the account or root (sshd_config(5), StrictModes; auth_secure_path), and the
 * account itself can get there and read, since sshd opens the file with the account's rights. Links are followed first:
 * a key file that is kept outside the home is judged with every folder above it.
 */
export function strictModes(
  machine: Machine,
  account: string,
  image: Image,
  { strictly = true, keyFile: named }: { readonly strictly?: boolean; readonly keyFile?: string } = {},
): ModesVerdict {
  const home = trait(machine, "account", account, "home");
  if (!home.certain) return { closed: [], unknown: [{ what: home.why, since: home.since, path: "~" }] };
  const homePath = home.value;
  const keyFile = named ?? authorizedKeysOf(homePath);
  const paths = isBelow(keyFile, homePath) ? stepsTo(keyFile, homePath) : [keyFile];
  const realOf = (path: string): string => locate(machine.places, path).real;
  const judged = judgedPaths(realOf(keyFile), realOf(homePath));
  const check = (path: string): ModesVerdict =>
    checkPath(machine, { path, account, isFile: path === keyFile, strictly }, image);
  const verdicts: ModesVerdict[] = parentsOf(paths[0] ?? "/").map((path) =>
    checkReach(machine, path, account),
  );
  for (const path of paths) {
    const isJudged = judged.includes(realOf(path));
    verdicts.push(isJudged ? check(path) : checkReach(machine, path, account));
    // Below what is not there nothing else is.
    if (is(trait(machine, "file", path, "exists"), false)) break;
  }
  const checked = new Set(paths.map(realOf));
  const behind = judged.filter((path) => !checked.has(path) && !isImages(machine, path));
  const all = [...verdicts, ...behind.map(check)];
  return { closed: all.flatMap(({ closed }) => closed), unknown: all.flatMap(({ unknown }) => unknown) };
}

// From the file upwards to the home, or where it is not below the home to the root (OpenSSH's misc.c, safe_path).
function judgedPaths(real: string, home: string): readonly string[] {
  const chain = [real];
  let now = real;
  while (now !== "/" && now !== home) {
    now = now.slice(0, now.lastIndexOf("/")) || "/";
    chain.push(now);
  }
  return chain;
}

// The home, what lies between, and the file.
function stepsTo(file: string, home: string): readonly string[] {
  const steps = file.slice(home.length + 1).split("/");
  return [home, ...steps.map((_, at) => `${home}/${steps.slice(0, at + 1).join("/")}`)];
}

function parentsOf(path: string): readonly string[] {
  const steps = path.split("/").slice(1, -1);
  return ["/", ...steps.map((_, at) => `/${steps.slice(0, at + 1).join("/")}`)];
}

// A folder that nothing was said about is as the image has it: root's, and open to everybody's way through.
const isImages = (machine: Machine, path: string): boolean =>
  (["mode", "owner"] as const).every((which) => {
    const found = trait(machine, "file", path, which);
    return found.since.from === "image" && !found.certain;
  });

// Above the home nothing but the way through counts: StrictModes stops there.
function checkReach(machine: Machine, path: string, account: string): ModesVerdict {
  const exists = trait(machine, "file", path, "exists");
  if (exists.certain && !exists.value) return shut(`${tilde(path)} is not there`, exists.since, path);
  const mode = trait(machine, "file", path, "mode");
  const owner = trait(machine, "file", path, "owner");
  const enters = hasBit(mode, owner.certain && owner.value === account ? 0o100 : 0o001);
  if (enters === true || account === "root" || (enters === undefined && mode.since.from === "image"))
    return { closed: [], unknown: [] };
  const what = `${tilde(path)} cannot be entered by the account`;
  if (enters === false) return shut(what, mode.since, path);
  return { closed: [], unknown: [{ what: mode.certain ? what : mode.why, since: mode.since, path }] };
}

const shut = (what: string, since: ModesReason["since"], path: string): ModesVerdict => ({
  closed: [{ what, since, path }],
  unknown: [],
});
