import { hashPassword } from "../../../components/cloud-init/password";
import type { Instance } from "../lab/instance";
import { type Lab, openLab } from "../lab/lab";
import { describeInLab } from "../lab/requirements";
import { restartSshd } from "../repair/shut-and-heal";
import { composed } from "./composed";

// In turns.
const IMAGES = ["bookworm", "trixie"] as const;
const PASSWORD = "Three otters under a bridge";
const OLGAS = "Two herons on a wire";
const OLGA = `#cloud-config
users:
  - name: olga
    shell: /bin/bash
    lock_passwd: false
    hashed_passwd: "${hashPassword(OLGAS, "olga")}"
`;
const PASSWORDS = "PasswordAuthentication yes\nKbdInteractiveAuthentication yes\n";

const writeFile = (path: string, text: string): string =>
  `#cloud-config\nwrite_files:\n  - path: ${path}\n    content: ${JSON.stringify(text)}\n`;
const script = (text: string): string => `#!/bin/sh\n${text}`;
const MAIN = "/etc/ssh/sshd_config";
const SETTINGS = `UsePAM yes\nSubsystem sftp internal-sftp\n`;

interface Way {
  readonly name: string;
  /** Of the caller, beside olga. */
  readonly userData?: string;
  /** On the image. */
  readonly files?: Readonly<Record<string, string>>;
  /** Shell, run as root on the host that is up: it is for the next boot to answer it. */
  readonly later?: string;
}

const WAYS: readonly Way[] = [
  {
    name: "a drop-in of the user data",
    userData: writeFile("/etc/ssh/sshd_config.d/01-passwords.conf", PASSWORDS),
  },
  { name: "a drop-in of the image", files: { "/etc/ssh/sshd_config.d/10-image.conf": PASSWORDS } },
  {
    name: "the keyboard's way alone",
    files: {
      "/etc/ssh/sshd_config.d/10-image.conf": "PasswordAuthentication no\nKbdInteractiveAuthentication yes\n",
    },
  },
  {
    name: "a main file of the user data's own",
    userData: writeFile(MAIN, `${PASSWORDS}Include /etc/ssh/sshd_config.d/*.conf\n${SETTINGS}`),
  },
  {
    name: "a block for all at the end of the main file",
    userData: script(
      `printf 'Match all\\n  PasswordAuthentication yes\\n  KbdInteractiveAuthentication yes\\n' >>${MAIN}\n`,
    ),
  },
  {
    name: "a block for the very account",
    userData: script(
      `printf 'PasswordAuthentication yes\\n' >/etc/ssh/sshd_config.d/20-all.conf
printf 'Match User recovery\\n  PasswordAuthentication yes\\n  KbdInteractiveAuthentication yes\\n  AuthenticationMethods any\\n' >>${MAIN}\n`,
    ),
  },
  {
    name: "a main file without drop-ins, put there later",
    later: `printf '%s' '${PASSWORDS}${SETTINGS}' >${MAIN}`,
  },
  {
    name: "AllowUsers with the account, put there later",
    later: `printf '%s' '${PASSWORDS}AllowUsers recovery olga admin\n' >/etc/ssh/sshd_config.d/00-aa.conf`,
  },
];

describeInLab("the password of the recovery account", () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = openLab();
    await lab.prepare(...IMAGES);
  }, 900_000);
  afterEach(() => lab.close(), 60_000);

  it.each(WAYS.map((way, index) => ({ ...way, image: IMAGES[index % IMAGES.length] ?? "bookworm" })))(
    "is asked for at the console only, in spite of $name ($image)",
    async ({ image, userData, files = {}, later }) => {
      const given = [OLGA, ...(userData === undefined ? [] : [userData])];
      const host = await lab.boot({
        image,
        files,
        userData: composed({
          loginUser: "admin",
          keyPair: true,
          recoveryUser: { passwordHash: hashPassword(PASSWORD, "recovery") },
          userData: given.map((text) => ({ text })),
        }),
      });
      if (later === undefined) {
        await restartSshd(host);
        await expectConsoleOnly(host);
      } else {
        await host.exec(later);
      }
      await host.reboot();
      await expectConsoleOnly(host);
    },
    180_000,
  );
});

async function expectConsoleOnly(host: Instance): Promise<void> {
  const { code, stderr } = await host.ssh("recovery", "true", { password: PASSWORD, verbose: true });
  expect({
    code,
    offered: [
      ...new Set(
        [...stderr.matchAll(/^debug1: Authentications that can continue: (.*?)\r?$/gmu)].map(
          ([, list]) => list,
        ),
      ),
    ],
    tried: stderr.match(/^debug1: Next authentication method: (?:password|keyboard-interactive)/gmu) ?? [],
    byOlga: (await host.ssh("olga", "id -un", { password: OLGAS })).stdout,
    byKey: await host.canLogIn("admin"),
    console: await host.console("recovery", PASSWORD),
  }).toEqual({
    code: 255,
    offered: ["publickey"],
    tried: [],
    byOlga: "olga\n",
    byKey: true,
    console: true,
  });
}
