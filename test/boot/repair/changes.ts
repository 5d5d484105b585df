import type { Instance } from "../lab/instance";

const LEFT_OUT = ["proc", "sys", "run", "tmp", "dev", "var/log", "var/lib/cloud"];
const NEWER = `find / -xdev -newer /mark -type f ${LEFT_OUT.map((folder) => `! -path '/${folder}/*'`).join(" ")}`;
const ACCESS = /latchkey|\/home|ssh|shadow|passwd|group|sudoers|pam\.d|fstab/u;
/** What the user data and the program write at each boot, as it stood. */
const WRITTEN_AT_EACH_BOOT =
  /^\/(?:var\/lib\/latchkey\/status|var\/lib\/cloud\/scripts\/per-boot\/latchkey\S*|usr\/local\/sbin\/latchkey-\S+|etc\/latchkey\/repair\.conf|etc\/systemd\/system\/latchkey-[\w-]+\.service)$/u;

/** Files about accounts and log-ins that a reboot wrote, besides those that are written at each boot alike. */
export async function rebootAndSeeChanges(host: Instance): Promise<readonly string[]> {
  await host.exec("touch /mark");
  await host.reboot();
  const { stdout } = await host.exec(NEWER);
  return stdout.split("\n").filter((file) => ACCESS.test(file) && !WRITTEN_AT_EACH_BOOT.test(file));
}

/** All of the program's status but the time and the boot, and steps that ended as they should. */
export async function outcome(host: Instance): Promise<string> {
  const text = await status(host);
  return text.slice(text.indexOf("result=")).replace(/^step='\w+ done'\n/gmu, "");
}

/** What the program says of the last boot. */
export const status = async (host: Instance): Promise<string> =>
  (await host.exec("cat /var/lib/latchkey/status")).stdout;
