import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { hashPassword } from "../../../../components/cloud-init/password";
import { SEED } from "../../../support/fast-check";
import type { Instance } from "../../lab/instance";
import { type Lab, openLab } from "../../lab/lab";
import { describeInLab } from "../../lab/requirements";
import { component } from "../shut-and-heal";
import { notGoneThrough, strangeLines } from "../steps";

const ROUNDS = 500;
const AT_A_TIME = 25;
/** Rounds after which enough is known. */
const MOST_WRONG = 10;
const LOGS_IN = ["admin", "alice", "bob"];
// What a round does is drawn anew in each, so that one can be run by itself.
const FILES = ["rounds.py", "scene.py", "tricks_of_bob.py", "../attacks/watch.py"].map((name) =>
  join(__dirname, name),
);

/** What rounds.py says of one. */
interface Round {
  readonly round: number;
  /** What is not bob's own and is not as it was. */
  readonly changed: readonly string[];
  readonly status: string;
  readonly seconds: number;
  readonly did: readonly string[];
}

// A host under systemd: the unit's own run is among the rounds, and a round takes the program's time and a tenth of a second.
describeInLab("the repair program beside an account that does its worst", () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = openLab();
    await lab.prepare("bookworm");
  }, 900_000);
  afterAll(() => lab.close(), 60_000);

  it(`touches nothing of others, goes through all steps and lets people in, in ${String(ROUNDS)} rounds`, async () => {
    const host = await lab.systemd({
      image: "bookworm",
      files: Object.fromEntries(
        FILES.map((path) => [`/srv/rounds/${basename(path)}`, readFileSync(path, "utf8")]),
      ),
      userData: component("admin"),
    });
    // The key pair's key is known only now.
    const users = ["alice", "bob"].map((name) => ({ name, publicKeys: [host.publicKey] }));
    const recoveryUser = { passwordHash: hashPassword("Three otters under a bridge", "rounds") };
    await host.reboot({ userData: component("admin", { users, recoveryUser }) });
    const bootId = (await host.exec("cat /proc/sys/kernel/random/boot_id")).stdout.trim();

    const usr = await checksumOfUsr(host);
    const wrong: unknown[] = [];
    let slowest = 0;
    for (let first = 0; first < ROUNDS && wrong.length < MOST_WRONG; first += AT_A_TIME) {
      const rounds = await roundsOf(host, first, Math.min(ROUNDS, first + AT_A_TIME));
      for (const { round, changed, status, seconds, did } of rounds) {
        slowest = Math.max(slowest, seconds);
        const status_ = [...notGoneThrough(status, bootId), ...strangeLines(status)];
        if (changed.length + status_.length > 0) wrong.push({ round, did, changed, status: status_ });
      }
      const keptOut = await keptOutOf(host);
      if (keptOut.length > 0) wrong.push({ after: first + AT_A_TIME, keptOut });
    }
    expect({ seed: SEED, wrong: wrong.slice(0, MOST_WRONG) }).toEqual({ seed: SEED, wrong: [] });
    expect(await checksumOfUsr(host)).toBe(usr);
    expect(slowest).toBeLessThan(20);
  }, 2_400_000);
});

async function roundsOf(host: Instance, first: number, end: number): Promise<readonly Round[]> {
  const said = await host.exec(
    `cd /srv/rounds && python3 rounds.py ${String(SEED)} ${String(first)} ${String(end)}`,
    {
      timeoutMs: 600_000,
    },
  );
  const rounds = said.stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Round);
  if (rounds.length !== end - first)
    throw new Error(`round ${String(first + rounds.length)}: ${said.stderr.slice(-2000)}`);
  return rounds;
}

async function keptOutOf(host: Instance): Promise<readonly string[]> {
  const out: string[] = [];
  for (const name of LOGS_IN) if (!(await host.canLogIn(name))) out.push(name);
  return out;
}

/** The rounds look at what can change; this at what nobody may ever touch. */
const checksumOfUsr = async (host: Instance): Promise<string> =>
  (
    await host.exec("find /usr -xdev -printf '%i %y %U %G %m %s %C@ %p\\n' | sort | sha256sum", {
      timeoutMs: 60_000,
    })
  ).stdout;
