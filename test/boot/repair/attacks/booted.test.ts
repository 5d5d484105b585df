import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { hashPassword } from "../../../../components/cloud-init/password";
import type { Instance } from "../../lab/instance";
import { type Lab, openLab } from "../../lab/lab";
import { describeInLab } from "../../lab/requirements";
import { type KeyPair, makeKeyPair } from "../../lab/ssh-client";
import { status } from "../changes";
import { component } from "../shut-and-heal";
import { notGoneThrough, strangeLines } from "../steps";
import { type Attack, HOME_MENDED, LOOPS, LOOSE_HOMES, NAMES, RENAMES, STOPS } from "./attack";
import { FILES, IN_ROOT, quoted } from "./in-root";

const IMAGES = ["bookworm", "trixie"] as const;
const ATTACKS = [RENAMES, LOOSE_HOMES, LOOPS, STOPS, NAMES].flat().filter(({ booted }) => booted);
const nameOf = (index: number): string => `mallory${String(index)}`;

const FILES_OF_THE_TEST = Object.fromEntries(
  [...FILES, IN_ROOT].map((path) => [`/srv/${basename(path)}`, readFileSync(path, "utf8")]),
);

/** Runs beside the program, from before it on, as what an account starts by cron or lingers with. */
const unit = (account: string, command: string): string => `[Unit]
DefaultDependencies=no
After=local-fs.target
Before=latchkey-repair.service
[Service]
User=${account}
WorkingDirectory=-/home/${account}
Environment=HOME=/home/${account}
ExecStart=/bin/sh -c ${quoted(`exec python3 /srv/tricks.py ${command}`)}
[Install]
WantedBy=sysinit.target
`;

/** What an account finds and does before the reboot. */
function prepared(
  { there = ":", trick = ":", beside = [] }: Attack,
  account: string,
  secret: string,
): string {
  const units = beside.map((command, index) => {
    const name = `beside-${account}-${String(index)}.service`;
    return `cat >/etc/systemd/system/${name} <<'UNIT'\n${unit(account, command)}UNIT\nsystemctl enable --quiet ${name}\n`;
  });
  return `u=${account} h=/home/${account} secret=${secret}
${there}
as "$u" ${quoted(trick)} || echo "$u could not"
${units.join("")}`;
}

describeInLab("accounts without any right, on a host that boots", () => {
  let lab: Lab;
  let folder: string;
  let declared: KeyPair;
  let publicKey: string;
  beforeAll(async () => {
    lab = openLab();
    await lab.prepare(...IMAGES);
    folder = mkdtempSync(join(tmpdir(), "latchkey-keys-"));
    declared = await makeKeyPair(folder, "declared");
    publicKey = readFileSync(declared.publicKeyFile, "utf8").trim();
  }, 900_000);
  afterEach(() => lab.close(), 60_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  // User data has no room for all of them in one launch.
  it.each(IMAGES)(
    "%s: get nothing of others, stop nothing and shut out nobody, all at once",
    async (image) => {
      const attacks = ATTACKS.filter((_, index) => IMAGES[index % IMAGES.length] === image);
      const accounts = attacks.map((_, index) => nameOf(index));
      const secret = randomBytes(16).toString("hex");
      const users = ["alice", ...accounts].map((name) => ({ name, publicKeys: [publicKey] }));
      const recoveryUser = { passwordHash: hashPassword("Three otters under a bridge", "attacks") };
      const host = await lab.systemd({
        image,
        files: { ...FILES_OF_THE_TEST, "/root/probe.pub": `${publicKey}\n` },
        userData: component("admin", { users, recoveryUser }),
      });
      const text = attacks.map((attack, index) => prepared(attack, nameOf(index), secret)).join("\n");
      const made = await host.exec(
        `. /srv/in-root.sh\n${text}\nWATCH_BOOT=1 python3 /srv/watch.py take /var/log/watched ${accounts.join(" ")}`,
        {
          timeoutMs: 60_000,
        },
      );
      expect(made).toEqual({ code: 0, stdout: "", stderr: "" });

      await host.reboot();
      await host.exec("systemctl stop 'beside-*'");
      const compared = await host.exec(
        `WATCH_BOOT=1 python3 /srv/watch.py compare /var/log/watched ${accounts.join(" ")}`,
        {
          timeoutMs: 60_000,
        },
      );
      expect(lines(compared.stdout + compared.stderr).filter((line) => !HOME_MENDED.test(line))).toEqual([]);
      const readable = await host.exec(
        accounts.map((account) => `python3 /srv/watch.py readable ${secret} ${account}`).join("; "),
        { timeoutMs: 120_000 },
      );
      expect(lines(readable.stdout + readable.stderr)).toEqual([]);

      const told = await status(host);
      const bootId = (await host.exec("cat /proc/sys/kernel/random/boot_id")).stdout.trim();
      expect(notGoneThrough(told, bootId)).toEqual([]);
      expect(strangeLines(told)).toEqual([]);
      expect(await host.canLogIn("admin")).toBe(true);
      expect(await keptOut(host, ["alice", ...accounts], declared.privateKey)).toEqual([]);
    },
    300_000,
  );
});

async function keptOut(host: Instance, accounts: readonly string[], key: string): Promise<readonly string[]> {
  const out: string[] = [];
  for (const account of accounts) if (!(await host.canLogIn(account, { key }))) out.push(account);
  return out;
}

const lines = (text: string): readonly string[] => text.split("\n").filter((line) => line !== "");
