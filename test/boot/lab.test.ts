import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { textOf } from "./lab/disk";
import type { ImageName } from "./lab/images";
import type { Instance } from "./lab/instance";
import { type Lab, openLab } from "./lab/lab";
import { takePlace } from "./lab/lock";
import { describeInLab, labUnavailable } from "./lab/requirements";

const BUILD_MS = 1_800_000;
const TEST_MS = 300_000;

let lab: Lab;

const open = () => {
  lab = openLab();
};
const close = () => lab.close();

describeInLab("an instance of the boot lab", () => {
  beforeEach(open);
  // A test that fails leaves its instance, and that one's place, to this.
  afterEach(close, TEST_MS);

  it.each<[ImageName, string, RegExp, RegExp]>([
    ["bookworm", "admin", /22\.4\.2/, /OpenSSH_9\.2/],
    ["trixie", "admin", /25\.1/, /OpenSSH_10\.0/],
    ["bookworm-upstream-modes", "ec2-user", /22\.4\.2/, /OpenSSH_9\.2/],
  ])(
    "%s boots to a log-in of %s, its data read from the metadata service by token",
    async (image, loginUser, cloudInit, openssh) => {
      const host = await lab.boot({ image });
      expect(host.loginUser).toBe(loginUser);
      expect(await host.ssh(loginUser, "id -un; sudo -n cloud-id")).toEqual({
        code: 0,
        stdout: `${loginUser}\naws\n`,
        stderr: "",
      });
      expect((await host.exec("cloud-init --version 2>&1")).stdout).toMatch(cloudInit);
      expect((await host.exec("sshd -V 2>&1")).stdout).toMatch(openssh);
      expect(host.requests).toContain("PUT /latest/api/token 200");
      expect(host.requests.filter((request) => request.endsWith(" 401"))).toEqual([]);
    },
    BUILD_MS,
  );

  it(
    "lets nobody in by a key when the launch names no key pair",
    async () => {
      const host = await lab.boot({ image: "bookworm", keyPair: false });
      expect((await host.ssh("admin")).stderr).toContain("Permission denied (publickey)");
    },
    TEST_MS,
  );

  it(
    "reads changed user data when it is stopped and started, and keeps its disk",
    async () => {
      const host = await lab.boot({ image: "bookworm", userData: "#!/bin/sh\necho first >>/root/ran\n" });
      await host.exec("echo kept >/root/kept");
      const boots = "cat /proc/sys/kernel/random/boot_id /root/kept; cloud-init query userdata";
      expect((await host.exec(boots)).stdout).toContain("echo first");
      const always = "#cloud-boothook\n#!/bin/sh\necho second >>/root/ran\n";
      await host.reboot({ userData: always, offline: 'echo offline >"$1"/root/offline' });
      expect((await host.exec("cat /root/ran /root/kept /root/offline")).stdout).toBe(
        "first\nsecond\nkept\noffline\n",
      );
      await host.reboot();
      expect((await host.exec("cat /root/ran")).stdout).toBe("first\nsecond\nsecond\n");
      await host.reboot({ userData: null });
      expect((await host.exec("cat /root/ran")).stdout).toBe("first\nsecond\nsecond\n");
      expect(await host.canLogIn("admin")).toBe(true);
    },
    TEST_MS,
  );

  it(
    "has a disk that can be full, and files that root can't change",
    async () => {
      const host = await lab.boot({ image: "bookworm", diskSize: "64m" });
      const full = await host.exec("dd if=/dev/zero of=/big bs=1M; df --output=pcent /");
      expect(full.stderr).toContain("No space left on device");
      expect(full.stdout).toContain("100%");
      await host.exec("rm /big; chattr +i /home/admin/.ssh/authorized_keys");
      expect((await host.exec("chmod 0644 /home/admin/.ssh/authorized_keys")).stderr).toContain(
        "Operation not permitted",
      );
      await host.reboot();
      expect((await host.exec("lsattr /home/admin/.ssh/authorized_keys")).stdout).toMatch(/^-+i-/);
    },
    TEST_MS,
  );

  it.each<[ImageName, "boot" | "systemd"]>([
    ["bookworm", "boot"],
    ["trixie", "boot"],
    ["bookworm", "systemd"],
    ["trixie", "systemd"],
  ])(
    "%s (%s) has a console that takes the right password only",
    async (image, kind) => {
      const userData = `#cloud-config
chpasswd: {expire: false, list: ["admin:Right-1234"]}
`;
      const host = await lab[kind]({ image, userData });
      expect(await host.console("admin", "Wrong-1234")).toBe(false);
      expect(await host.console("admin", "Right-1234")).toBe(true);
      expect(await host.console("admin", "Right-1234")).toBe(true);
      await host.exec("usermod --expiredate 1 admin");
      expect(await host.console("admin", "Right-1234")).toBe(false);
      expect((await host.ssh("admin", "true", { password: "Right-1234" })).code).toBe(255);
    },
    TEST_MS,
  );

  it.each<"boot" | "systemd">(["boot", "systemd"])(
    "%s: has folders and files whose inode numbers are the same after a reboot, changed or not",
    async (kind) => {
      const host = await lab[kind]({ image: "bookworm" });
      const numbers = "stat -c '%d %i %n' / /etc /etc/ssh /home /home/admin /home/admin/.ssh /etc/passwd";
      const before = (await host.exec(numbers)).stdout;
      // What is changed moves from the image to the disk.
      await host.exec("chmod 0700 /etc/ssh; chmod 0777 /home; echo >>/etc/passwd; chmod 0750 /home/admin");
      const changed = (await host.exec(numbers)).stdout;
      await host.reboot();
      const numbersOnly = (text: string) => text.replace(/^\d+ /gmu, "");
      expect({ changed, rebooted: numbersOnly((await host.exec(numbers)).stdout) }).toEqual({
        changed: before,
        rebooted: numbersOnly(before),
      });
      expect(before.split("\n")).toHaveLength(8);
      expect(new Set(before.match(/^\d+/gmu)).size).toBe(1);
    },
    TEST_MS,
  );

  it(
    "lets a client in that was refused many times before, whatever sshd's release thinks of that",
    async () => {
      const host = await lab.boot({ image: "trixie" });
      await host.exec("mv /home/admin/.ssh /home/admin/.ssh.off");
      for (let refusal = 0; refusal < 6; refusal += 1) expect(await host.canLogIn("admin")).toBe(false);
      await host.exec("mv /home/admin/.ssh.off /home/admin/.ssh");
      expect((await host.ssh("admin", "id -un")).stdout).toBe("admin\n");
    },
    TEST_MS,
  );

  it(
    "shows what PuTTY's users see",
    async () => {
      const host = await lab.boot({ image: "bookworm" });
      expect((await host.plink("admin", "id -un")).stdout).toBe("admin\n");
      await host.exec("chmod 0777 /home/admin/.ssh");
      expect((await host.plink("admin")).stderr).toContain("Server refused our key");
      expect(host.log()).toContain("bad ownership or modes for directory /home/admin/.ssh");
      await host.stop();
      expect(host.log()).toContain("bad ownership or modes for directory /home/admin/.ssh");
    },
    TEST_MS,
  );
});

