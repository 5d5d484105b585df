import { blur, opaque } from "../../machine/effect";
import { isShellScript } from "../../shell/commands/scripts";
import { runScript } from "../../shell/run";
import { applyTo, withShell, type CloudBoot, type Module } from "../boot";
import { listed } from "../module-lists";
import { runCommandList } from "../commands";
import type { Part } from "../../decode/part";

/** Runs the user's scripts and `runcmd`, which the config stage wrote beside them, in the order of their file names (cc_scripts_user). */
export const scriptsUser: Module = {
  name: "scripts_user",
  stage: "final",
  everyBoot: false,
  run(boot) {
    const files = new Map<string, () => void>();
    for (const part of boot.parts) {
      // A later script of the same name is written over the earlier one.
      if (part.kind === "script" && part.frequency === undefined)
        files.set(part.filename, () => runPart(boot, part));
    }
    // The config stage writes it last, over a script of that name.
    if (boot.config.get("runcmd").length > 0 && listed(boot, "config", "runcmd") !== undefined)
      files.set("runcmd", () => runRuncmd(boot));
    for (const [, run] of [...files].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))) run();
  },
};

function runRuncmd(boot: CloudBoot): void {
  withShell(boot, (session) => {
    for (const value of boot.config.get("runcmd")) runCommandList(value, "runcmd", session);
  });
}

/** Runs a script part: shell is followed, anything else is a program that cannot be seen into. */
export function runPart(boot: CloudBoot, part: Part): void {
  const { text } = part.source;
  if (isShellScript(text) && !part.jinja) {
    withShell(boot, (session) => runScript(part.source, session));
    return;
  }
  const since = { from: "user-data", place: part.source.placeAt(0), construct: "script" } as const;
  const why = part.jinja
    ? "a template's values are only known at boot"
    : "a script in another language is not followed";
  const decisive =
    text.includes(boot.loginUser) ||
    /\/home\b|sshd?_?config|authorized_keys|\/etc\/(?:passwd|shadow|pam)|useradd|usermod/u.test(text);
  applyTo(boot, [
    opaque(why, since),
    ...(decisive
      ? [
          blur("account", "*", why, since),
          blur("file", "*", why, since),
          blur("sshd", "", why, since),
          blur("service", "*", why, since),
        ]
      : []),
  ]);
}
