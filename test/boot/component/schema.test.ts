import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ComposeOptions } from "../../../components/cloud-init/compose";
import { hashPassword } from "../../../components/cloud-init/password";
import { type Lab, openLab } from "../lab/lab";
import { describeInLab } from "../lab/requirements";
import { KEY, OWN_KEY } from "../repair/throw-away-root";
import { composed } from "./composed";

const FULL: ComposeOptions = {
  loginUser: "admin",
  keyPair: true,
  publicKeys: [KEY, OWN_KEY],
  users: [
    { name: "alice", publicKeys: [KEY], sudo: true, groups: ["operators", "adm"], shell: "/bin/sh" },
    { name: "bob" },
  ],
  recoveryUser: { passwordHash: hashPassword("Three otters under a bridge", "schema") },
};
const beside = (text: string): ComposeOptions => ({ ...FULL, userData: [{ text }] });

const COMPOSITIONS: Readonly<Record<string, ComposeOptions>> = {
  full: FULL,
  "key-pair-only": { loginUser: "admin", keyPair: true },
  "recovery-without-hash": { ...FULL, recoveryUser: { name: "rescue" } },
  "beside-a-list": beside("#cloud-config\nusers: [{name: app}]\n"),
  "beside-a-mapping": beside("#cloud-config\nusers: {app: {shell: /bin/sh}}\n"),
  "beside-a-text": beside("#cloud-config\nusers: default, app\n"),
};

describeInLab("composed user data", () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = openLab();
    await lab.prepare("bookworm", "trixie");
  }, 900_000);
  afterEach(() => lab.close(), 60_000);

  it.each(["bookworm", "trixie"] as const)(
    "is what the schema of %s's cloud-init allows, and gives it nothing to complain about",
    async (image) => {
      const names = Object.keys(COMPOSITIONS);
      const files = Object.entries(COMPOSITIONS).map(([name, options]) => [
        `/srv/${name}`,
        composed(options).toString("base64"),
      ]);
      const program = readFileSync(join(__dirname, "schema-of-parts.py"), "utf8");
      const host = await lab.boot({
        image,
        userData: composed(FULL),
        files: { ...Object.fromEntries(files), "/srv/wrong": wrong(), "/srv/parts.py": program },
      });

      const said = await host.exec(`cd /srv && python3 parts.py ${names.join(" ")} 2>&1`);
      const lines = said.stdout.trim().split("\n");
      const ours = lines.filter((line) => line.includes("latchkey-accounts"));
      expect(ours).toHaveLength(names.length);
      expect(lines.filter((line) => !/: 0 Valid (?:schema|cloud-config)/u.test(line))).toEqual([]);
      expect((await host.exec("cd /srv && python3 parts.py wrong 2>&1")).stdout).toMatch(/: 1 .*passwd/u);

      expect((await host.exec("cloud-init schema --system")).code).toBe(0);
      const complaints = host
        .log()
        .match(/^.*(?:Invalid cloud-config|\[(?:WARNING|ERROR|DEPRECATED)\]).*$/gmu);
      // The lab's image is the one that keeps cloud-init from sources.list.
      expect(complaints?.filter((line) => !/apt[_ ]/u.test(line)) ?? []).toEqual([]);
    },
    180_000,
  );
});

/** One that the schema has to turn down, or it says nothing about the others. */
const wrong = (): string =>
  Buffer.from("#cloud-config\nusers: [{name: app, lock_passwd: [1]}]\n").toString("base64");
