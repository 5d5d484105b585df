// npm start: previews the project at the root against the policy pack, offline, and leaves nothing behind.
//
// The example it previews is meant to be stopped. So this succeeds when Pulumi fails and the pack's two verdicts are
// what stopped it; a preview that passes, or that fails for any other reason, is a failure here.
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, copyFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensurePulumi } from "./pulumi-cli.mjs";
import { checkout, offlineEnvironment } from "./pulumi-env.mjs";

const STACK = "example";
const VERDICTS = ["login-shut", "no-way-in"];

/** @param {string} eventLog one engine event a line @returns {boolean} stopped by the verdicts and by nothing else */
function stoppedByVerdicts(eventLog) {
  const events = readFileSync(eventLog, "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  const mandatory = events
    .map((event) => event.policyEvent)
    .filter((policy) => policy?.enforcementLevel === "mandatory")
    .map((policy) => policy.policyName);
  const otherErrors = events
    .map((event) => event.diagnosticEvent)
    .filter(
      (diagnostic) => diagnostic?.severity === "error" && !diagnostic.message.includes("preview failed"),
    );
  return [...new Set(mandatory)].sort().join() === VERDICTS.join() && otherErrors.length === 0;
}

/** The command that runs now, to be told when this is asked to end. @type {import("node:child_process").ChildProcess | undefined} */
let running;
let interrupted = false;

/** From now on Ctrl-C ends the running command only, so that the temporary folder is still removed. */
function outliveInterrupts() {
  // The terminal sends SIGINT to the CLI as well, which cleans up before it exits.
  process.on("SIGINT", () => (interrupted = true));
  process.on("SIGTERM", () => {
    interrupted = true;
    running?.kill("SIGINT");
  });
}

/** @returns {Promise<{ code: number, captured: string }>} the exit code, and standard error where it was piped */
function pulumi(bin, args, options) {
  return new Promise((done, fail) => {
    let captured = "";
    running = spawn(bin, args, options);
    running.stderr?.on("data", (chunk) => (captured += chunk));
    running.once("error", fail);
    running.once("close", (code) => done({ code: code ?? 1, captured }));
  });
}

async function main() {
  if (!existsSync(join(checkout, "policies", "dist", "index.js"))) {
    throw new Error("The policy pack is not compiled: run npm ci, or npm run build.");
  }
  const cli = await ensurePulumi();
  outliveInterrupts();
  const temporary = mkdtempSync(join(tmpdir(), "latchkey-preview-"));
  try {
    const state = join(temporary, "state");
    const project = join(temporary, "project");
    const eventLog = join(temporary, "events.json");
    mkdirSync(state);
    mkdirSync(project);
    const env = {
      ...offlineEnvironment(cli, {
        home: join(temporary, "home"),
        backend: state,
        passphrase: randomBytes(16).toString("hex"),
      }),
      // `npm run typecheck` checks the example; here it would cost ten seconds.
      PULUMI_NODEJS_TRANSPILE_ONLY: "true",
      // Makes the CLI accept --event-log.
      PULUMI_DEBUG_COMMANDS: "true",
    };

    // A stack is made with a settings file beside Pulumi.yaml. Made in a copy, it does not end up in the checkout.
    copyFileSync(join(checkout, "Pulumi.yaml"), join(project, "Pulumi.yaml"));
    const init = ["stack", "init", STACK, "--non-interactive", "--no-select", "--cwd", project];
    const made = await pulumi(cli.bin, init, { env, stdio: ["ignore", "ignore", "pipe"] });
    if (interrupted) return 130;
    if (made.code !== 0) throw new Error(made.captured);

    const settings = join(project, `Pulumi.${STACK}.yaml`);
    const preview = [
      ...["preview", "--cwd", checkout, "--stack", STACK, "--config-file", settings],
      ...["--policy-pack", join(checkout, "policies"), "--event-log", eventLog],
      ...["--non-interactive", "--suppress-progress", "--suppress-outputs"],
    ];
    // Nothing is printed after this: what Pulumi says is the last thing on the screen.
    const ended = await pulumi(cli.bin, preview, { env, stdio: ["ignore", "inherit", "inherit"] });
    if (interrupted) return 130;
    return ended.code !== 0 && existsSync(eventLog) && stoppedByVerdicts(eventLog) ? 0 : 1;
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

process.exitCode = await main().catch((error) => {
  process.stderr.write(`${error.message}\n`);
  return 1;
});
