import { randomBytes } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Outcome, run } from "./command";
import { type ImageName, LOGIN_USERS } from "./images";
import { imageLayers } from "./image-store";
import { defaultUser, onDisk, putFile, textOf } from "./disk";
import type { Release } from "./lock";
import { type Metadata, type MetadataTree, serveMetadata } from "./metadata-service";
import { instanceTree } from "./metadata-tree";
import { inInstance } from "./namespaces";
import { makeKeyPair, plink, ssh, type SshOptions } from "./ssh-client";
import { makeVpc } from "./vpc";
import { makeWorkFolder } from "./work-folder";

export interface BootOptions {
  readonly image: ImageName;
  readonly userData?: string | Buffer;
  /** Whether the launch names a key pair; true without a word. */
  readonly keyPair?: boolean;
  /** The image's default user; without a word `admin` on Debian, `ec2-user` where modes are judged as upstream does. */
  readonly loginUser?: string;
  /** More of what /latest answers, folded into the metadata service's tree: `{"meta-data": {iam: …}}`. */
  readonly metadata?: MetadataTree;
  /** Files put on the disk before the first boot, as another image would have them: absolute path to content. */
  readonly files?: Readonly<Record<string, string>>;
  /** How much the instance may write, as tmpfs' `size` wants it: `1g` without a word. */
  readonly diskSize?: string;
  /** Bound of each boot, in ms; two minutes without a word. */
  readonly bootTimeoutMs?: number;
}

export interface RebootOptions {
  /** New user data, null to take it away; without a word it stays as it is. */
  readonly userData?: string | Buffer | null;
  /** Shell, run as root with the disk's root in $1 while the instance is off: what a person does on a rescue host. */
  readonly offline?: string;
}

/** A host with real cloud-init and sshd that was launched on "EC2". */
export interface Instance {
  readonly instanceId: string;
  readonly loginUser: string;
  /** Path of the key pair's private half; there also when the launch names no key pair. */
  readonly key: string;
  /** The key pair's public half, one line. */
  readonly publicKey: string;
  /** Requests to the metadata service: `GET /latest/user-data 200`. */
  readonly requests: readonly string[];
  /** OpenSSH's client from the host beside it; code 255 when it isn't let in. */
  ssh(user: string, command?: string, options?: SshOptions): Promise<Outcome>;
  canLogIn(user: string, options?: SshOptions): Promise<boolean>;
  /** PuTTY's client, for the words that people see. */
  plink(user: string, command?: string): Promise<Outcome>;
  /** Runs a program (argv) or shell text as root inside. */
  exec(command: string | readonly string[], options?: { readonly timeoutMs?: number }): Promise<Outcome>;
  /** Logs in by name and password at the (serial) console. */
  console(user: string, password: string): Promise<boolean>;
  /** Stop and start: same disk, all stages of the boot again, sshd anew. */
  reboot(options?: RebootOptions): Promise<void>;
  /** What the boots, the console, cloud-init and sshd wrote. */
  log(): string;
  /** Ends it and removes all of it. Does nothing the second time. */
  stop(): Promise<void>;
}

/** How an instance is switched on: by hand, stage after stage, or by systemd. */
export interface Power {
  /** @returns the process, as this machine numbers it, that is the first one inside, once the boot is over */
  on(timeoutMs: number): Promise<number>;
  off(): Promise<void>;
  console(pid: number, user: string, password: string): Promise<boolean>;
}

/** Where an instance's parts are. */
export interface Place {
  readonly folder: string;
  readonly layers: readonly string[];
  readonly vpcPid: number;
}

const BOOT_TIMEOUT_MS = 120_000;
const LOGS = ["cloud-init.log", "cloud-init-output.log", "sshd.log"];

/**
 * Launches an instance and waits until its first boot is over.
 *
 * @param wiring how it is switched on
 * @param release gives back the instance's place when it is stopped
 * @throws when the instance doesn't come up; an instance that nobody can log in to is one that came up
 */
export async function launch(
  options: BootOptions,
  wiring: (place: Place) => Power,
  release: Release,
): Promise<Instance> {
  const layers = await imageLayers(options.image);
  const loginUser = options.loginUser ?? LOGIN_USERS[options.image];
  const instanceId = `i-0${randomBytes(8).toString("hex")}`;
  const folder = makeWorkFolder();
  const closers: (() => unknown)[] = [release, () => rmSync(folder, { recursive: true, force: true })];
  const closeAll = async () => {
    for (let close = closers.pop(); close; close = closers.pop()) await close();
  };
  try {
    const pair = await makeKeyPair(folder, "my-key");
    const publicKey = readFileSync(pair.publicKeyFile, "utf8").trim();
    writeFileSync(join(folder, "console.log"), "");
    const vpc = await makeVpc(folder, options.diskSize ?? "1g");
    closers.push(() => vpc.close());
    const seen = (path: string) => join(`/proc/${vpc.pid}/root`, folder, path);
    const files = { "/etc/cloud/cloud.cfg.d/20_lab-user.cfg": defaultUser(loginUser), ...options.files };
    for (const [path, content] of Object.entries(files)) putFile(seen(join("disk/upper", path)), content);

    let userData = options.userData;
    const metadata = (): Metadata => ({
      tree: instanceTree(instanceId, options.metadata),
      userData: userData === undefined ? undefined : Buffer.from(userData),
      publicKeys: options.keyPair === false ? [] : [{ name: "my-key", key: publicKey }],
    });
    const service = serveMetadata(vpc.metadataSocket, metadata);
    closers.push(() => service.close());

    const place = { folder, layers, vpcPid: vpc.pid };
    const power = wiring(place);
    const timeoutMs = options.bootTimeoutMs ?? BOOT_TIMEOUT_MS;
    closers.push(() => power.off());
    let pid = await power.on(timeoutMs);

    let lastWords = "";
    const log = () =>
      lastWords ||
      [
        ...["boot.log", "console.log"].map((name) => textOf(join(folder, name))),
        ...LOGS.map((name) => textOf(seen(join("disk/upper/var/log", name)))),
      ].join("\n");
    const exec: Instance["exec"] = (command, { timeoutMs: bound } = {}) =>
      run(
        [...inInstance(pid), ...(typeof command === "string" ? ["sh", "-c", command] : command)],
        bound === undefined ? {} : { timeoutMs: bound },
      );
    const toSsh: Instance["ssh"] = (user, command, each = {}) =>
      ssh(vpc.pid, user, command, pair.privateKey, each);
    return {
      instanceId,
      loginUser,
      key: pair.privateKey,
      publicKey,
      requests: service.requests,
      ssh: toSsh,
      canLogIn: async (user, each) => (await toSsh(user, "true", each)).code === 0,
      plink: async (user, command = "true") => {
        const keys = await exec("for key in /etc/ssh/ssh_host_*.pub; do ssh-keygen -lf $key; done");
        const fingerprints = keys.stdout.match(/SHA256:\S+/g) ?? [];
        return plink(vpc.pid, user, command, pair, fingerprints);
      },
      exec,
      console: (user, password) => power.console(pid, user, password),
      reboot: async (each = {}) => {
        await power.off();
        if (each.userData !== undefined) userData = each.userData ?? undefined;
        if (each.offline !== undefined) await onDisk(place, each.offline);
        pid = await power.on(timeoutMs);
      },
      log,
      stop: async () => {
        lastWords = log();
        await closeAll();
      },
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
}
