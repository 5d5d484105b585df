import { repairScript } from "../../../components/cloud-init/repair";
import { openLab, type Lab } from "../lab/lab";
let lab: Lab;
beforeAll(async () => { lab = openLab(); await lab.prepare("bookworm"); }, 900_000);
afterAll(() => lab.close(), 60_000);
it("tries", async () => {
  const host = await lab.boot({ image: "bookworm", userData: repairScript({ loginUser: "admin", keyPair: true }), diskSize: "300m" });
  let out = "";
  const show = async (c: string) => { const r = await host.exec(["bash", "-c", c]); out += "$ " + c + "\n" + r.stdout + r.stderr; };
  await show("cat /var/lib/latchkey/status /var/lib/latchkey/log; ls -R /var/lib/latchkey/good");
  await show("time latchkey-repair; cat /var/lib/latchkey/status");
  await show("time bash /usr/local/sbin/latchkey-repair; cat /var/lib/latchkey/status");
  await show("chmod 777 /home/admin;  latchkey-repair; tail -3 /var/lib/latchkey/status");
  for (const c of (process.env["TRY"] ?? "").split("\n").filter(Boolean)) await show(c);
  await host.reboot(); await show("cat /var/lib/latchkey/status; ls -la /var/lib/latchkey /usr/local/sbin /etc/latchkey /home/admin/.ssh; df -k /; tail -30 /var/log/cloud-init-output.log"); await host.stop();
  require("node:fs").writeFileSync("/tmp/rl/out.txt", out);
}, 120_000);
