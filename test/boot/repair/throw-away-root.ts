import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { repairProgram } from "../../../components/cloud-init/repair";
import { type Outcome, run } from "../lab/command";
import { imageLayers } from "../lab/image-store";

/** The shells that `/bin/sh` is on hosts with cloud-init. */
export const SHELLS = ["dash", "bash --posix", "busybox ash"] as const;

/** The key that the configuration declares. */
export const KEY =
  "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHBcYmIjNXONDs07eJ0LFU6wpUPNpgfJchnv/T8Waz9+ declared";
export const OWN_KEY =
  "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIKcRG1zqmvgRbS0i9CQf4sIwQZzAoAEMPyEIVPFRvLhU of alice";
export const HASH =
  "$6$saltsaltsaltsalt$4pRIzEy3ZbBYBLDHAUqc0nlxbHK0EYTJtcqUkEBNZ2lm2I3VXvmmqJv1q2Fd1sV7pS2oR9T0cQ6HnFv4bYk9w1";

const conf = (text: string): string => `mkdir -p /etc/latchkey; cat >/etc/latchkey/repair.conf <<'CONF'
version='1'
${text.trim()}
CONF
chmod 600 /etc/latchkey/repair.conf; `;

/** Shell that declares one account, alice, with the key; more settings follow it. */
export const declare = (more = "", before = ""): string =>
  conf(`${before}\naccount='alice'\nkey='${KEY}'\n${more}`);

/**
 * Runs shell text as root in a throw-away copy of the lab's Debian: no boot, no network, no systemd. Without a mistake in
 * it, what it writes is what a test reads.
 */
export async function inRoot(
  shell: (typeof SHELLS)[number],
  text: string,
  timeoutMs = 80_000,
): Promise<Outcome> {
  const layers = await imageLayers("bookworm");
  const folder = mkdtempSync(join(tmpdir(), "latchkey-root-"));
  const program = join(tmpdir(), `${basename(folder)}.sh`);
  writeFileSync(program, repairProgram());
  try {
    return await run(
      [
        ...["unshare", "--mount", "--pid", "--uts", "--ipc", "--net", "--fork", "--kill-child"],
        ...["sh", join(__dirname, "throw-away-root.sh"), layers.join(":"), folder, program, shell],
      ],
      { input: text, timeoutMs },
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
    rmSync(program, { force: true });
  }
}
