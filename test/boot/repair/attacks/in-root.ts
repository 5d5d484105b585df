import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { withFiles } from "../with-files";
import { HASH, inRoot, type SHELLS } from "../throw-away-root";
import type { Attack } from "./attack";

/** What came of an attack. */
export interface Outcome {
  /** What is not the account's own and is not as it was. */
  readonly changed: readonly string[];
  /** Files of others that the account can read. */
  readonly readable: readonly string[];
  /** What it saw of others' in processes that ran in its name. */
  readonly seen: string;
  readonly status: string;
  readonly bootId: string;
  readonly console: string;
  readonly logIns: string;
  /** Of the longest run of the program. */
  readonly seconds: number;
  /** What went wrong with the test itself. */
  readonly stderr: string;
}

/** Whole seconds that a run may take before it is killed: far more than a boot would wait. */
const MOST_SECONDS = 60;
// A race is not won each time; on a busy machine a few runs have to do.
const RUNS_BESIDE = 8;
const SECONDS_BESIDE = 15;
const TIMEOUT_MS = (MOST_SECONDS + SECONDS_BESIDE + 120) * 1000;
const BORDER = "=====";

export const FILES = ["watch.py", "tricks.py"].map((name) => join(__dirname, name));
export const IN_ROOT = join(__dirname, "../in-root.sh");

/** Bob, without any right, against a host with alice on it; the program has run before, in good order. */
export async function attackInRoot(shell: (typeof SHELLS)[number], attack: Attack): Promise<Outcome> {
  const secret = randomBytes(16).toString("hex");
  const { there = ":", trick = ":", beside = [], again, may } = attack;
  const runs = beside.length === 0 ? 1 : RUNS_BESIDE;
  const text = `. /srv/in-root.sh
secret=${secret} u=bob h=/home/bob held=saltsalt
make_host alice bob
declare_all bob alice <<'CONF'
account='recovery'
hash='${HASH}'
CONF
repair >/dev/null 2>&1 || true
${there}
as bob ${quoted(trick)}
python3 /srv/watch.py take /var/log/watched bob
for command in ${beside.map(quoted).join(" ")}; do as bob "exec python3 /srv/tricks.py $command" >/dev/null 2>&1 & done
most=0 all=0
for run in ${Array.from({ length: runs }, (_, run) => run).join(" ")}; do
  rm -f /var/lib/latchkey/status
  ${again === undefined ? ":" : `[ "$run" = 0 ] || as bob ${quoted(again)} 2>/dev/null || true`}
  begun=$(date +%s%N)
  timeout -s KILL ${String(MOST_SECONDS)} repair >/dev/null 2>&1 || true
  took=$((($(date +%s%N) - begun) / 1000000))
  [ "$took" -le "$most" ] || most=$took
  all=$((all + took))
  [ "$all" -lt ${String(SECONDS_BESIDE * 1000)} ] || break
done
pkill -KILL -u bob || true
# The program's own part is over: whoever waits for a lease now is sshd.
sleep 0.1
echo ${BORDER}
python3 /srv/watch.py compare /var/log/watched bob
echo ${BORDER}
python3 /srv/watch.py readable $secret bob
echo ${BORDER}
cat /home/bob/seen /home/bob.old/seen 2>/dev/null || true
echo ${BORDER}
cat /var/lib/latchkey/status || true
echo ${BORDER}
cat /proc/sys/kernel/random/boot_id
echo ${BORDER}
cat /dev/console
echo ${BORDER}
sshd_up; who_gets_in probe bob alice; sshd_down
echo ${BORDER}
echo $most
`;
  const { stdout, stderr } = await inRoot(shell, withFiles([...FILES, IN_ROOT], text), TIMEOUT_MS);
  const [
    ,
    changed = "",
    readable = "",
    seen = "",
    status = "",
    bootId = "",
    console = "",
    logIns = "",
    most,
  ] = stdout.split(`${BORDER}\n`);
  if (most === undefined) throw new Error(`the case itself failed: ${stderr.slice(-1000)}`);
  return {
    changed: lines(changed).filter((line) => may?.test(line) !== true),
    readable: lines(readable),
    ...{ seen, status, bootId: bootId.trim(), console, logIns, stderr },
    seconds: Number(most) / 1000,
  };
}

const lines = (text: string): readonly string[] => text.split("\n").filter((line) => line !== "");

export const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
