import { hashPassword } from "../../../components/cloud-init/password";
import type { Instance } from "../lab/instance";
import { type Lab, openLab } from "../lab/lab";
import { describeInLab } from "../lab/requirements";
import { status } from "./changes";
import { component } from "./shut-and-heal";

const PASSWORD = "Three otters under a bridge";
const REBOOTS = [1, 2, 3] as const;

/** To the last byte. */
const FILL = "cat /dev/zero >/var/fill.$$ 2>/dev/null; while echo x >>/var/rest 2>/dev/null; do :; done";
/** To the last file but those that systemd-nspawn needs to start at all. */
const FILL_NAMES = `python3 -c '
import itertools, os
os.makedirs("/var/names", exist_ok=True)
for number in itertools.count():
    try: open("/var/names/%d.%d" % (os.getpid(), number), "w").close()
    except OSError: break
for number in range(6): os.remove("/var/names/%d.%d" % (os.getpid(), number))'`;

interface Filling {
  readonly when: string;
  /** Shell, run as root before each reboot. */
  readonly before?: string;
  /** A part of the caller's user data that fills it at each boot but the first. */
  readonly userData?: string;
  readonly inodes?: number;
}

const NOT_AT_FIRST = "[ -e /var/settled ] || exit 0\n";

const FILLINGS: readonly Filling[] = [
  { when: "while the host runs", before: FILL },
  {
    when: "right after the program is put in place",
    userData: `#cloud-boothook\n#!/bin/sh\n${NOT_AT_FIRST}${FILL}\n`,
  },
  {
    when: "between the user data's files and the repair",
    userData: `#cloud-config\nbootcmd:\n  - ${JSON.stringify(`[ -e /var/settled ] || exit 0; ${FILL}`)}\n`,
  },
  { when: "with files and no room for names", before: FILL_NAMES, inodes: 12_000 },
];

/** What makes the component: all of it is to be there, whole, or the host heals no more. */
const PARTS = [
  "/usr/local/sbin/latchkey-repair",
  "/etc/latchkey/repair.conf",
  "/etc/systemd/system/latchkey-repair.service",
  "/etc/systemd/system/latchkey-emergency.service",
];

describeInLab("a disk that is full to the last byte", () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = openLab();
    await lab.prepare("bookworm");
  }, 900_000);
  afterEach(() => lab.close(), 60_000);

  it.each(FILLINGS)(
    "$when: leaves the program whole and the host open, three boots in a row",
    async ({ before = ":", userData, inodes }) => {
      const host = await lab.systemd({
        image: "bookworm",
        // The reserve is set aside only where there is a quarter of a gigabyte left.
        diskSize: "500m",
        ...(inodes !== undefined && { diskInodes: inodes }),
        userData: component("admin", {
          recoveryUser: { passwordHash: hashPassword(PASSWORD, "full-disk") },
          ...(userData !== undefined && { userData: [{ text: userData }] }),
        }),
      });
      const whole = await sums(host);
      expect(whole.split("\n")).toHaveLength(PARTS.length + 1);
      expect((await host.exec("ls /var/lib/latchkey/reserve")).code).toBe(0);
      // A repair has to be written, besides.
      await host.exec(`rm /home/admin/.ssh/authorized_keys; usermod -e 1 admin; : >/var/settled`);

      for (const boot of REBOOTS) {
        await host.exec(before, { timeoutMs: 60_000 });
        await host.reboot();
        const told = /^boot='(.*)'$/mu.exec(await status(host))?.[1];
        const now = (await host.exec("cat /proc/sys/kernel/random/boot_id")).stdout.trim();
        expect({
          boot,
          parts: await sums(host),
          opens: await host.canLogIn("admin"),
          reserve: (await host.exec("ls /var/lib/latchkey/reserve 2>/dev/null")).stdout,
          // With no room for a status there is none, rather than one of another boot.
          statusOf: told === undefined || told === now ? "this boot" : "another boot",
          halves: (await host.exec("ls -d /usr/local/sbin/*.new /etc/latchkey/*.new 2>/dev/null")).stdout,
        }).toEqual({
          boot,
          parts: whole,
          opens: true,
          // Bytes are there where only names are used up.
          reserve: inodes === undefined ? "" : "/var/lib/latchkey/reserve\n",
          statusOf: "this boot",
          halves: "",
        });
      }
      expect(await host.console("recovery", PASSWORD)).toBe(true);
    },
    300_000,
  );
});

const sums = async (host: Instance): Promise<string> =>
  (await host.exec(`sha256sum ${PARTS.join(" ")}`)).stdout;
