import type { SourceText } from "../../facts/place";
import { sourceOfText } from "../machine/file-text";
import { trait, type Machine } from "../machine/machine";
import { isExact } from "../shell/value";

/** A unit of the user data's own, as far as it says what is run (systemd.service(5), systemd.exec(5)). */
export interface Unit {
  /** What it runs when it starts, each as a line for a shell: systemd's quotes are near enough to one's. */
  readonly commands: readonly SourceText[];
  /** Whose rights it has. */
  readonly user: string;
}

const FOLDERS = [
  "/etc/systemd/system",
  "/usr/lib/systemd/system",
  "/lib/systemd/system",
  "/usr/local/lib/systemd/system",
];

/** The unit of a service that the user data wrote; `undefined` for those of the image. */
export function ownUnit(machine: Machine, name: string): Unit | undefined {
  if (!isExact(name) || name.includes("/") || !/^[\w@:.\\-]+$/u.test(name)) return undefined;
  const file =
    name.includes(".") && !name.endsWith(".service")
      ? undefined
      : `${name.replace(/\.service$/u, "")}.service`;
  if (file === undefined) return undefined;
  for (const folder of FOLDERS) {
    const content = trait(machine, "file", `${folder}/${file}`, "content");
    const exists = trait(machine, "file", `${folder}/${file}`, "exists");
    const source = content.certain ? sourceOfText(content.value) : undefined;
    if (source !== undefined && exists.certain && exists.value) return readUnit(source);
  }
  return undefined;
}

/** The unit that a timer of the user data's own starts: of the same name, unless it names another (systemd.timer(5)). */
export function timedUnit(machine: Machine, timer: string): string {
  for (const folder of FOLDERS) {
    const content = trait(machine, "file", `${folder}/${timer}`, "content");
    const named = content.certain
      ? /^[ \t]*Unit[ \t]*=[ \t]*(\S+)/mu.exec(content.value.text)?.[1]
      : undefined;
    if (named !== undefined) return named;
  }
  return timer.replace(/\.timer$/u, ".service");
}

const COMMAND = /^(\s*(ExecStartPre|ExecStart|ExecStartPost)\s*=\s*[-@:+!|]*)(.*)$/su;

function readUnit(source: SourceText): Unit {
  const commands: SourceText[] = [];
  let user = "root";
  let section = "";
  let offset = 0;
  // A line that ends in a backslash goes on, in a unit as in a shell.
  for (const line of source.text.split(/(?<!\\)\n/u)) {
    section = /^\s*\[(\w+)\]/u.exec(line)?.[1] ?? section;
    const [, before = "", , text] = COMMAND.exec(line.replaceAll("\\\n", "  ")) ?? [];
    const named = /^\s*User\s*=\s*(\S*)/u.exec(line)?.[1];
    if (section === "Service" && named !== undefined) user = named === "" ? "root" : named;
    if (section === "Service" && text !== undefined && text !== "") {
      const start = offset + before.length;
      commands.push({ text, placeAt: (at) => source.placeAt(start + at) });
    }
    offset += line.length + 1;
  }
  return { commands, user };
}
