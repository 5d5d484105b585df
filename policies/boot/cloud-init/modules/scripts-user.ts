import type { SourceText } from "../../../facts/place";
import { blur, opaque, type Effect } from "../../machine/effect";
import type { Origin } from "../../machine/prediction";
import { endsOnErrors, isPosixShell, isShellScript } from "../../shell/commands/scripts";
import { runScript } from "../../shell/run";
import { ANY } from "../../shell/value";
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
  const source = rendered(part);
  const since = { from: "user-data", place: part.source.placeAt(0), construct: "script" } as const;
  if (source === undefined) {
    applyTo(boot, unseenEffects(boot, part.source.text, "a template's values are only known at boot", since));
    return;
  }
  if (isShellScript(source.text)) {
    withShell(boot, (session) => {
      session.errexit = endsOnErrors(source.text);
      session.posix = isPosixShell(source.text);
      session.early = part.kind === "boothook";
      return runScript(source, session);
    });
    return;
  }
  if (isPlain(source.text) && !decides(boot, source.text)) return;
  applyTo(boot, unseenEffects(boot, source.text, "a script in another language is not followed", since));
}

// A template's own values are not known at preview; as many stand-ins as characters keep every later place right.
function rendered({ source, jinja }: Part): SourceText | undefined {
  if (!jinja) return source;
  if (/\{[%#]/u.test(source.text)) return undefined;
  return { ...source, text: source.text.replace(/\{\{[^}]{0,500}\}\}/gu, (all) => ANY.repeat(all.length)) };
}

function unseenEffects(boot: CloudBoot, text: string, why: string, since: Origin): readonly Effect[] {
  if (!decides(boot, text)) return [opaque(why, since)];
  return [
    opaque(why, since),
    blur("account", "*", why, since),
    blur("file", "*", why, since),
    blur("sshd", "", why, since),
    blur("service", "*", why, since),
  ];
}

/** Whether a text names an account or a path that decides who may log in. */
const decides = ({ loginUser }: CloudBoot, text: string): boolean =>
  text.includes(loginUser) ||
  /\/home\b|sshd?_?config|authorized_keys|\/etc\/(?:passwd|shadow|pam|ssh|security|hosts\.|nsswitch)|useradd|usermod|userdel|chpasswd|adduser/u.test(
    text,
  );

/** A program that neither fetches nor puts together what it runs, and leaves the system's ways in alone by name. */
const isPlain = (text: string): boolean =>
  /^#!.*\b(?:python[\d.]*|perl|ruby|node|lua|awk|Rscript|php)\b/u.test(text) &&
  !/\b(?:eval|exec\w*|spawn\w*|system|popen|subprocess|check_(?:call|output)|url(?:open|lib\w*|retrieve)|requests|http\.client|net\/http|LWP|fetch|axios|curl|wget|import_module|__import__|compile|chmod|chown|systemctl|ssh\w*|iptables|ufw|nft|passwd)\b|`/u.test(
    text,
  );
