import { opaque } from "../../machine/effect";
import { normalisePath } from "../../machine/paths";
import type { Command } from "../session";
import { ANY, isExact } from "../value";
import { touchedEffects } from "./touched";

/** Programs whose work is a program of its own, or a configuration from elsewhere: nothing can be told of it. */
const INTERPRETERS =
  /^(?:python[0-9.]*|perl|ruby|node|php|pwsh|ansible-pull|ansible-playbook|puppet|chef-client|chef-solo|salt-call|cfn-init|authselect|authconfig|pam-auth-update)$/u;

/** Programs that act on another system, or only show something: paths they name are not this machine's to change. */
const ELSEWHERE = /^(?:ssh|scp|sftp|docker|podman|ctr|nerdctl|kubectl|chroot|nsenter|helm|aws|curl|wget|grep|egrep|fgrep|ls|stat|head|tail|wc|diff|less|sort|cut|awk|tr|jq|find|du|df|logger|sha256sum|md5sum|date|sleep|hostname|uname|file|basename|dirname|readlink|realpath|restorecon|visudo|sshd|ssh-keygen|ssh-keyscan|git|tar|unzip|gzip|systemd-run)$/u;
const WRITES = /^(?:-[a-zA-Z]*[oOCdP]|--output|--directory|-delete|-exec)$/u;

/**
 * A command that the model does not follow: it has no effect on access unless it names something that the model keeps,
 * which then cannot be told any more.
 */
export const unmodelled: Command = (call) => {
  const since = call.since(isExact(call.name) ? call.name : "command");
  if (!isExact(call.name)) return { status: "presumed", output: ANY, effects: [opaque("which command is run is not known", since)] };
  const script = isOwnProgram(call.path) || INTERPRETERS.test(call.name);
  const looksOnly = ELSEWHERE.test(call.name) && !call.args.some((arg) => WRITES.test(arg));
  const effects = looksOnly
    ? []
    : call.args
        .filter((arg) => arg.startsWith("/") || arg.startsWith("./") || call.name === "find" || WRITES.test(arg))
        .filter((arg) => arg.startsWith("/"))
        .flatMap((arg) =>
          touchedEffects(call.session.machine, normalisePath(arg, call.session.cwd), "a command that is not followed names it", since),
        );
  const hidden = script ? [opaque("a program that cannot be seen into is run", since)] : [];
  return { status: "presumed", output: ANY, effects: [...effects, ...hidden] };
};

// A program by its path outside the system's own directories is something that was put there: a download, a script.
const isOwnProgram = (path: string): boolean =>
  path.endsWith(".sh") || (path.includes("/") && !/^\/(?:usr\/)?(?:local\/)?s?bin\/[^/]+$/u.test(path));
