import * as fc from "fast-check";
import { stringify } from "yaml";
import { type Effect, KEY_FILE, PEOPLES_KEY } from "./effect";

export interface Config {
  readonly told: string;
  readonly text: string;
  readonly systemd: boolean;
}

const OPS = { name: "ops", shell: "/bin/bash", sudo: "ALL=(ALL) NOPASSWD:ALL" };

const users = fc.constantFrom<unknown>(
  ["default"],
  ["default", { ...OPS, ssh_authorized_keys: [PEOPLES_KEY] }],
  ["default", { name: "app", system: true }],
  ["default", { name: "app", groups: "sudo, operators", lock_passwd: true }],
  [{ ...OPS, ssh_authorized_keys: [PEOPLES_KEY] }],
  [{ ...OPS }],
  [{ ...OPS, ssh_authorized_keys: [PEOPLES_KEY], expiredate: "2020-01-31" }],
  [{ ...OPS, ssh_authorized_keys: [PEOPLES_KEY], shell: "/usr/sbin/nologin" }],
  [{ ...OPS, ssh_authorized_keys: [PEOPLES_KEY], homedir: "/srv/ops" }],
  [{ ...OPS, ssh_authorized_keys: [], no_create_home: true }],
  [{ name: "admin", ssh_authorized_keys: [PEOPLES_KEY] }],
  [{ name: "admin", shell: "/bin/bash" }],
  [{ name: "app", uid: 1000 }, "default"],
  [{ name: "admin", expiredate: "2020-01-31" }, "default"],
  [],
  "default",
);

const file = fc
  .record(
    {
      place: fc.constantFrom(
        { path: KEY_FILE, content: `${PEOPLES_KEY}\n` },
        { path: KEY_FILE, content: "# managed\n" },
        { path: "/home/admin/.bashrc", content: "alias ll='ls -l'\n" },
        { path: "/home/admin/app/settings.ini", content: "debug = no\n" },
        { path: "/etc/nologin", content: "maintenance\n" },
        { path: "/etc/ssh/sshd_config.d/10-base.conf", content: "PasswordAuthentication no\n" },
        { path: "/etc/ssh/sshd_config.d/10-base.conf", content: "AllowUsers ops\n" },
        { path: "/etc/ssh/sshd_config.d/10-base.conf", content: "PermitRootLogn no\n" },
        { path: "/etc/ssh/sshd_config", content: "PubkeyAuthentication no\n" },
        { path: "/etc/motd", content: "welcome\n" },
        { path: "/etc/sudoers.d/90-team", content: "admin ALL=(ALL) NOPASSWD:ALL\n" },
        {
          path: "/var/lib/cloud/scripts/per-boot/10-modes.sh",
          content: "#!/bin/sh\nchmod 777 /home/admin\n",
        },
        {
          path: "/var/lib/cloud/scripts/per-instance/run.sh",
          content: "#!/bin/sh\nusermod -s /bin/false admin\n",
        },
      ),
      owner: fc.constantFrom("root:root", "admin:admin", "nobody:nogroup"),
      permissions: fc.constantFrom("0644", "0600", "0755", "0777"),
      defer: fc.boolean(),
      append: fc.boolean(),
    },
    { requiredKeys: ["place"] },
  )
  .map(({ place, ...rest }) => ({ ...place, ...rest }));

/** A command of runcmd or bootcmd: text for a shell or, where that says the same, its arguments. */
const item = (effects: fc.Arbitrary<Effect>): fc.Arbitrary<{ effect: Effect; value: unknown }> =>
  fc.tuple(effects, fc.boolean()).map(([effect, asList]) => {
    const [line = ""] = effect.lines;
    const plain = effect.lines.length === 1 && /^[\w\s/.:=@,+-]+$/u.test(line);
    return { effect, value: asList && plain ? line.split(/\s+/u) : effect.lines.join("\n") };
  });

const items = (effects: fc.Arbitrary<Effect>) =>
  fc.array(item(effects), { minLength: 1, maxLength: 3, size: "max" });

const settings = {
  users,
  write_files: fc.array(file, { minLength: 1, maxLength: 2 }),
  chpasswd: fc.constantFrom<unknown>(
    { expire: false, list: "admin:three otters\n" },
    { list: "admin:three otters\n" },
    { expire: false, users: [{ name: "admin", password: "three otters", type: "text" }] },
    { list: ["root:three otters"] },
  ),
  ssh_authorized_keys: fc.constantFrom<unknown>([PEOPLES_KEY], [], null),
  disable_root: fc.boolean(),
  ssh_pwauth: fc.boolean(),
  ssh_deletekeys: fc.boolean(),
  groups: fc.constantFrom<unknown>(["operators"], ["operators", { admins: ["root"] }]),
  password: fc.constant("three otters"),
};

const present = <T>(arbitrary: fc.Arbitrary<T>, oneIn: number): fc.Arbitrary<T | undefined> =>
  fc.tuple(arbitrary, fc.nat({ max: oneIn - 1 })).map(([value, turn]) => (turn === 0 ? value : undefined));

/**
 * A cloud-config of the modules that have to do with log-ins.
 *
 * @param effects what runcmd does
 * @param early what bootcmd does
 */
export const cloudConfig = (
  effects: fc.Arbitrary<Effect>,
  early: fc.Arbitrary<Effect>,
): fc.Arbitrary<Config> =>
  fc
    .record({
      users: present(settings.users, 3),
      write_files: present(settings.write_files, 2),
      runcmd: present(items(effects), 2),
      bootcmd: present(items(early), 5),
      chpasswd: present(settings.chpasswd, 8),
      ssh_authorized_keys: present(settings.ssh_authorized_keys, 8),
      disable_root: present(settings.disable_root, 10),
      ssh_pwauth: present(settings.ssh_pwauth, 10),
      ssh_deletekeys: present(settings.ssh_deletekeys, 12),
      groups: present(settings.groups, 12),
      password: present(settings.password, 16),
      json: fc.nat({ max: 3 }),
    })
    .filter((found) => Object.entries(found).some(([name, value]) => name !== "json" && value !== undefined))
    .map(({ json, runcmd = [], bootcmd = [], ...rest }) => {
      const value = Object.fromEntries(
        Object.entries({
          ...(bootcmd.length > 0 ? { bootcmd: bootcmd.map((found) => found.value) } : {}),
          ...rest,
          ...(runcmd.length > 0 ? { runcmd: runcmd.map((found) => found.value) } : {}),
        }).filter(([, setting]) => setting !== undefined),
      );
      const commands = [...bootcmd, ...runcmd].map(({ effect }) => effect);
      const body = json === 0 ? `${JSON.stringify(value)}\n` : stringify(value, { lineWidth: 0 });
      return {
        told: [Object.keys(value).join(", "), ...commands.map(({ told }) => told)].join("; "),
        text: `#cloud-config\n${body}`,
        systemd: commands.some(({ systemd }) => systemd === true),
      };
    });
