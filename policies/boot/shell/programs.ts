import { imageHasProgram } from "../image/programs";
import { trait } from "../machine/machine";
import { is } from "../machine/prediction";
import type { Session } from "./session";

const FOLDERS = /^\/(?:usr\/)?s?bin\/([\w.+-]+)$/u;

/** Whether a program is there, by its name or its path in the system's folders; `undefined` where it cannot be told. */
export function hasProgram({ machine }: Session, program: string): boolean | undefined {
  const name = program.includes("/") ? FOLDERS.exec(program)?.[1] : program;
  if (name === undefined) return undefined;
  const paths = program.includes("/")
    ? [program]
    : ["/usr/bin", "/usr/sbin", "/bin", "/sbin"].map((folder) => `${folder}/${name}`);
  // A line may have taken it away, or put another one there.
  if (paths.some((path) => trait(machine, "file", path, "exists").since.from === "user-data"))
    return undefined;
  if (name === "sshd" && !is(trait(machine, "service", "sshd", "installed"), true)) return undefined;
  const has = imageHasProgram(machine.family, name);
  // Which folder it is in differs where the folders are one and where they are not.
  if (has === true) return program.includes("/") && !isUsual(program, name) ? undefined : true;
  const untouched = is(trait(machine, "host", "", "filesKnown"), true) && machine.opaque.length === 0;
  return has === false && untouched ? false : undefined;
}

/** Programs for root alone are in /usr/sbin everywhere, the others in /usr/bin. */
const ROOT_ONLY = /^(?:sshd|user(?:add|mod|del)|group(?:add|del)|chpasswd|adduser|deluser|update-rc\.d)$/u;
const isUsual = (path: string, name: string): boolean =>
  path === `/usr/${ROOT_ONLY.test(name) ? "sbin" : "bin"}/${name}` ||
  path === "/bin/sh" ||
  path === "/bin/bash";
