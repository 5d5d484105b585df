import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ComposeOptions } from "../../../components/cloud-init/compose";
import { hashPassword } from "../../../components/cloud-init/password";
import type { Instance } from "../lab/instance";
import { type Lab, openLab } from "../lab/lab";
import { describeInLab } from "../lab/requirements";
import { type KeyPair, makeKeyPair } from "../lab/ssh-client";
import { outcome, rebootAndSeeChanges } from "../repair/changes";
import { composed } from "./composed";

const PASSWORD = "Three otters under a bridge";
const QUIET = /^result='quiet'\nrepairs='0'\nfailures='0'\n$/u;
const TEST_MS = 180_000;

// cloud-init writes the original in its config stage, beside the start of ssh: the first boot's repair may come before it.
const KEPT_AT_SECOND_BOOT = "/var/lib/latchkey/good/etc/ssh/sshd_config.d/50-cloud-init.conf";

describeInLab("a host launched with a component's user data", () => {
  let lab: Lab;
  let folder: string;
  let own: KeyPair;
  let alices: KeyPair;

  beforeAll(async () => {
    lab = openLab();
    await lab.prepare("bookworm", "trixie", "bookworm-upstream-modes");
    folder = mkdtempSync(join(tmpdir(), "latchkey-keys-"));
    own = await makeKeyPair(folder, "own");
    alices = await makeKeyPair(folder, "alice");
  }, 900_000);
  afterEach(() => lab.close(), 60_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const publicKey = (pair: KeyPair): string => readFileSync(pair.publicKeyFile, "utf8").trim();

  const options = (loginUser: string): ComposeOptions => ({
    loginUser,
    keyPair: true,
    publicKeys: [publicKey(own)],
    users: [
      { name: "alice", publicKeys: [publicKey(alices)], sudo: true, groups: ["operators", "adm"] },
      { name: "bob", publicKeys: [publicKey(alices)] },
    ],
    recoveryUser: { passwordHash: hashPassword(PASSWORD, "first-boot") },
    userData: [{ text: "#!/bin/sh\necho ran >>/root/caller\n" }],
  });

  const stdout = async (host: Instance, user: string, command: string, key?: KeyPair): Promise<string> =>
    (await host.ssh(user, command, key === undefined ? {} : { key: key.privateKey })).stdout;

  it.each([
    ["bookworm", "boot"],
    ["trixie", "boot"],
    ["bookworm-upstream-modes", "boot"],
    ["bookworm", "systemd"],
    ["trixie", "systemd"],
  ] as const)(
    "%s (%s) lets in whom it declares, and changes nothing at later boots",
    async (image, kind) => {
      const loginUser = image === "bookworm-upstream-modes" ? "ec2-user" : "admin";
      const host = await lab[kind]({ image, userData: composed(options(loginUser)) });

      expect({
        keyPair: await stdout(host, loginUser, "id -un; sudo -n id -un"),
        publicKey: await stdout(host, loginUser, "id -un", own),
        alice: await stdout(host, "alice", "id -un; sudo -n id -un; id -nG | tr ' ' '\\n' | sort", alices),
        bob: await stdout(host, "bob", "id -un; sudo -n id -un", alices),
        strangerAtAlices: await stdout(host, "alice", "id -un", own),
        recoveryByKey: await stdout(host, "recovery", "id -un", own),
        caller: (await host.exec("cat /root/caller")).stdout,
      }).toEqual({
        keyPair: `${loginUser}\nroot\n`,
        publicKey: `${loginUser}\n`,
        alice: "alice\nroot\nadm\nalice\noperators\n",
        bob: "bob\n",
        strangerAtAlices: "",
        recoveryByKey: "",
        caller: "ran\n",
      });

      expect(await host.console("recovery", PASSWORD)).toBe(true);
      expect(await host.console("recovery", `${PASSWORD}.`)).toBe(false);
      const byPassword = await host.ssh("recovery", "true", { password: PASSWORD });
      expect(byPassword).toMatchObject({
        code: 255,
        stderr: expect.stringMatching(/Permission denied \(publickey\)/u),
      });

      for (const boot of [2, 3]) {
        const changed = (await rebootAndSeeChanges(host)).filter(
          (path) => boot > 2 || path !== KEPT_AT_SECOND_BOOT,
        );
        expect({ boot, changed, outcome: await outcome(host) }).toEqual({
          boot,
          changed: [],
          outcome: expect.stringMatching(QUIET),
        });
      }
      expect(await host.canLogIn(loginUser)).toBe(true);
      expect(await host.canLogIn("alice", { key: alices.privateKey })).toBe(true);
      expect((await host.exec("cat /root/caller")).stdout).toBe("ran\n");
    },
    TEST_MS,
  );
});
