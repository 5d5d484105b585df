import { setTimeout as sleep } from "node:timers/promises";
import type { ComposeOptions } from "../../../components/cloud-init/compose";
import { composed } from "../component/composed";
import type { Instance } from "../lab/instance";
import type { Lab } from "../lab/lab";
import type { Cause } from "./causes";
import { status } from "./changes";

/** Whether the login user gets in by key: at once, and after a reboot. */
export interface Opens {
  readonly atOnce: boolean;
  readonly rebooted: boolean;
}

/** The same cause on a host without the component, and on one with it. */
export interface Healing {
  readonly without: Opens;
  readonly with: Opens;
  /** What the component says of the boot after which people get in. */
  readonly status: string;
}

const GOES_ON_MS = 30_000;
const POLL_MS = 500;

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

/** Launches a host without the component and one with it, does to both what shuts them, and reboots them. */
export async function shutAndHeal(lab: Lab, cause: Cause): Promise<Healing> {
  const options = {
    image: cause.image ?? "bookworm",
    ...(cause.diskSize === undefined ? {} : { diskSize: cause.diskSize }),
  } as const;
  const loginUser = options.image === "bookworm-upstream-modes" ? "ec2-user" : "admin";
  const launch = (userData: string | Buffer) =>
    lab[cause.systemd ? "systemd" : "boot"]({ ...options, userData });
  const own = component(loginUser, {
    keepOpen: cause.keepOpen === true,
    ...(cause.userData !== undefined && { userData: [{ text: cause.userData }] }),
  });
  const without = await outcomeOf(await launch(cause.userData ?? "#!/bin/sh\n"), cause);
  const { status: told, ...opened } = await outcomeOf(await launch(own), cause);
  return { without, with: opened, status: told };
}

async function outcomeOf(host: Instance, cause: Cause): Promise<Opens & { readonly status: string }> {
  try {
    if (cause.shut !== undefined) {
      if (!(await host.canLogIn(host.loginUser)))
        throw new Error(`was shut before: ${host.log().slice(-2000)}`);
      await shut(host, cause.shut);
    }
    const atOnce = await host.canLogIn(host.loginUser);
    const first = cause.userData === undefined ? "" : await status(host);
    await host.reboot();
    const rebooted = await opens(host);
    return { atOnce, rebooted, status: first + (await status(host)) };
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
