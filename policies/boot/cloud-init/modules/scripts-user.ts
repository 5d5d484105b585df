import { blur, opaque } from "../../machine/effect";
import { runScript } from "../../shell/run";
import { applyTo, withShell, type CloudBoot, type Module } from "../boot";
import { runCommandList } from "../commands";
import type { Part } from "../../decode/part";

/** Runs the user's scripts and `runcmd`, which the config stage wrote beside them, in the order of their file names (cc_scripts_user). */
export const scriptsUser: Module = {
  name: "scripts_user",
  stage: "final",
  everyBoot: false,
  run(boot) {
    const scripts = boot.parts.filter(({ kind }) => kind === "script").map((part) => ({ name: part.filename, run: () => runPart(boot, part) }));
    const runcmd = { name: "runcmd", run: () => runRuncmd(boot) };
    const order = [...scripts, runcmd].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
    for (const { run } of order) run();
  },
};

function runRuncmd(boot: CloudBoot): void {
  withShell(boot, (session) => {
    for (const value of boot.config.get("runcmd")) runCommandList(value, "runcmd", session);
  });
}

const SHELL = /^#![ \t]*(?:\/usr\/bin\/env[ \t]+(?:-S[ \t]+)?(?:\S+=\S+[ \t]+)*)?(?:\/\S*\/)?(?:ba|da|a|z|k)?sh\b/u;

/** Runs a script part: shell is followed, anything else is a program that cannot be seen into. */
export function runPart(boot: CloudBoot, part: Part): void {
  const { text } = part.source;
  if (SHELL.test(text) && !part.jinja) {
    withShell(boot, (session) => runScript(part.source, session));
    return;
  }
  const since = { from: "user-data", place: part.source.placeAt(0), construct: "script" } as const;
  const why = part.jinja ? "a template's values are only known at boot" : "a script in another language is not followed";
  const decisive = text.includes(boot.loginUser) || /\/home\b|sshd?_?config|authorized_keys|\/etc\/(?:passwd|shadow|pam)|useradd|usermod/u.test(text);
  applyTo(boot, [
    opaque(why, since),
    ...(decisive ? [blur("account", "*", why, since), blur("file", "*", why, since), blur("sshd", "", why, since), blur("service", "*", why, since)] : []),
  ]);
}
