import { IMAGE } from "../../machine/prediction";
import { trait, type Machine } from "../../machine/machine";
import type { Check } from "../check";
import type { LoginReason } from "../reason";
import { accessConf } from "./access-conf";
import { limits } from "./limits";
import { actionOf, pamLines, type PamLine } from "./pam-lines";
import { hostText } from "./texts";

/**
 * What PAM says to an account whose key sshd has taken: its account stage and then its session stage run, the
 * authentication stage does not (sshd_config(5), UsePAM).
 */
export function pam(machine: Machine, account: string): Check {
  const service = trait(machine, "file", "/etc/pam.d/sshd", "content");
  const text = hostText(machine, "/etc/pam.d/sshd");
  if (text.state === "absent")
    return { unknown: [{ what: "PAM has no file for sshd any more", since: text.since }] };
  if (text.state === "unknown") return { unknown: [{ what: text.why, since: text.since }] };
  const lines = service.certain ? pamLines(service.value) : USUAL;
  const stages = (["account", "session"] as const).map((type) => {
    const run: Run = { machine, account, type, closed: [], unknown: [], left: 0, depth: 0, sure: true };
    runStack(lines, run);
    return run;
  });
  const closed = stages.flatMap((stage) => stage.closed);
  const unknown = stages.flatMap((stage) => stage.unknown);
  return closed.length > 0 ? { closed } : unknown.length > 0 ? { unknown } : {};
}

/** Of a family whose own file is not known: what all of them have, and the files that may be included. */
const USUAL: readonly PamLine[] = [
  ...["common-account", "common-session", "password-auth", "postlogin"].map((service): PamLine => ({
    kind: "include",
    service,
    substack: true,
    since: IMAGE,
  })),
  { kind: "module", type: "session", control: "required", module: "pam_limits.so", args: [], since: IMAGE },
];

interface Run {
  readonly machine: Machine;
  readonly account: string;
  readonly type: "account" | "session";
  readonly closed: LoginReason[];
  readonly unknown: LoginReason[];
  /** Lines that are still to be skipped. */
  left: number;
  depth: number;
  /** False once a line may have ended the stack or skipped others. */
  sure: boolean;
}

type Outcome = "goes on" | "ends";

function runStack(lines: readonly PamLine[], run: Run): Outcome {
  for (const line of lines) {
    if (line.kind === "unclear") {
      // What an image has that the model does not know is taken to let people in.
      if (line.since.from === "image") continue;
      run.unknown.push({ what: "a line of PAM's is not known", since: line.since });
      run.sure = false;
      continue;
    }
    if (line.type !== undefined && line.type !== run.type) continue;
    if (line.kind === "include") {
      const outcome = runIncluded(line.service, run);
      if (outcome === "ends" && !line.substack) return "ends";
      continue;
    }
    if (run.left > 0) {
      run.left -= 1;
      continue;
    }
    if (runModule(line, run) === "ends") return "ends";
  }
  return "goes on";
}

function runIncluded(service: string, run: Run): Outcome {
  const path = `/etc/pam.d/${service}`;
  const content = trait(run.machine, "file", path, "content");
  const text = hostText(run.machine, path);
  if (text.state === "absent")
    run.unknown.push({ what: "a file that PAM includes is gone", since: text.since });
  if (text.state === "unknown") run.unknown.push({ what: text.why, since: text.since });
  if (text.state === "absent" || text.state === "unknown" || !content.certain || run.depth > 8)
    return "goes on";
  run.depth += 1;
  const outcome = runStack(pamLines(content.value), run);
  run.depth -= 1;
  return outcome;
}

function runModule(line: Extract<PamLine, { kind: "module" }>, run: Run): Outcome {
  const check = moduleCheck(line, run);
  const passes = check.closed === undefined && check.unknown === undefined;
  const action = actionOf(line.control, check.closed === undefined ? "passed" : "failed");
  if (passes) return follow(action, run);
  const reasons = [...(check.closed ?? []), ...(check.unknown ?? [])];
  if (check.closed === undefined) {
    const failed = actionOf(line.control, "failed");
    if (failed === "ignore" && action === "ok") return "goes on";
    run.unknown.push(...reasons);
    run.sure = false;
    return "goes on";
  }
  if (action !== "bad" && action !== "die") {
    if (action === "unknown") {
      run.unknown.push(...reasons);
      run.sure = false;
    }
    return follow(action, run);
  }
  if (run.sure) run.closed.push(...reasons);
  else run.unknown.push(...reasons);
  return action === "die" ? "ends" : "goes on";
}

function follow(action: ReturnType<typeof actionOf>, run: Run): Outcome {
  if (typeof action === "number") run.left = action;
  if (action === "unknown") run.sure = false;
  return action === "done" || action === "die" ? "ends" : "goes on";
}

/** Modules that let in whom the other checks of the log-in let in. */
const PASSES =
  /^pam_(?:permit|unix|nologin|loginuid|keyinit|motd|mail|env|selinux|systemd|umask|lastlog|lastlog2|tty_audit|faillock|warn|echo|sepermit|mkhomedir|oddjob_mkhomedir|usertype|issue|namespace|faildelay|cap|apparmor|pwhistory|pwquality)\.so$/u;

function moduleCheck({ module, args, since }: Extract<PamLine, { kind: "module" }>, run: Run): Check {
  if (module === "pam_deny.so") return { closed: [{ what: "PAM turns everybody away", since }] };
  if (module === "pam_access.so")
    return args.some((arg) => arg.startsWith("accessfile="))
      ? { unknown: [{ what: "whom a list of PAM's lets in is not known", since }] }
      : accessConf(run.machine, run.account);
  if (module === "pam_limits.so")
    return args.some((arg) => arg.startsWith("conf="))
      ? { unknown: [{ what: "the limits of a session are not known", since }] }
      : limits(run.machine, run.account);
  if (PASSES.test(module) || since.from === "image") return {};
  return { unknown: [{ what: "whom a module of PAM lets in is not known", since }] };
}
