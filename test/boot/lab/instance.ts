import type { Outcome } from "./command";
import type { ImageName } from "./images";
import type { MetadataTree } from "./metadata-service";
import type { SshOptions } from "./ssh-client";

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
  /** How many files and folders it may make; a million without a word. */
  readonly diskInodes?: number;
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
