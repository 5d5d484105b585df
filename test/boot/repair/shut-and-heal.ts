import { setTimeout as sleep } from "node:timers/promises";
import type { ComposeOptions } from "../../../components/cloud-init/compose";
import { composed } from "../component/composed";
import type { Instance } from "../lab/instance";
import type { Lab } from "../lab/lab";
import type { Cause } from "./causes";
import { status } from "./changes";

/** Whether the login user gets in by key: at once, after a reboot without the component, and after one with it. */
export interface Healing {
  readonly before: boolean;
  readonly without: boolean;
  readonly with: boolean;
  /** What the component says of the boot that let people in again. */
  readonly status: string;
}

const GOES_ON_MS = 30_000;
const POLL_MS = 500;
const PROGRAM = "usr/local/sbin/latchkey-repair";

/** What a component hands over for the login user and the key pair of the launch. */
export const component = (loginUser: string, more: Partial<ComposeOptions> = {}): Buffer =>
  composed({ loginUser, keyPair: true, ...more });

/** Does to the host what shuts it, as root, and starts sshd anew. */
export async function shut(host: Instance, shell: string): Promise<void> {
  const names = `u=${host.loginUser}; h=/home/$u`;
  const done = await host.exec(`set -e; ${names}; ${shell}`);
  if (done.code !== 0) throw new Error(`could not shut the host: ${done.stderr}`);
  await restartSshd(host);
}

// sshd's own process only, the one that listens: not those of connections.
export const restartSshd = (host: Instance) =>
  host.exec(
    "if [ -d /run/systemd/system ]; then systemctl restart ssh; else service ssh stop; service ssh start; fi",
    {
      timeoutMs: 30_000,
    },
  );

/** Launches a host, shuts it, and reboots it without and with the component. */
export async function shutAndHeal(lab: Lab, cause: Cause): Promise<Healing> {
  const options = {
    image: cause.image ?? "bookworm",
    ...(cause.diskSize === undefined ? {} : { diskSize: cause.diskSize }),
  } as const;
  const launch = (userData: string | Buffer) =>
    lab[cause.systemd ? "systemd" : "boot"]({ ...options, userData });
  const loginUser = cause.image === undefined ? "admin" : "ec2-user";
  if (cause.userData !== undefined) return shutByUserData(launch, cause.userData, loginUser);

  const host = await launch(component(loginUser));
  try {
    if (!(await host.canLogIn(loginUser))) throw new Error(`was shut before: ${host.log().slice(-2000)}`);
    await shut(host, cause.shut ?? "");
    const before = await host.canLogIn(loginUser);
    await host.reboot({ userData: null, offline: `mv "$1/${PROGRAM}" "$1/${PROGRAM}.off"` });
    const without = await host.canLogIn(loginUser);
    await host.reboot({ userData: component(loginUser), offline: `mv "$1/${PROGRAM}.off" "$1/${PROGRAM}"` });
    return { before, without, with: await opens(host), status: await status(host) };
  } finally {
    await host.stop();
  }
}

/** Whether it lets the login user in, and soon: a boot that goes on after emergency mode takes some seconds more. */
export async function opens(host: Instance): Promise<boolean> {
  const deadline = Date.now() + GOES_ON_MS;
  while (Date.now() < deadline) {
    // systemd calls a boot over that emergency mode has ended; what still waits or starts tells that it goes on.
    const { stdout } = await host.exec("systemctl is-system-running; systemctl list-jobs");
    const goesOn = /maintenance|starting|running$|waiting$/mu.test(stdout.replace(/^running\n/u, ""));
    if (await host.canLogIn(host.loginUser)) return true;
    if (!goesOn) return false;
    await sleep(POLL_MS);
  }
  return false;
}

/** The user data itself shuts the host: one is launched with it alone, one with the component beside it. */
async function shutByUserData(
  launch: (userData: string | Buffer) => Promise<Instance>,
  userData: string,
  loginUser: string,
): Promise<Healing> {
  const alone = await launch(userData);
  let before: boolean, without: boolean;
  try {
    before = await alone.canLogIn(loginUser);
    await alone.reboot();
    without = await alone.canLogIn(loginUser);
  } finally {
    await alone.stop();
  }
  const host = await launch(component(loginUser, { userData: [{ text: userData }] }));
  try {
    const first = await host.canLogIn(loginUser);
    const told = await status(host);
    await host.reboot();
    return { before, without, with: first && (await host.canLogIn(loginUser)), status: told };
  } finally {
    await host.stop();
  }
}
