import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { repository } from "../../support/engine";
import { runCommand, type CommandResult } from "../../support/engine-command";

/** The tarball that `npm pack` makes of the components, and what people unpack of it, in a folder outside the repository. */
export interface Packed {
  /** The folder of both, for whatever else a test makes. */
  readonly root: string;
  readonly tarball: string;
  /** The unpacked plugin with what it depends on. */
  readonly plugin: string;
  cleanup(): void;
}

/**
 * Packs, unpacks and installs as docs/guides/components.md says.
 *
 * @param more what to install into the plugin besides, as `npm install` takes it
 * @throws Error when one of that fails
 */
export async function packComponents(more: readonly string[] = []): Promise<Packed> {
  const root = mkdtempSync(join(tmpdir(), "latchkey-components-"));
  const vendor = join(root, "vendor");
  const [tarball, plugin] = [join(root, "latchkey-components-0.1.0.tgz"), join(vendor, "package")];
  mkdirSync(vendor);
  const pack = ["pack", "--workspace", "components", "--pack-destination", root];
  const install = ["install", ...more, "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund"];
  succeeded(await run("npm", pack, repository));
  succeeded(await run("tar", ["-xzf", tarball, "-C", vendor], root));
  // What @latchkey/policies needs comes along, it itself is in the tarball.
  succeeded(await run("npm", install, plugin));
  return { root, tarball, plugin, cleanup: () => rmSync(root, { recursive: true, force: true }) };
}

export const run = (
  command: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<CommandResult> =>
  runCommand(command, args, { cwd, env: { ...process.env, ...env }, timeoutMs: 600_000 });

/** @throws Error with all that was printed, unless the command ended well */
export function succeeded(result: CommandResult): CommandResult {
  if (result.exitCode === 0) return result;
  throw new Error(`exit code ${String(result.exitCode)}\n${result.stdout}${result.stderr}`);
}
