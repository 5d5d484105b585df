import { join } from "node:path";
import { mustRun, type Outcome, run } from "./command";
import { besideInstance } from "./namespaces";
import { INSTANCE_ADDRESS } from "./vpc";

export interface SshOptions {
  /** Path of a private key; the instance's key pair without a word. */
  readonly key?: string;
  readonly port?: number;
  /** Typed at a terminal that is asked of the server; without it there is none. */
  readonly typed?: string;
  /** Offer this password in place of a key. */
  readonly password?: string;
  /** What the client says of its doings (-v) is part of its stderr. */
  readonly verbose?: true;
}

/** A key pair in a folder, in the formats of OpenSSH and PuTTY. */
export interface KeyPair {
  readonly privateKey: string;
  readonly puttyKey: string;
  readonly publicKeyFile: string;
}

const CONNECT_SECONDS = 5;
const TIMEOUT_MS = 20_000;
const NEW_HOST = /^Warning: Permanently added .*\r?\n/m;

/** Makes an ed25519 key pair `name`, `name`.pub and `name`.ppk in `folder`. */
export async function makeKeyPair(folder: string, name: string): Promise<KeyPair> {
  const privateKey = join(folder, name);
  const puttyKey = `${privateKey}.ppk`;
  await mustRun(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", privateKey]);
  await mustRun(["puttygen", privateKey, "-o", puttyKey]);
  return { privateKey, puttyKey, publicKeyFile: `${privateKey}.pub` };
}

/**
 * OpenSSH's client on the host beside the instance.
 *
 * @param vpcPid a process of that host's network
 * @param command run by the user's shell; without one the shell itself, which reads the end of its input at once
 * @returns ssh's own code: 255 when nobody was let in
 */
export async function ssh(
  vpcPid: number,
  user: string,
  command: string | undefined,
  key: string,
  options: SshOptions,
): Promise<Outcome> {
  const settings = {
    StrictHostKeyChecking: "no",
    UserKnownHostsFile: "/dev/null",
    IdentitiesOnly: "yes",
    IdentityAgent: "none",
    ConnectTimeout: CONNECT_SECONDS,
    Port: options.port ?? 22,
    ...(options.password === undefined
      ? { BatchMode: "yes", PreferredAuthentications: "publickey,none" }
      : { PreferredAuthentications: "password,keyboard-interactive", NumberOfPasswordPrompts: 1 }),
  };
  const outcome = await run(
    [
      ...besideInstance(vpcPid),
      ...[
        "ssh",
        "-F",
        "none",
        options.typed === undefined ? "-T" : "-tt",
        ...(options.verbose ? ["-v"] : []),
        "-i",
        options.key ?? key,
      ],
      ...Object.entries(settings).flatMap(([name, value]) => ["-o", `${name}=${value}`]),
      ...[`${user}@${INSTANCE_ADDRESS}`, ...(command === undefined ? [] : [command])],
    ],
    {
      timeoutMs: TIMEOUT_MS,
      env: withPassword(options.password),
      ...(options.typed !== undefined && { input: options.typed }),
    },
  );
  return { ...outcome, stderr: outcome.stderr.replace(NEW_HOST, "") };
}

/**
 * PuTTY's client on the host beside the instance, for the words that its users see.
 *
 * @param hostKeys fingerprints that count as known, or undefined when the host has none
 */
export function plink(
  vpcPid: number,
  user: string,
  command: string,
  key: KeyPair,
  hostKeys: readonly string[],
): Promise<Outcome> {
  const known = hostKeys.flatMap((fingerprint) => ["-hostkey", fingerprint]);
  return run(
    [
      ...besideInstance(vpcPid),
      ...["plink", "-ssh", "-batch", "-v", "-no-antispoof", "-noagent", ...known, "-i", key.puttyKey],
      ...[`${user}@${INSTANCE_ADDRESS}`, command],
    ],
    { timeoutMs: TIMEOUT_MS, env: { PATH: process.env.PATH, HOME: join(key.puttyKey, "..") } },
  );
}

// ssh asks a program for the password when there is no terminal; the program here is a shell that says a variable.
function withPassword(password: string | undefined): NodeJS.ProcessEnv {
  const { PATH, HOME } = process.env;
  if (password === undefined) return { PATH, HOME };
  return {
    PATH,
    HOME,
    SSH_ASKPASS: join(__dirname, "askpass.sh"),
    SSH_ASKPASS_REQUIRE: "force",
    LAB_PASSWORD: password,
  };
}
