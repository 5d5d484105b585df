import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Case, LOGIN_USER } from "../../corpus/cases";
import { type RecordedBoots, type RecordedMachine, shortened } from "../../corpus/recorded";
import type { ImageName } from "../lab/images";
import type { Instance } from "../lab/instance";
import type { Lab } from "../lab/lab";

const FACTS = readFileSync(join(__dirname, "facts.py"), "utf8");
const BOOT_TIMEOUT_MS = 60_000;
const SSH_PORT = 22;

/** Boots a case, looks, switches it off and on, and looks again. @param operator path of the private key that the corpus' people have */
export async function observe(
  lab: Lab,
  each: Case,
  image: ImageName,
  operator: string,
): Promise<RecordedBoots> {
  const { userData, keyPair, systemd } = each;
  const options = { image, userData, keyPair, loginUser: LOGIN_USER, bootTimeoutMs: BOOT_TIMEOUT_MS };
  const host = await (systemd ? lab.systemd(options) : lab.boot(options));
  try {
    const first = await look(host, operator);
    const isUp = await host.reboot().then(
      () => true,
      () => false,
    );
    const second = isUp ? await look(host, operator) : NOT_UP;
    return { afterBoot: first, afterReboot: shortened(first, second) };
  } finally {
    await host.stop();
  }
}

const NOT_UP: RecordedMachine = { login: { [LOGIN_USER]: "closed" }, readable: false };

async function look(host: Instance, operator: string): Promise<RecordedMachine> {
  const facts = await readBack(host);
  const login: Record<string, "open" | "closed"> = {};
  for (const account of accountsToTry(facts)) {
    login[account] = (await opens(host, account, operator, facts)) ? "open" : "closed";
  }
  return { login, ...facts };
}

type Facts = Omit<RecordedMachine, "login">;

async function readBack(host: Instance): Promise<Facts> {
  const { stdout } = await host.exec(["python3", "-c", FACTS, LOGIN_USER], { timeoutMs: 30_000 });
  try {
    return JSON.parse(stdout) as Facts;
  } catch {
    return { readable: false };
  }
}

function accountsToTry({ accounts = {} }: Facts): readonly string[] {
  const others = Object.entries(accounts).filter(([name, { keys }]) => name !== "root" || keys);
  return [...new Set([LOGIN_USER, ...others.map(([name]) => name)])];
}

// A shell that ends at once, or a command that sshd puts in place of ours, lets nobody do anything; one that records what
// is typed at a terminal and takes no command does.
async function opens(
  host: Instance,
  account: string,
  operator: string,
  { listening }: Facts,
): Promise<boolean> {
  const port =
    listening === undefined || listening.includes(SSH_PORT) ? SSH_PORT : (listening[0] ?? SSH_PORT);
  for (const key of [host.key, operator]) {
    const { code, stdout } = await host.ssh(account, PROBE, { key, port });
    if (stdout.includes("in-42")) return true;
    if (code === NOT_LET_IN) continue;
    const atTerminal = await host.ssh(account, undefined, { key, port, typed: `${PROBE}\nexit\n` });
    if (atTerminal.stdout.includes("in-42")) return true;
  }
  return false;
}

const PROBE = "echo in-$((6 * 7))";
const NOT_LET_IN = 255;
