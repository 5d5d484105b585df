import type { Instance } from "../lab/instance";
import { type Lab, openLab } from "../lab/lab";
import { describeInLab } from "../lab/requirements";
import { opens, component, shut } from "./shut-and-heal";

const WRITTEN =
  "cksum /usr/local/sbin/latchkey-repair /etc/latchkey/repair.conf /etc/systemd/system/latchkey-*.service";
/** To the last byte. */
const FILL = "! dd if=/dev/zero of=/var/fill bs=64k; ! dd if=/dev/zero of=/var/rest bs=1k; sync";

describeInLab("a host whose disk is full", () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = openLab();
    await lab.prepare("bookworm", "trixie");
  }, 900_000);
  afterEach(() => lab.close(), 60_000);

  const free = async (host: Instance): Promise<number> =>
    Number((await host.exec("df -Pk / | awk 'NR == 2 { print $4 }'")).stdout);

  it.each(["bookworm", "trixie"] as const)(
    "%s keeps its program whole and lets people in, three boots in a row",
    async (image) => {
      const host = await lab.systemd({ image, userData: component("admin"), diskSize: "300m" });
      const written = (await host.exec(WRITTEN)).stdout;
      expect(written.split("\n")).toHaveLength(5);
      await shut(host, `rm -r $h/.ssh; ${FILL}`);
      expect(await free(host)).toBeLessThan(64);
      for (const boot of [1, 2, 3]) {
        await host.reboot();
        expect({ boot, opens: await opens(host), written: (await host.exec(WRITTEN)).stdout }).toEqual({
          boot,
          opens: true,
          written,
        });
        // What the reserve gave back is taken again.
        await host.exec(`${FILL.replaceAll("of=/var/", `of=/var/${String(boot)}-`)}`);
      }
    },
    240_000,
  );

  it("gives up its reserve before it writes, and repairs by it", async () => {
    const host = await lab.systemd({ image: "bookworm", userData: component("admin"), diskSize: "300m" });
    expect((await host.exec("stat -c %s /var/lib/latchkey/reserve")).stdout).toBe("4194304\n");
    await shut(host, `rm -r /etc/ssh/latchkey /etc/ssh/sshd_config.d/00-latchkey.conf $h/.ssh; ${FILL}`);
    expect(await host.canLogIn("admin")).toBe(false);
    await host.reboot();
    expect(await opens(host)).toBe(true);
    expect((await host.exec("ls /var/lib/latchkey/reserve")).code).not.toBe(0);
  }, 240_000);
});
