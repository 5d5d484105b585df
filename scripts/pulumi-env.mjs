// The environment in which this checkout runs Pulumi: offline, without an account, away from real state.
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const checkout = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * The caller's environment made safe to run Pulumi in: local state, the offline AWS provider instead of the real one,
 * and none of the caller's AWS settings, so that nothing here can reach an account.
 *
 * @param {{ binDir: string }} cli the folder of the CLI
 * @param {{ home: string, backend: string, passphrase: string }} place PULUMI_HOME, the folder for the state, and what
 *   its secrets are encrypted with
 * @returns {Record<string, string>}
 */
export function offlineEnvironment(cli, { home, backend, passphrase }) {
  const kept = Object.entries(process.env).filter(([name]) => !/^(AWS|PULUMI)_/.test(name));
  return {
    ...Object.fromEntries(kept),
    PATH: [join(checkout, "policies", "offline", "bin"), cli.binDir, process.env.PATH ?? ""].join(delimiter),
    PULUMI_HOME: home,
    PULUMI_BACKEND_URL: `file://${backend}`,
    PULUMI_CONFIG_PASSPHRASE: passphrase,
    PULUMI_SKIP_UPDATE_CHECK: "true",
    // Else a look-up without credentials waits for an instance metadata service that is not there.
    AWS_EC2_METADATA_DISABLED: "true",
  };
}
