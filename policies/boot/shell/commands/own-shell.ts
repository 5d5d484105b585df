import { opaque } from "../../machine/effect";
import { collapsedSource } from "../parse";
import type { SourceText } from "../../../facts/place";
import { BROKEN, type Session, type Status } from "../session";
import type { Context } from "../simple-command";
import { ANY, isExact } from "../value";
import { scriptFile } from "./scripts";
import { isTooDeep } from "./shells";
import type { Wrapper } from "./wrapper";

/** `eval TEXT`. */
export const evaluate: Wrapper = (call, context) => {
  const text = call.args.join(" ");
  if (isTooDeep(context)) return { status: "unknown" };
  if (!isExact(text)) {
    context.session.unsetKnown = false;
    // The output of a well-known tool's own set-up (`eval "$(ssh-agent)"`) cannot be told from anything else.
    return {
      status: "unknown",
      effects: [opaque("a command line that is not known is run", call.since("eval"))],
    };
  }
  context.session.depth += 1;
  const status = runHere(collapsedSource(text, context.source, context.node.pos), context);
  context.session.depth -= 1;
  return { status };
};

// In bash a syntax error in it ends the text alone, in a POSIX shell the script too.
function runHere(text: SourceText, { runner, session }: Context): Status {
  const status = runner.runScript(text, session);
  if (session.stopped === BROKEN && !session.posix) session.stopped = undefined;
  return status;
}

/** `trap TEXT EXIT`: run when the script ends. Other signals are not sent by anything that is followed. */
export const trap: Wrapper = (call, context) => {
  const { session, runner, source, node } = context;
  const [action, ...signals] = call.args.filter((arg) => arg !== "--");
  if (action === undefined || !signals.some((signal) => /^(?:0|EXIT|SIGEXIT)$/iu.test(signal)))
    return { status: "success" };
  if (action === "-" || action === "") session.onExit = undefined;
  else if (isExact(action)) {
    const text = collapsedSource(action, source, node.pos);
    session.onExit = (inner) => void runner.runScript(text, inner);
  } else
    return {
      status: "success",
      effects: [opaque("a command line that is not known is run", call.since("trap"))],
    };
  return { status: "success" };
};

/** Files that every distribution ships or a tool's own installer leaves, and that only set variables. */
const KNOWN_FILES =
  /^\/etc\/(?:os-release|lsb-release|environment|profile(?:\.d\/[^/]+)?|bash\.?rc|bash_completion|default\/.*|sysconfig\/.*)$|^\/usr\/lib\/os-release$|\/\.(?:bashrc|profile|bash_profile|cargo\/env)$|\/nvm\.sh$|\/bin\/activate$/u;

/** The identifiers of os-release(5) by family; a family of several distributions has none. */
const OS_IDS: Readonly<Record<string, string>> = {
  debian: "debian",
  ubuntu: "ubuntu",
  al2023: "amzn",
  "amazon-linux-2": "amzn",
};

function readOsRelease({ machine, variables }: Session): void {
  for (const name of [
    "NAME",
    "VERSION",
    "VERSION_ID",
    "VERSION_CODENAME",
    "PRETTY_NAME",
    "ID_LIKE",
    "VARIANT_ID",
  ])
    variables.set(name, ANY);
  variables.set("ID", OS_IDS[machine.family] ?? ANY);
}

/** `. FILE`, `source FILE`. */
export const source: Wrapper = (call, context) => {
  const file = call.args[0] ?? "";
  if (/^\/(?:etc|usr\/lib)\/os-release$/u.test(file)) {
    readOsRelease(context.session);
    return { status: "presumed" };
  }
  const script = KNOWN_FILES.test(file) ? undefined : scriptFile(context.session, file);
  if (script === undefined) {
    // What it sets is not known.
    context.session.unsetKnown = false;
    return { status: "presumed" };
  }
  if (script.kind === "missing") return { status: "failure" };
  if (script.kind === "shell") {
    if (isTooDeep(context)) return { status: "unknown" };
    context.session.depth += 1;
    const status = runHere(script.source, context);
    context.session.depth -= 1;
    return { status };
  }
  // It may set any variable of the script anew.
  for (const name of context.session.variables.keys()) context.session.variables.set(name, ANY);
  context.session.unsetKnown = false;
  return {
    status: "presumed",
    effects: [opaque("a file that is not in the user data is read as commands", call.since("source"))],
  };
};
