import { opaque, type Effect } from "../../machine/effect";
import { isBelow, normalisePath } from "../../machine/paths";
import { takeInput, type Call, type Command } from "../session";
import { ANY, isExact, type Value } from "../value";
import { filesBrought } from "./bringing";
import { touchedEffects } from "./touched";

/** Programs whose work is a program of its own, or a configuration from elsewhere: nothing can be told of it. */
const INTERPRETERS =
  /^(?:python[0-9.]*|ruby|node|php|pwsh|ansible-pull|ansible-playbook|puppet|chef-client|chef-solo|salt-call|cfn-init|authselect|authconfig|pam-auth-update)$/u;

/** Programs that bring accounts or keys from elsewhere: a list, a directory, a web site. */
const BRINGS_ACCOUNTS =
  /^(?:newusers|ssh-import-id(?:-[a-z]+)?|realm|adcli|ipa-client-install|sssctl|tsh|teleport|tailscale)$/u;

/** An interpreter's words that name no program of somebody's: a module that manages packages, a question. */
const KNOWN_MODULE = /^(?:pip|venv|virtualenv|ensurepip|json\.tool|site|http\.server)$/u;

/** Programs that act on another system, or only show something: paths they name are not this machine's to change. */
const ELSEWHERE =
  /^(?:ssh|docker|docker-compose|podman|ctr|nerdctl|kubectl|chroot|nsenter|helm|grep|egrep|fgrep|ls|stat|head|tail|wc|diff|less|sort|cut|awk|gawk|tr|jq|yq|du|df|logger|sha256sum|md5sum|date|sleep|hostname|uname|file|basename|dirname|readlink|realpath|restorecon|visudo|sshd|ssh-keygen|ssh-keyscan|git|unzip|gzip|sync|systemd-run|chattr|lsattr|crontab|nginx|gpg)$/u;

/** Programs that make no file but where they are told to. */
const PLAIN =
  /^(?:sleep|date|hostname|hostnamectl|timedatectl|localectl|sysctl|modprobe|swapon|swapoff|mkswap|fallocate|dd|logger|uname|file|basename|dirname|readlink|realpath|restorecon|visudo|chattr|lsattr|setfacl|getfacl|du|df|less|jq|sha256sum|md5sum|history|loginctl|sync|udevadm|free|uptime|seq|curl|wget|ssh-keygen|crontab)$/u;

/** Programs that bring files from elsewhere: what they write is where they say, or below it under a name of its own. */
const FETCHING = /^(?:curl|wget|aws|gsutil|scp|sftp|tar|bsdtar|find)$/u;

/** Files of known software: they do not touch who may log in, and are no script of the author's. */
const KNOWN_PROGRAMS =
  /^(?:\/opt\/aws\/|\/etc\/eks\/|\/snap\/bin\/|\/usr\/lib(?:exec)?\/|\/usr\/local\/go\/bin\/|\/opt\/conda\/bin\/)|(?:^|\/)(?:configure|gradlew|mvnw|aws\/install|venv\/bin\/\w+|\.venv\/bin\/\w+|node_modules\/\.bin\/[\w-]+|\.cargo\/bin\/\w+|\.local\/bin\/\w+)$/u;

/**
 * A command that the model does not follow: it has no effect on access unless it names something that the model keeps,
 * which then cannot be told any more, or is a program that nobody has seen (docs/decisions/0003-what-counts-as-unseen.md).
 */
export const unmodelled: Command = (call) => {
  if (call.name !== "sync") takeInput(call);
  const since = call.since(call.name);
  if (!isExact(call.path)) {
    return { status: "presumed", output: ANY, effects: [opaque("which command is run is not known", since)] };
  }
  const effects = changedPaths(call).flatMap((path): readonly Effect[] =>
    touchedEffects(
      call.session.machine,
      normalisePath(path, call.session.cwd),
      "a command that is not followed names it",
      since,
    ),
  );
  const brought = PLAIN.test(call.name) ? [] : [filesBrought(since)];
  const hidden = isUnseen(call) ? [opaque("a program that cannot be seen into is run", since)] : [];
  return { status: "presumed", output: ANY, effects: [...effects, ...brought, ...hidden] };
};

