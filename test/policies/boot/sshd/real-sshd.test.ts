import { execFileSync } from "node:child_process";
import { readSshdConfig } from "../../../../policies/boot/sshd/read";
import { settingsFor } from "../../../../policies/boot/sshd/settings";
import { anyConfiguration, loadingConfiguration, shortConfiguration } from "./generated";
import { acceptedSignatures, printed } from "./printed";
import { describeWithSshd, filesOnDisk, realSshd, type RealSshd } from "./real-sshd";
import fc from "../../../support/fast-check";

/** More of them by hand: LATCHKEY_SSHD_RUNS=2500, and another sshd with LATCHKEY_SSHD=/path. */
const RUNS = Number(process.env.LATCHKEY_SSHD_RUNS ?? 50);
const ADDRESS = "1.2.3.4";
/** The host's own: one that a host may have, and one that none has (RFC 5737). */
const LOCAL_ADDRESSES = ["5.6.7.8", "192.0.2.1"];
const groupsOf = (user: string): readonly string[] =>
  execFileSync("id", ["-Gn", user], { encoding: "utf8" }).trim().split(" ");

/** A relative path is printed below the directory that sshd is started in, "none" also where it counts for nothing. */
function comparable(keyword: string, value: string): string {
  const relative = value.replace(`${process.cwd()}/`, "");
  if (keyword !== "authorizedkeysfile") return relative;
  const files = relative.split(" ").filter((file) => file.toLowerCase() !== "none");
  return files.join(" ") || "none";
}

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
    const connections = people.flatMap((person) =>
      LOCAL_ADDRESSES.map((localAddress) => ({ ...person, localAddress })),
    );
    for (const { user, groups, localAddress } of connections) {
      const settings = settingsFor(config, { user, groups, address: ADDRESS, localAddress, localPort: 22 });
      const spec = `user=${user},host=example.com,addr=${ADDRESS},laddr=${localAddress},lport=22`;
      if (settings.endsConnection.state === "unknown") continue;
      if (settings.endsConnection.value) {
        expect(() => sshd.settings(main, spec)).toThrow(/"any" must appear alone/u);
        continue;
      }
      const real = sshd.settings(main, spec);
      const signatures = acceptedSignatures(settings);
      if (signatures !== "unknown") {
        const [list = ""] = real.get("pubkeyacceptedalgorithms") ?? [];
        const plain = list.split(",").filter((name) => name !== "" && !name.includes("-cert-"));
        expect(signatures).toEqual(plain.toSorted());
      }
      for (const [keyword, values] of printed(settings)) {
        if (values === "unknown") seen.unknownSettings++;
        else {
          seen.settings++;
          const here = (real.get(keyword) ?? []).map((value) => comparable(keyword, value));
          const who = { user, localAddress, keyword };
          expect({ ...who, values: here }).toEqual({ ...who, values });
        }
      }
    }
  }

  // What the repair program of the components pins: in a file of its own, or within the main file.
  test.each(["sshd_config", "sshd_config.d/00.conf"])("sees the pins of an account in %s", (place) => {
    const block = (user: string): string =>
      [
        `Match User ${user} LocalAddress *,!192.0.2.1`,
        "  PubkeyAuthentication yes",
        "  AuthorizedKeysFile=/etc/ssh/latchkey/keys/%u .ssh/authorized_keys .ssh/authorized_keys2",
        "  MaxSessions 10",
        "  MaxAuthTries 6",
        `  AllowUsers ${user}`,
        "  AllowGroups *",
        "  DenyUsers latchkey:none",
        "  DenyGroups latchkey:none",
        "  AuthenticationMethods any",
        "  ForceCommand none",
        "  ChrootDirectory none",
        "  PermitTTY yes",
        "  RevokedKeys /dev/null",
        "",
      ].join("\n");
    const pins = block("daemon") + block("games") + "Match User root\n  PasswordAuthentication no\n";
    const shut = [
      "PubkeyAuthentication no",
      "AuthorizedKeysFile none",
      "MaxSessions 0",
      "AllowUsers nobody",
      "DenyGroups daemon games",
      "AuthenticationMethods publickey,password",
      "Match User games",
      "AllowUsers root",
      "ForceCommand /bin/false",
      "Match all",
      "MaxAuthTries 1",
    ].join("\n");
    const main =
      place === "sshd_config" ? `${pins}${shut}\n` : `Include @DIR@/sshd_config.d/*.conf\n${shut}\n`;
    compare(new Map([["sshd_config", main], ...(place === "sshd_config" ? [] : [[place, pins] as const])]));
  });

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
