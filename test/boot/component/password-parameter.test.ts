import { SignatureV4 } from "@smithy/signature-v4";
import { createHash, createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fetchRecoveryHash, RECOVERY_HASH_FILE } from "../../../components/cloud-init/fetch-hash";
import { hashPassword } from "../../../components/cloud-init/password";
import type { Instance } from "../lab/instance";
import { type Lab, openLab } from "../lab/lab";
import { describeInLab } from "../lab/requirements";
import { composed } from "./composed";

const PARAMETER = "/recovery/hash";
const FIRST = {
  password: "Three otters under a bridge",
  hash: hashPassword("Three otters under a bridge", "1"),
};
const SECOND = { password: "Two herons on a wire", hash: hashPassword("Two herons on a wire", "2") };
const REGION = "ap-northeast-1";
const HOST = `ssm.${REGION}.lab.internal`;
const ROLE = { AccessKeyId: "ASIAEXAMPLE", SecretAccessKey: "the/role's/secret", Token: "the+role's+token" };
const FETCH_MS = 40_000;

// The instance's own Parameter Store: a certificate that it trusts, and a server beside its sshd. The caller's boothook
// starts it, after ours has started what asks it: as on a real host the answer may come later than the question.
const SERVER = `#cloud-boothook
#!/bin/sh
[ -e /srv/pem ] || {
  openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=${HOST} -addext subjectAltName=DNS:${HOST} -keyout /srv/key -out /srv/crt
  cat /srv/key /srv/crt >/srv/pem; cat /srv/crt >/usr/lib/ssl/cert.pem; }
if [ -d /run/systemd/system ]; then exec systemd-run --no-block python3 /srv/server.py /srv/pem; fi
setsid python3 /srv/server.py /srv/pem </dev/null >/dev/null 2>&1 &
`;

const USER_DATA = composed({
  loginUser: "admin",
  keyPair: true,
  recoveryUser: {},
  recoveryHashFile: RECOVERY_HASH_FILE,
  extra: [fetchRecoveryHash({ parameter: PARAMETER })],
  userData: [{ text: SERVER }],
});

/** What Systems Manager was asked. */
interface Asked {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

describeInLab("a recovery password whose hash is in Parameter Store", () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = openLab();
    await lab.prepare("bookworm", "trixie");
  }, 900_000);
  afterEach(() => lab.close(), 60_000);

  it.each([
    ["bookworm", "boot"],
    ["bookworm", "systemd"],
    ["trixie", "systemd"],
  ] as const)(
    "%s (%s) opens the console, by a request that AWS would take",
    async (image, kind) => {
      const host = await lab[kind]({
        image,
        userData: USER_DATA,
        metadata: {
          "meta-data": {
            iam: { "security-credentials": { host: JSON.stringify(ROLE) } },
            services: { domain: "lab.internal" },
          },
        },
        files: {
          "/etc/hosts": `127.0.0.1 localhost ${HOST}\n`,
          "/srv/server.py": readFileSync(join(__dirname, "parameter-store.py"), "utf8"),
          "/srv/value": `${FIRST.hash}\n`,
        },
      });
      await fetched(host, 1);
      expect(await host.console("recovery", FIRST.password)).toBe(true);
      expect((await host.exec(`stat -c '%U %a' ${RECOVERY_HASH_FILE}`)).stdout).toBe("root 600\n");
      const asked = await questions(host);
      for (const question of asked) expect(question.headers).toMatchObject(await signed(question));
      expect(asked.map(({ body }) => JSON.parse(body) as unknown)).toEqual([
        { Name: PARAMETER, WithDecryption: true },
      ]);

      // A change of the parameter is there after the next boot.
      await host.exec(`echo '${SECOND.hash}' >/srv/value`);
      await host.reboot();
      await fetched(host, 2);
      expect(await host.console("recovery", SECOND.password)).toBe(true);
      expect(await host.console("recovery", FIRST.password)).toBe(false);

      // What is no hash is not set, and what was fetched before is put back by the repair program.
      await host.exec("echo 'no hash at all' >/srv/value; usermod -p '!' recovery");
      await host.reboot();
      await fetched(host, 3);
      expect(await host.console("recovery", SECOND.password)).toBe(true);

      const written = await host.exec("cat /var/lib/latchkey/status /var/lib/latchkey/log; journalctl");
      expect(written.stdout + host.log()).not.toMatch(/\$6\$|role's/u);
      expect(await host.canLogIn("admin")).toBe(true);
    },
    240_000,
  );
});

/** Waits until the program has asked for the `boots`th time and is done with the answer. */
async function fetched(host: Instance, boots: number): Promise<void> {
  const deadline = Date.now() + FETCH_MS;
  for (;;) {
    const asked = (await questions(host)).length;
    const running = (await host.exec("pgrep -f '^/bin/sh /usr/local/sbin/latchkey-fetch-hash'")).code === 0;
    if (asked >= boots && !running) return;
    if (Date.now() > deadline) throw new Error(`was asked ${asked} times: ${host.log().slice(-2000)}`);
    await sleep(200);
  }
}

async function questions(host: Instance): Promise<readonly Asked[]> {
  const { stdout } = await host.exec("cat /srv/asked");
  return stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Asked);
}

/** The headers by which the AWS SDK signs the same request. */
async function signed({ path, headers, body }: Asked): Promise<Readonly<Record<string, string>>> {
  const named = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  const kept = ["content-type", "host", "x-amz-target"].map((name) => [name, named.get(name) ?? ""] as const);
  const signer = new SignatureV4({
    service: "ssm",
    region: REGION,
    credentials: {
      accessKeyId: ROLE.AccessKeyId,
      secretAccessKey: ROLE.SecretAccessKey,
      sessionToken: ROLE.Token,
    },
    sha256: Sha256,
    applyChecksum: false,
  });
  const date = (named.get("x-amz-date") ?? "").replace(
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/u,
    "$1-$2-$3T$4:$5:$6Z",
  );
  const request = {
    ...{ method: "POST", protocol: "https:", hostname: HOST, path, query: {} },
    ...{ headers: Object.fromEntries(kept), body },
  };
  const { headers: expected } = await signer.sign(request, { signingDate: new Date(date) });
  return { Authorization: expected.authorization ?? "", "X-Amz-Security-Token": ROLE.Token };
}

// The shape in which the SDK takes SHA-256 and, with a key, its HMAC.
class Sha256 {
  private readonly hash;
  constructor(key?: string | ArrayBuffer | ArrayBufferView) {
    this.hash = key === undefined ? createHash("sha256") : createHmac("sha256", bytes(key));
  }
  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.hash.update(bytes(data));
  }
  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.hash.digest());
  }
  reset(): void {
    throw new Error("is used once");
  }
}

const bytes = (data: string | ArrayBuffer | ArrayBufferView): Uint8Array => {
  if (typeof data === "string") return Buffer.from(data);
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
};