describeInLab("what shuts an account on Debian", () => {
  // Each row breaks an account of its own: $user, with its home at $home and the key pair's key in it.
  const ROWS: readonly (readonly [cause: string, shell: string, result: "logs in" | RegExp])[] = [
    ["nothing", ":", "logs in"],
    ["the user is gone", "userdel $user", /Invalid user/],
    ["passwd -l", "passwd --quiet -l $user", "logs in"],
    ["usermod -L", "usermod -L $user", "logs in"],
    ["usermod -e 1", "usermod -e 1 $user", /account has expired/],
    ["chage -E 0", "chage -E 0 $user", /account has expired/],
    ["a password to be changed", "chage -d 0 $user", /password has expired|Password change required/],
    ["a nologin shell", "usermod -s /usr/sbin/nologin $user", /currently not available/],
    [
      "a shell that isn't there",
      'sed -i "/^$user:/s,/bin/bash,/bin/gone," /etc/passwd',
      /shell \/bin\/gone does not exist/,
    ],
    ["home 0777", "chmod 0777 $home", /bad ownership or modes for directory \S+/],
    ["home 0775", "chmod 0775 $home", "logs in"],
    ["home of another user", "chown nobody $home", /bad ownership or modes for directory \S+/],
    ["home of root", "chown root $home", "logs in"],
    [".ssh 0777", "chmod 0777 $home/.ssh", /bad ownership or modes for directory \S+\.ssh/],
    [".ssh of root", "chown root $home/.ssh; chmod 0755 $home/.ssh", "logs in"],
    ["authorized_keys 0666", "chmod 0666 $home/.ssh/authorized_keys", /bad ownership or modes for file/],
    ["authorized_keys 0644", "chmod 0644 $home/.ssh/authorized_keys", "logs in"],
    ["authorized_keys 0600 of root", "chown root $home/.ssh/authorized_keys", /Could not open/],
    [".ssh is gone", "rm -r $home/.ssh", /Failed publickey/],
    ["the home is gone", "rm -r $home", /Failed publickey/],
    ["authorized_keys is gone", "rm $home/.ssh/authorized_keys", /Failed publickey/],
    ["authorized_keys is empty", ": >$home/.ssh/authorized_keys", /Failed publickey/],
    [
      "another key",
      "cut -d' ' -f2 /etc/ssh/ssh_host_ed25519_key.pub | sed 's/^/ssh-ed25519 /' >$home/.ssh/authorized_keys",
      /Failed publickey/,
    ],
  ];

  let host: Instance;
  beforeAll(async () => {
    open();
    host = await lab.boot({ image: "bookworm" });
    const made = await host.exec(
      ROWS.map(
        ([, shell], index) => `user=row${index} home=/home/row${index}
useradd --create-home --shell /bin/bash $user
install -d -m 0700 -o $user -g $user $home/.ssh
install -m 0600 -o $user -g $user /home/admin/.ssh/authorized_keys $home/.ssh/authorized_keys
${shell}`,
      ).join("\n"),
    );
    expect(made.stderr).toBe("");
  }, BUILD_MS);
  afterAll(close, TEST_MS);

  it.each(ROWS.map(([cause, , result], index) => [cause, result, index] as const))(
    "%s: %s",
    async (_, result, index) => {
      await host.exec(": >/var/log/sshd.log");
      const { code, stdout, stderr } = await host.ssh(`row${index}`, "true");
      if (result === "logs in") {
        expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
        return;
      }
      expect(code).not.toBe(0);
      expect(stdout + stderr + (await host.exec("cat /var/log/sshd.log")).stdout).toMatch(result);
    },
    TEST_MS,
  );

  it(
    "/home 0777: logs in, StrictModes looks no higher than the home",
    async () => {
      await host.exec("chmod 0777 /home");
      expect(await host.canLogIn("admin")).toBe(true);
      await host.exec("chmod 0755 /home");
    },
    TEST_MS,
  );

  it(
    "/etc/nologin: refused, root's message is shown",
    async () => {
      await host.exec("echo back at nine >/etc/nologin");
      const { code, stderr } = await host.ssh("admin");
      await host.exec("rm /etc/nologin");
      expect(code).toBe(255);
      expect(stderr).toContain("back at nine");
      expect(await host.canLogIn("admin")).toBe(true);
    },
    TEST_MS,
  );

  it(
    "root with the default user's key: told to take the default user",
    async () => {
      const { code, stdout } = await host.ssh("root");
      expect(code).not.toBe(0);
      expect(stdout).toContain('Please login as the user "admin"');
    },
    TEST_MS,
  );

  it.each<[string, string, "logs in" | RegExp]>([
    ["AllowUsers of others", "AllowUsers somebody", /not listed in AllowUsers/],
    ["AllowGroups of others", "AllowGroups somegroup", /not in AllowGroups|none of user's groups are listed/],
    ["DenyUsers", "DenyUsers admin", /listed in DenyUsers/],
    ["PubkeyAuthentication no", "PubkeyAuthentication no", /Permission denied/],
    ["AuthorizedKeysFile moved", "AuthorizedKeysFile /etc/ssh/keys/%u", /Failed publickey/],
    ["UsePAM no, the default user's password is !", "UsePAM no", /account is locked/],
    ["StrictModes no", "StrictModes no", "logs in"],
    ["Port 2222", "Port 2222", /Connection refused/],
  ])(
    "sshd with %s",
    async (_, line, result) => {
      await host.exec(`: >/var/log/sshd.log
echo '${line}' >/etc/ssh/sshd_config.d/00-row.conf
service ssh restart`);
      const { code, stderr } = await host.ssh("admin", "true");
      const log = await host.exec(
        "cat /var/log/sshd.log; rm /etc/ssh/sshd_config.d/00-row.conf; service ssh restart",
      );
      if (result === "logs in") {
        expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      } else {
        expect(code).toBe(255);
        expect(stderr + log.stdout).toMatch(result);
      }
      expect(await host.canLogIn("admin")).toBe(true);
    },
    TEST_MS,
  );

  it(
    "an error in sshd_config: logs in until the next boot, then nothing answers",
    async () => {
      await host.exec("echo Nonsense yes >>/etc/ssh/sshd_config; service ssh reload");
      expect(await host.canLogIn("admin")).toBe(true);
      await host.reboot();
      expect((await host.ssh("admin")).stderr).toContain("Connection refused");
      await host.exec("sed -i /Nonsense/d /etc/ssh/sshd_config");
      await host.reboot();
      expect(await host.canLogIn("admin")).toBe(true);
    },
    TEST_MS,
  );
});

describeInLab("a home that its user's own group may write to", () => {
  beforeEach(open);
  afterEach(close, TEST_MS);

  it.each<[ImageName, boolean]>([
    ["bookworm", true],
    ["trixie", true],
    ["bookworm-upstream-modes", false],
  ])(
    "%s: logs in %s",
    async (image, open) => {
      const host = await lab.boot({ image });
      await host.exec("chmod 0775 /home/*");
      expect(await host.canLogIn(host.loginUser)).toBe(open);
      await host.exec("chmod 0755 /home/*");
      expect(await host.canLogIn(host.loginUser)).toBe(true);
    },
    BUILD_MS,
  );
});

describeInLab("an instance under systemd", () => {
  beforeEach(open);
  afterEach(close, TEST_MS);

  it.each<ImageName>(["bookworm", "trixie", "bookworm-upstream-modes"])(
    "%s starts cloud-init and sshd by their units, at the first boot and the next",
    async (image) => {
      const host = await lab.systemd({
        image,
        userData: "#cloud-config\nbootcmd: [echo boot >>/root/boots]\nruncmd: [echo ran >>/root/ran]\n",
      });
      for (const bootNumber of [1, 2]) {
        expect((await host.exec("systemctl is-system-running")).stdout).toBe("running\n");
        expect((await host.exec("systemctl is-active ssh cloud-final")).stdout).toBe("active\nactive\n");
        expect((await host.exec("wc -l </root/boots")).stdout).toBe(`${bootNumber}\n`);
        expect(await host.canLogIn(host.loginUser)).toBe(true);
        if (bootNumber === 1) await host.reboot();
      }
      expect((await host.exec("cat /root/ran")).stdout).toBe("ran\n");
    },
    BUILD_MS,
  );

  it(
    "a disabled or masked ssh is shut at the next boot",
    async () => {
      const host = await lab.systemd({ image: "bookworm" });
      await host.exec("systemctl disable ssh");
      expect(await host.canLogIn("admin")).toBe(true);
      await host.reboot();
      expect((await host.ssh("admin")).stderr).toContain("Connection refused");
      await host.exec("systemctl enable ssh; systemctl mask ssh");
      await host.reboot();
      expect((await host.ssh("admin")).stderr).toContain("Connection refused");
      await host.reboot({ offline: 'rm "$1"/etc/systemd/system/ssh.service' });
      expect(await host.canLogIn("admin")).toBe(true);
    },
    TEST_MS,
  );

  it.each<[string, string, boolean]>([
    ["stops in emergency mode", "defaults", false],
    ["goes on with nofail", "defaults,nofail", true],
  ])(
    "a mount of fstab that fails %s",
    async (_, options, open) => {
      const host = await lab.systemd({ image: "bookworm" });
      // One that needs no device: nspawn has none to wait for.
      await host.exec(`echo 'overlay /mnt overlay lowerdir=/gone,${options} 0 0' >>/etc/fstab`);
      await host.reboot();
      expect((await host.exec("systemctl is-failed mnt.mount")).stdout).toBe("failed\n");
      expect((await host.exec("systemctl is-active emergency.target")).stdout).toBe(
        open ? "inactive\n" : "active\n",
      );
      expect(await host.canLogIn("admin")).toBe(open);
    },
    TEST_MS,
  );
});

describeInLab("what a test run leaves behind", () => {
  // A test run of its own: it launches an instance, says where its work folder is, and waits to be ended.
  const RUN = `
    const swc = require("@swc/core");
    require.extensions[".ts"] = (module, path) => module._compile(swc.transformFileSync(path, {
      jsc: { parser: { syntax: "typescript" }, target: "es2022" }, module: { type: "commonjs" },
    }).code, path);
    const { openLab } = require("./lab/lab.ts");
    const { dirname } = require("node:path");
    openLab()[process.argv[1]]({ image: "bookworm" })
      .then(({ key }) => process.stdout.write(dirname(key) + "\\n"));
  `;

  it.each<["boot" | "systemd", NodeJS.Signals]>([
    ["boot", "SIGINT"],
    ["boot", "SIGKILL"],
    ["systemd", "SIGINT"],
    ["systemd", "SIGKILL"],
  ])(
    "%s, ended by %s: no process, and the next lab sweeps the rest",
    async (kind, signal) => {
      const child = spawn(process.execPath, ["--eval", RUN, kind], {
        cwd: __dirname,
        stdio: ["ignore", "pipe", "inherit"],
      });
      const folder = await new Promise<string>((resolve) =>
        child.stdout.once("data", (chunk: Buffer) => resolve(chunk.toString().trim())),
      );
      expect(existsSync(folder)).toBe(true);
      expect(processesOf(folder)).not.toEqual([]);
      child.kill(signal);
      await once(child, "exit");
      await sleep(1_000);
      expect(processesOf(folder)).toEqual([]);
      await openLab().close();
      expect(leftOf(folder)).toEqual([]);
    },
    TEST_MS,
  );

  it.each<"boot" | "systemd">(["boot", "systemd"])(
    "%s, stopped: nothing",
    async (kind) => {
      const host = await openLab()[kind]({ image: "bookworm" });
      const folder = dirname(host.key);
      expect(processesOf(folder)).not.toEqual([]);
      await host.stop();
      await host.stop();
      expect(processesOf(folder)).toEqual([]);
      expect(leftOf(folder)).toEqual([]);
    },
    TEST_MS,
  );

  it(
    "an instance that doesn't come up: nothing, and its place is free again",
    async () => {
      const folders = () => readdirSync(tmpdir()).filter((name) => name.startsWith("latchkey-boot-lab-"));
      const before = new Set(folders());
      const hopeless = { image: "bookworm", bootTimeoutMs: 1 } as const;
      for (let attempt = 0; attempt < 3; attempt += 1) {
        await expect(openLab().boot(hopeless)).rejects.toThrow("was not there after 1 ms");
      }
      const mine = folders().filter(
        (name) =>
          !before.has(name) &&
          readFileSync(join(tmpdir(), name, "owner"), "utf8").startsWith(`${process.pid} `),
      );
      expect(mine).toEqual([]);
    },
    TEST_MS,
  );

  /** Processes that have an instance's disk mounted, or its folder in their arguments. */
  function processesOf(folder: string): readonly string[] {
    return readdirSync("/proc").filter(
      (pid) =>
        /^\d+$/.test(pid) &&
        ["cmdline", "mountinfo"].some((file) => textOf(join("/proc", pid, file)).includes(basename(folder))),
    );
  }

  function leftOf(folder: string): readonly string[] {
    const trees = ["", "systemd", "unified"].map((tree) => join("/sys/fs/cgroup", tree, basename(folder)));
    return [folder, ...trees].filter((path) => existsSync(path));
  }
});

describeInLab("the boot lab without what it needs", () => {
  it("names the programs that are missing", () => {
    const path = process.env.PATH;
    const empty = mkdtempSync(join(tmpdir(), "latchkey-empty-"));
    process.env.PATH = empty;
    try {
      expect(labUnavailable()).toMatch(/mmdebstrap.*plink.*install-lab\.sh/);
      expect(() => openLab()).toThrow("install-lab.sh");
    } finally {
      process.env.PATH = path;
      rmSync(empty, { recursive: true });
    }
    expect(existsSync(empty)).toBe(false);
  });

  it("gives out as many places as there are, and a given-back one again", async () => {
    const folder = mkdtempSync(join(tmpdir(), "latchkey-places-"));
    const first = await takePlace(folder, 2, 5);
    const second = await takePlace(folder, 2, 5);
    await expect(takePlace(folder, 2, 2)).rejects.toThrow("all 2 places");
    await first();
    const third = await takePlace(folder, 2, 5);
    await Promise.all([second(), third()]);
    rmSync(folder, { recursive: true });
  }, 30_000);
});
