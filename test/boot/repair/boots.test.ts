import { hashPassword } from "../../../components/cloud-init/password";
import type { Instance } from "../lab/instance";
import { type Lab, openLab } from "../lab/lab";
import { describeInLab } from "../lab/requirements";
import { CAUSES } from "./causes";
import { outcome, rebootAndSeeChanges, status } from "./changes";
import { component, opens, shut } from "./shut-and-heal";
import { KEY, OWN_KEY } from "./throw-away-root";

const PASSWORD = "a way back in, 2026";
const RECOVERY = { recoveryUser: { passwordHash: hashPassword(PASSWORD, "latchkeylatchkey") } };
describeInLab("the repair program at boot", () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = openLab();
    await lab.prepare("bookworm");
  }, 900_000);
  afterAll(() => lab.close(), 60_000);

  const withHost = async (host: Instance, use: (host: Instance) => Promise<void>): Promise<void> => {
    try {
      await use(host);
    } finally {
      await host.stop();
    }
  };

  it("changes nothing twice in three boots", async () => {
    await withHost(
      await lab.systemd({ image: "bookworm", userData: component("admin", RECOVERY) }),
      async (host) => {
        // The first boot goes on after the repair: what cloud-init's later stages write is taken into account by the second.
        await host.reboot();
        const before = await outcome(host);
        for (let boot = 1; boot <= 3; boot++) {
          const changed = await rebootAndSeeChanges(host);
          expect({ boot, changed, outcome: await outcome(host) }).toEqual({
            boot,
            changed: [],
            outcome: before,
          });
        }
        expect(before).toMatch(/^result='quiet'\nrepairs='0'\nfailures='0'\n$/u);
        expect((await host.exec("journalctl -b -t latchkey-repair -o cat")).stdout).toMatch(
          /^(?:-- No entries --\n)?$/u,
        );
      },
    );
  }, 180_000);

  it("is done before sshd starts", async () => {
    await withHost(await lab.systemd({ image: "bookworm", userData: component("admin") }), async (host) => {
      await host.reboot();
      const shown = await host.exec(
        "systemctl show -p ExecMainStartTimestampMonotonic -p ExecMainExitTimestampMonotonic latchkey-repair; systemctl show -p ExecMainStartTimestampMonotonic ssh",
      );
      const [start = 0, exit = 0, ssh = 0] = [...shown.stdout.matchAll(/Monotonic=(\d+)/gu)].map(([, at]) =>
        Number(at),
      );
      const times = shown.stdout.trim().split("\n");
      expect(times).toHaveLength(3);
      expect(exit).toBeGreaterThan(start);
      expect(ssh).toBeGreaterThan(exit);
    });
  }, 120_000);

  it("opens a host that is shut in every way at once", async () => {
    const ways = CAUSES.filter(
      ({ healed, image, userData, keepOpen }) =>
        healed && image !== "bookworm-upstream-modes" && userData === undefined && keepOpen === undefined,
    );
    // What would undo an earlier one, or leave nothing for a later one to break, comes last or not at all.
    const last = /missing|deleted|link|a file|disk full|immutable|destroyed/u;
    const text = [
      ...ways.filter(({ name }) => !last.test(name)),
      ...ways.filter(({ name }) =>
        /immutable, and empty|shadow` immutable|host keys missing|with its home/u.test(name),
      ),
    ]
      .map(({ shut: way = "" }) => `{ ${way}; } || true`)
      .join("\n");
    await withHost(
      await lab.systemd({ image: "bookworm", userData: component("admin", RECOVERY) }),
      async (host) => {
        await shut(host, text);
        expect(await host.canLogIn("admin")).toBe(false);
        await host.reboot();
        expect({ opens: await opens(host), status: await status(host) }).toEqual({
          opens: true,
          status: expect.stringMatching(/^failures='0'$/mu),
        });
        expect(await host.console("recovery", PASSWORD)).toBe(true);
        await host.reboot();
        expect(await status(host)).toMatch(/^result='quiet'$/mu);
      },
    );
  }, 240_000);

  it("brings the recovery user's password back for the serial console, and writes it nowhere", async () => {
    await withHost(
      await lab.systemd({ image: "bookworm", userData: component("admin", RECOVERY) }),
      async (host) => {
        await host.exec("usermod -L -e 1 -s /usr/sbin/nologin recovery");
        await host.reboot();
        expect(await host.console("recovery", PASSWORD)).toBe(true);
        const written = await host.exec(
          "cat /var/lib/latchkey/status /var/lib/latchkey/log; journalctl -t latchkey-repair",
        );
        expect(written.stdout + host.log()).not.toContain(RECOVERY.recoveryUser.passwordHash);
      },
    );
  }, 120_000);

  it.each([
    [
      "users that stop cloud-init's own",
      "#cloud-config\nusers:\n  - {name: alice, groups: 7}\n  - default\n",
    ],
    [
      "a write_files entry that drops those after it",
      "#cloud-config\nwrite_files:\n  - {path: /a, owner: 'nobody:nosuchgroup', content: x}\n  - {path: /b, content: x}\n",
    ],
    ["a boothook that fails", "#cloud-boothook\n#!/bin/sh\nexit 1\n"],
    [
      "final modules that leave out all but user scripts",
      "#cloud-config\ncloud_final_modules:\n  - [scripts-user, always]\n",
    ],
  ])(
    "opens at the first boot in spite of %s",
    async (_, foreign) => {
      await withHost(
        await lab.systemd({
          image: "bookworm",
          userData: component("admin", { userData: [{ text: foreign }] }),
        }),
        async (host) => {
          expect({ opens: await opens(host), status: await status(host) }).toEqual({
            opens: true,
            status: expect.stringMatching(/^failures='0'$/mu),
          });
        },
      );
    },
    120_000,
  );

  it("lets go who is taken out of the user data", async () => {
    const bob = { users: [{ name: "bob", publicKeys: [KEY] }] };
    await withHost(
      await lab.systemd({ image: "bookworm", userData: component("admin", bob) }),
      async (host) => {
        await host.exec(`echo '${OWN_KEY}' >>/home/bob/.ssh/authorized_keys`);
        expect((await host.exec("grep -c AAAA /home/bob/.ssh/authorized_keys")).stdout).toBe("2\n");
        await host.reboot({ userData: component("admin") });
        expect(
          (await host.exec("grep AAAA /home/bob/.ssh/authorized_keys; getent shadow bob | cut -d: -f8"))
            .stdout,
        ).toBe(`${OWN_KEY}\n1\n`);
        expect(await host.canLogIn("admin")).toBe(true);
      },
    );
  }, 120_000);
});
