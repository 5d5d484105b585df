import { join } from "node:path";
import { run } from "./command";
import { onDisk, textOf, written } from "./disk";
import type { BootOptions, Instance, Place, Power } from "./instance";
import type { Release } from "./lock";
import { inInstance } from "./namespaces";
import { plink, ssh } from "./ssh-client";
import { makeSurroundings } from "./surroundings";

const BOOT_TIMEOUT_MS = 120_000;

/**
 * Launches an instance and waits until its first boot is over.
 *
 * @param wiring how it is switched on
 * @param release gives back the instance's place when it is stopped, or doesn't come up
 * @throws when the instance doesn't come up; an instance that nobody can log in to is one that came up
 */
export async function launch(
  options: BootOptions,
  wiring: (place: Place) => Power,
  release: Release,
): Promise<Instance> {
  const closers: (() => unknown)[] = [release];
  const closeAll = async () => {
    for (let close = closers.pop(); close; close = closers.pop()) await close();
  };
  try {
    const surroundings = await makeSurroundings(options, (close) => closers.push(close));
    const power = wiring(surroundings.place);
    closers.push(() => power.off());
    return await switchedOn(surroundings, power, options.bootTimeoutMs ?? BOOT_TIMEOUT_MS, closeAll);
  } catch (error) {
    await closeAll();
    throw error;
  }
}

async function switchedOn(
  { place, keyPair, setUserData, ...known }: Awaited<ReturnType<typeof makeSurroundings>>,
  power: Power,
  timeoutMs: number,
  closeAll: () => Promise<void>,
): Promise<Instance> {
  let pid = await power.on(timeoutMs);
  let lastWords: string | undefined;
  const log = () => lastWords ?? logOf(place);
  const exec: Instance["exec"] = (command, bound) =>
    run([...inInstance(pid), ...(typeof command === "string" ? ["sh", "-c", command] : command)], bound);
  const toSsh: Instance["ssh"] = (user, command, options = {}) =>
    ssh(place.vpcPid, user, command, keyPair.privateKey, options);
  return {
    instanceId: known.instanceId,
    loginUser: known.loginUser,
    key: keyPair.privateKey,
    publicKey: known.publicKey,
    requests: known.requests,
    ssh: toSsh,
    canLogIn: async (user, options) => (await toSsh(user, "true", options)).code === 0,
    plink: async (user, command = "true") => {
      const keys = await exec("for key in /etc/ssh/ssh_host_*.pub; do ssh-keygen -lf $key; done");
      const fingerprints = keys.stdout.match(/SHA256:\S+/g) ?? [];
      return plink(place.vpcPid, user, command, keyPair, fingerprints);
    },
    exec,
    console: (user, password) => power.console(pid, user, password),
    reboot: async ({ userData, offline } = {}) => {
      await power.off();
      if (userData !== undefined) setUserData(userData ?? undefined);
      if (offline !== undefined) await onDisk(place, offline);
      pid = await power.on(timeoutMs);
    },
    log,
    stop: async () => {
      lastWords ??= log();
      await closeAll();
    },
  };
}

function logOf(place: Place): string {
  const inside = ["cloud-init.log", "cloud-init-output.log", "sshd.log"];
  return [
    ...["boot.log", "console.log"].map((name) => textOf(join(place.folder, name))),
    ...inside.map((name) => textOf(written(place, join("/var/log", name)))),
  ].join("\n");
}
