import type { ComposeOptions } from "../../../components/cloud-init/compose";
import { hashPassword } from "../../../components/cloud-init/password";
import { callersUserData, type CallersUserData } from "../../support/callers-user-data";
import { type Lab, openLab } from "../lab/lab";
import { describeInLab } from "../lab/requirements";
import { OWN_KEY } from "../repair/throw-away-root";
import { composed } from "./composed";
import fc, { SEED } from "../../support/fast-check";

const BOOTS = 30;
const LANES = 2;
const IMAGES = ["bookworm", "trixie"] as const;

const OURS: ComposeOptions = {
  loginUser: "admin",
  keyPair: true,
  users: [{ name: "alice", publicKeys: [OWN_KEY], sudo: true, groups: ["operators"] }],
  recoveryUser: { passwordHash: hashPassword("Three otters under a bridge", "callers") },
};

/** Says what of ours is not there; nothing when all is. */
const OUR_EFFECTS = `id -nG alice | grep -qw operators || echo alice
grep -q AAAA /home/alice/.ssh/authorized_keys || echo her key
getent shadow recovery | grep -q ':\\$6\\$' || echo recovery password
[ -s /etc/latchkey/repair.conf ] || echo repair.conf
grep -q "^failures='0'" /var/lib/latchkey/status || cat /var/lib/latchkey/status
`;

describeInLab("any caller's user data that shuts nothing", () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = openLab();
    await lab.prepare(...IMAGES);
  }, 900_000);
  afterAll(() => lab.close(), 60_000);

  it(`keeps its effect beside ours, in ${String(BOOTS)} boots`, async () => {
    const waiting = [...fc.sample(callersUserData(true), BOOTS).entries()];
    const wrong: string[] = [];
    const lane = async (): Promise<void> => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const [index, given] = next;
        const missing = await missingAfterBoot(lab, given, IMAGES[index % IMAGES.length] ?? "bookworm");
        if (missing === "") continue;
        wrong.push(
          `boot ${String(index)} of LATCHKEY_SEED=${String(SEED)} lacks\n${missing}${JSON.stringify(given)}`,
        );
      }
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    expect(wrong).toEqual([]);
  }, 900_000);
});

/** What is not as the caller's user data and ours say after a first boot with both, line by line. */
async function missingAfterBoot(
  lab: Lab,
  { texts, files, accounts }: CallersUserData,
  image: (typeof IMAGES)[number],
): Promise<string> {
  const userData = composed({ ...OURS, userData: texts.map((text) => ({ text })) });
  const host = await lab.boot({ image, userData });
  try {
    const login = (await host.canLogIn("admin")) ? "" : "log-in\n";
    const theirs = [
      ...files.map((file) => `[ -e ${file} ] || echo ${file}`),
      ...accounts.map((name) => `getent passwd ${name} >/dev/null || echo account ${name}`),
    ];
    return login + (await host.exec(OUR_EFFECTS + theirs.join("\n"))).stdout;
  } finally {
    await host.stop();
  }
}