function changedPaths(call: Call): readonly Value[] {
  if (ELSEWHERE.test(call.name)) return [];
  if (call.name === "find") return findsToChange(call.args);
  const words = FETCHING.test(call.name) ? written(call) : call.args;
  return words.filter((arg) => arg.startsWith("/") || arg.startsWith("./") || arg.startsWith("../"));
}

// Where a download or an archive is put: a folder named as such keeps its own mode, and gets files of other names.
function written({ name, args }: Call): readonly Value[] {
  if (name === "aws" || name === "gsutil" || name === "scp" || name === "sftp") {
    const target = args.filter((arg) => !arg.startsWith("-")).at(-1);
    return target === undefined || target.endsWith("/") ? [] : [target];
  }
  const folder =
    name === "wget"
      ? /^(?:-P|--directory-prefix)$/u
      : name.endsWith("tar")
        ? /^-[a-zA-Z]*C$|^--directory$/u
        : /^--output-dir$/u;
  const file =
    name === "curl"
      ? /^-[a-zA-Z]*o$|^--output$/u
      : name === "wget"
        ? /^-[a-zA-Z]*O$|^--output-document$/u
        : /^$/u;
  return args.flatMap((arg, at) => {
    const before = args[at - 1] ?? "";
    if (file.test(before)) return [arg];
    const glued = /^--output(?:-document)?=(.*)$/u.exec(arg)?.[1];
    if (glued !== undefined) return [glued];
    return folder.test(before) && /\/\.ssh\/?$/u.test(arg) ? [arg] : [];
  });
}

const LOOKING = /^(?:grep|ls|cat|echo|stat|file|wc|head|du)$/u;

// find(1) changes what it finds with -delete or a command, and that may be anything below where it starts.
function findsToChange(args: readonly Value[]): readonly Value[] {
  const run = args.findIndex((arg) => /^-(?:exec|execdir|ok|delete)$/u.test(arg));
  if (run === -1 || LOOKING.test(args[run + 1] ?? "")) return [];
  const named = args[args.findIndex((arg) => /^-i?name$/u.test(arg)) + 1];
  const mayBeKeys =
    !args.some((arg) => /^-i?name$/u.test(arg)) || /^[*.]*\*$|ssh|auth|key/u.test(named ?? "");
  const starts = args.slice(
    0,
    args.findIndex((arg) => arg.startsWith("-")),
  );
  return mayBeKeys ? starts.filter((start) => start.startsWith("/")) : [];
}

function isUnseen({ name, path, args }: Call): boolean {
  if (BRINGS_ACCOUNTS.test(name)) return true;
  if (INTERPRETERS.test(name)) return !isHarmlessCode(args);
  return !isSystemProgram(path) && !KNOWN_PROGRAMS.test(path);
}

// `python3 -m pip …`, `node --version`, and short code that stands in the line and names nothing that decides.
function isHarmlessCode(args: readonly Value[]): boolean {
  const [flag = "", code = ""] = args;
  if (/^(?:--?version|-V|-v|--help)$/u.test(flag)) return true;
  if (flag === "-m") return KNOWN_MODULE.test(code);
  return (
    /^-[ceE]$/u.test(flag) &&
    isExact(code) &&
    /^[^/]*$|^import json/u.test(code) &&
    !/system|subprocess|exec|spawn|open|eval/u.test(code)
  );
}

// A program by its path outside the system's own directories is something that was put there: a download, a script.
export const isSystemProgram = (path: string): boolean =>
  !path.includes("/")
    ? !path.endsWith(".sh")
    : ["/bin", "/sbin", "/usr"].some((under) => isBelow(path, under)) &&
      /^\/(?:usr\/)?(?:local\/)?s?bin\/[^/]+$/u.test(path);
