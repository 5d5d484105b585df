import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { RECOVERY_USER } from "./accounts";
import type { UserDataPart } from "./merge";
import type { InputProblem } from "./problem";
import { fileLines, PUT, withoutComments } from "./shell-files";

/** Where the fetched hash lies on the host; the repair program puts it back from there. */
export const RECOVERY_HASH_FILE = "/var/lib/latchkey/recovery-hash";

const PROGRAM = "/usr/local/sbin/latchkey-fetch-hash";
const UNIT = "latchkey-fetch-hash.service";

export interface FetchOptions {
  /** Name of the Parameter Store parameter. */
  readonly parameter: string;
  /** The account; the recovery user unless told. */
  readonly account?: string | undefined;
}

/** What is wrong with a parameter's name (Systems Manager API, PutParameter, Name). */
export function parameterProblems(property: string, parameter: string): readonly InputProblem[] {
  if (/^\/?[A-Za-z0-9_.-]+(?:\/[A-Za-z0-9_.-]+)*$/u.test(parameter)) return [];
  return [
    {
      property,
      reason: "is no name of a Parameter Store parameter",
      remedy: "Give its name, as in /recovery/hash, not its ARN or value",
    },
  ];
}

/** A boothook that has the hash of a password fetched and set once the network is there, at each boot. */
export function fetchRecoveryHash({ parameter, account = RECOVERY_USER }: FetchOptions): UserDataPart {
  const command = `${PROGRAM} ${parameter} ${account} ${RECOVERY_HASH_FILE}`;
  const unit = [
    "[Unit]",
    "Description=Fetch the hash of the recovery user's password",
    "Wants=network-online.target",
    // After the accounts are made.
    "After=network-online.target cloud-init.service cloud-init-network.service",
    "[Service]",
    "Type=oneshot",
    `ExecStart=${command}`,
    "TimeoutStartSec=90",
    "[Install]",
    "WantedBy=multi-user.target",
  ];
  const hook = "/var/lib/cloud/scripts/per-boot/latchkey-fetch-hash";
  const text = [
    "#cloud-boothook",
    "#!/bin/sh",
    ...PUT,
    "mkdir -p /usr/local/sbin",
    ...fileLines(PROGRAM, "0755", program()),
    "if [ -d /run/systemd/system ]; then",
    ...fileLines(`/etc/systemd/system/${UNIT}`, "0644", unit.join("\n")),
    "systemctl daemon-reload",
    `systemctl enable ${UNIT}`,
    `systemctl --no-block start ${UNIT}`,
    "else",
    `mkdir -p ${hook.slice(0, hook.lastIndexOf("/"))}`,
    ...fileLines(hook, "0755", `#!/bin/sh\nexec ${command}`),
    "fi",
    "",
  ];
  return { text: text.join("\n"), filename: "latchkey-fetch-hash" };
}

function program(): string {
  const file = "fetch-hash/latchkey-fetch-hash";
  const beside = join(__dirname, file);
  return withoutComments(
    readFileSync(existsSync(beside) ? beside : join(__dirname, "../../cloud-init", file), "utf8"),
  );
}
