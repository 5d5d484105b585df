import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { readSshdConfig } from "../../../../policies/boot/sshd/read";
import { settingsFor } from "../../../../policies/boot/sshd/settings";
import { anyConfiguration, loadingConfiguration, shortConfiguration } from "./generated";
import { printed } from "./printed";
import { describeWithSshd, filesOnDisk, realSshd, type RealSshd } from "./real-sshd";

/** More of them by hand: LATCHKEY_SSHD_RUNS=2500, and another sshd with LATCHKEY_SSHD=/path. */
const RUNS = Number(process.env.LATCHKEY_SSHD_RUNS ?? 50);
const ADDRESS = "1.2.3.4";
const groupsOf = (user: string): readonly string[] =>
  execFileSync("id", ["-Gn", user], { encoding: "utf8" }).trim().split(" ");

describeWithSshd("the machine's sshd", () => {
  let sshd: RealSshd;
  const people = ["root", "daemon", "games"].map((user) => ({ user, groups: groupsOf(user) }));
  const seen = { loads: 0, fails: 0, unknown: 0, settings: 0, unknownSettings: 0 };
  beforeAll(() => {
    sshd = realSshd();
  });
  afterAll(() => {
    sshd.remove();
    if (RUNS > 50) process.stdout.write(`${JSON.stringify(seen)}\n`);
  });

  /** Holds what the evaluator says of files against what sshd does. */
  function compare(files: ReadonlyMap<string, string>): void {
    const main = `${sshd.place(files)}/sshd_config`;
    const config = readSshdConfig(filesOnDisk, { openssh: sshd.version, distribution: "debian", main });
    seen[config.state]++;
    if (config.state === "unknown") return;
    const complaint = sshd.refuses(main);
    const told = config.state === "fails" ? { why: config.why, line: config.line } : {};
    expect({ state: complaint === undefined ? "loads" : "fails", told, complaint }).toMatchObject({
      state: config.state,
    });
    if (config.state === "fails") return;
    for (const { user, groups } of people) {
      const settings = settingsFor(config, { user, groups, address: ADDRESS, localPort: 22 });
      const spec = `user=${user},host=example.com,addr=${ADDRESS},laddr=5.6.7.8,lport=22`;
      const real = sshd.settings(main, spec);
      for (const [keyword, values] of printed(settings)) {
        if (values === "unknown") seen.unknownSettings++;
        else {
          seen.settings++;
          // A relative path is one below the directory that sshd is started in.
          const here = (real.get(keyword) ?? []).map((value) => value.replace(`${process.cwd()}/`, ""));
          expect({ user, keyword, values: here }).toEqual({ user, keyword, values });
        }
      }
    }
  }

  test.each([
    ["refuses or takes a line as written", shortConfiguration],
    ["refuses or takes whole configurations", anyConfiguration],
    ["finds each user's values where Match blocks and included files set them", loadingConfiguration],
  ])(
    "%s",
    (_title, configurations) => {
      fc.assert(fc.property(configurations, compare), { numRuns: RUNS });
    },
    RUNS * 1_500,
  );
});
