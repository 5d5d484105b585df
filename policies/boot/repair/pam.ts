import { blur, set, type Effect } from "../machine/effect";
import { edited, textFrom, type FileText } from "../machine/file-text";
import { said, trait, type Machine } from "../machine/machine";
import type { Origin } from "../machine/prediction";
import { isExact } from "../shell/value";
import { logsIn, type Configuration } from "./configuration";

const STACKS = ["sshd", "common-account", "common-session", "password-auth", "system-auth"].map(
  (name) => `/etc/pam.d/${name}`,
);
const ACCESS = "/etc/security/access.conf";

/** What turns everybody away in PAM's stacks is taken out of force, and whom access.conf turns away by name is let in before. */
export function pamEffects(machine: Machine, configuration: Configuration, since: Origin): readonly Effect[] {
  const stacks = STACKS.flatMap((path) => stackEffects(machine, path, since));
  const asks = STACKS.some((path) => /^account.*pam_access/mu.test(textOf(machine, path)?.text ?? ""));
  return asks ? [...stacks, ...accessEffects(machine, configuration, since)] : stacks;
}

const isTouched = (machine: Machine, path: string): boolean =>
  (["exists", "content"] as const).some(
    (which) => said(machine, "file", path, which)?.since.from === "user-data",
  );

function textOf(machine: Machine, path: string): FileText | undefined {
  const exists = trait(machine, "file", path, "exists");
  const content = trait(machine, "file", path, "content");
  return exists.certain && exists.value && content.certain ? content.value : undefined;
}

function stackEffects(machine: Machine, path: string, since: Origin): readonly Effect[] {
  if (!isTouched(machine, path)) return [];
  const file = textOf(machine, path);
  // One that is gone is put back as it was at a good boot, if there was any.
  if (file === undefined || !isExact(file.text)) {
    const why = "the repair program may have put it back";
    return [blur("file", path, why, since, ["exists", "content"])];
  }
  const after = withoutDeny(file.text);
  return after === file.text ? [] : [set("file", path, { content: edited(file, after, since) }, since)];
}

// A jump or a "sufficient" before it means that pam_deny is the usual end of a stack.
function withoutDeny(text: string): string {
  const open = new Set<string>();
  return text
    .split("\n")
    .map((raw) => {
      const line = raw.replace(/^[ \t]*-?/u, "");
      const [type = "", control] = line.split(/[ \t]+/u);
      const stage = type.toLowerCase();
      if (stage !== "account" && stage !== "session") return raw;
      if (/\[[^\]]*=(?:[1-9]|done)/u.test(line) || control === "sufficient") open.add(stage);
      const denies = /[ \t](?:required|requisite)[ \t].*pam_deny\.so/u.test(line);
      return denies && !open.has(stage) ? `#latchkey: ${raw}` : raw;
    })
    .join("\n");
}

function accessEffects(machine: Machine, { accounts }: Configuration, since: Origin): readonly Effect[] {
  const file = textOf(machine, ACCESS);
  if (file === undefined || !isExact(file.text)) return [];
  const shut = accounts.filter((account) => logsIn(account) && isTurnedAway(file.text, account.name));
  const rules = shut.map(({ name }) => `+ : ${name} : ALL\n`).join("");
  return rules === ""
    ? []
    : [set("file", ACCESS, { content: edited(file, `${rules}${file.text}`, since) }, since)];
}

/** Whether the first rule that names everybody or the account turns it away from everywhere. */
function isTurnedAway(text: string, name: string): boolean {
  for (const line of text.split("\n")) {
    const [permission = "", users = "", origins] = line.split(":");
    if (/^[ \t]*#/u.test(line) || origins === undefined) continue;
    const words = users.split(/[ \t,]+/u);
    const [, excepted] = users.split(/EXCEPT(.*)/su);
    if (!(words.includes("ALL") || words.includes(name)) || excepted?.includes(name) === true) continue;
    return permission.includes("-") && origins.includes("ALL") && !origins.includes("EXCEPT");
  }
  return false;
}

const DENY = "/etc/hosts.deny";
const ALLOW = "/etc/hosts.allow";

/** Where sshd asks the TCP wrappers, and they turn everybody away and name nobody, they let it through. */
export function wrapperEffects(machine: Machine, since: Origin): readonly Effect[] {
  if (!isTouched(machine, DENY)) return [];
  const deny = textOf(machine, DENY);
  const allow = trait(machine, "file", ALLOW, "content");
  if (deny === undefined || !allow.certain || !isExact(deny.text)) return [];
  const isShut = /^[ \t]*(?:[^#:\n]*[ ,])?(?:ALL|sshd)(?:[ ,][^:\n]*)?:[ \t]*ALL/imu.test(deny.text);
  const named = /^[ \t]*(?:[^#:\n]*[ ,])?(?:ALL|sshd)(?:[ ,][^:\n]*)?:/imu.test(allow.value.text);
  if (!isShut || named) return [];
  const content = textFrom(`sshd : ALL\n${allow.value.text}`, since);
  return [set("file", ALLOW, { exists: true, content }, since)];
}
