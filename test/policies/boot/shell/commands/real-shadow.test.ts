import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { partSource } from "../../../../../policies/facts/place";
import { set } from "../../../../../policies/boot/machine/effect";
import { applyEffects, newMachine, trait } from "../../../../../policies/boot/machine/machine";
import { IMAGE, type Prediction } from "../../../../../policies/boot/machine/prediction";
import { runScript } from "../../../../../policies/boot/shell/run";
import { newBudget, newSession } from "../../../../../policies/boot/shell/session";
import fc from "../../../../support/fast-check";

// The tools of the package shadow work on another root's files only for root.
const asRoot = process.getuid?.() === 0 ? it : it.skip;

const PASSWD = "root:x:0:0:root:/root:/bin/bash\nops:x:1000:1000::/home/ops:/bin/bash\n";
const TODAY = Math.floor(Date.now() / 86_400_000);
const SHADOW = `root:*:${String(TODAY)}:0:99999:7:::\nops:!:${String(TODAY)}:0:99999:7:::\n`;
const GROUP = "root:x:0:\nops:x:1000:\ndocker:x:999:\n";

interface Account {
  readonly exists: boolean;
  readonly expired?: boolean;
  readonly passwordExpired?: boolean;
  readonly password?: boolean;
  readonly shell?: string;
  readonly home?: string;
}

function real(root: string, commands: readonly string[]): Readonly<Record<string, Account>> {
  mkdirSync(join(root, "etc"), { recursive: true });
  mkdirSync(join(root, "home"), { recursive: true });
  writeFileSync(join(root, "etc/passwd"), PASSWD);
  writeFileSync(join(root, "etc/shadow"), SHADOW, { mode: 0o600 });
  writeFileSync(join(root, "etc/group"), GROUP);
  writeFileSync(join(root, "etc/gshadow"), "root:*::\nops:!::\ndocker:!::\n");
  writeFileSync(
    join(root, "etc/login.defs"),
    "UID_MIN 1000\nUID_MAX 60000\nGID_MIN 1000\nGID_MAX 60000\nUSERGROUPS_ENAB yes\nENCRYPT_METHOD SHA512\nMAIL_DIR /var/mail\n",
  );
  for (const command of commands) {
    const [tool = "", ...args] = JSON.parse(command) as string[];
    spawnSync(tool, ["--root", root, ...args], { stdio: "ignore" });
  }
  const lines = (file: string): readonly (readonly string[])[] =>
    readFileSync(join(root, "etc", file), "utf8")
      .trim()
      .split("\n")
      .map((line) => line.split(":"));
  return Object.fromEntries(
    lines("passwd").map(([name = "", , , , , home = "", shell = ""]) => {
      const [, hash = "", changed = "", , max = "", , , expires = ""] =
        lines("shadow").find(([each]) => each === name) ?? [];
      return [
        name,
        {
          exists: true,
          expired: expires !== "" && Number(expires) <= TODAY,
          passwordExpired: changed === "0" || Number(changed) + Number(max === "" ? 99_999 : max) < TODAY,
          password: !/^[!*]/u.test(hash) && hash !== "",
          shell,
          home,
        },
      ];
    }),
  );
}

function model(
  commands: readonly string[],
): (name: string) => Readonly<Record<keyof Account, Prediction<unknown>>> {
  const known = { expired: false, passwordExpired: false, password: false, shell: "/bin/bash", keys: false };
  const machine = applyEffects(
    newMachine((subject, _, which) =>
      subject === "account" && which === "exists" ? (false as never) : undefined,
    ),
    [
      set("account", "root", { ...known, exists: true, home: "/root" }, IMAGE),
      set("account", "ops", { ...known, exists: true, home: "/home/ops" }, IMAGE),
    ],
  );
  const quote = (arg: string): string => `'${arg.replaceAll("'", `'\\''`)}'`;
  const script = commands.map((command) => (JSON.parse(command) as string[]).map(quote).join(" ")).join("\n");
  const session = newSession(machine, newBudget());
  runScript(partSource(script, { part: 1, parts: 1 }), session);
  return (name) => {
    const read = (which: keyof Account): Prediction<unknown> =>
      trait(session.machine, "account", name, which);
    return {
      exists: read("exists"),
      expired: read("expired"),
      passwordExpired: read("passwordExpired"),
      password: read("password"),
      shell: read("shell"),
      home: read("home"),
    };
  };
}

const name = fc.constantFrom("ops", "deploy", "app");
const date = fc.constantFrom(
  "",
  "-1",
  "0",
  "1",
  "20000",
  "99999",
  "2001-02-03",
  "2091-02-03",
  "1970-01-01",
  "1970-01-02",
);
const hash = fc.constantFrom("$6$salt$abcdefgh", "!", "*", "!$6$salt$abcdefgh");
const shellPath = fc.constantFrom("/bin/sh", "/usr/sbin/nologin", "/bin/false", "/bin/bash");

const option = (...forms: readonly string[]): fc.Arbitrary<string> => fc.constantFrom(...forms);
const valued = (value: fc.Arbitrary<string>, short: string, long: string): fc.Arbitrary<readonly string[]> =>
  fc.tuple(value, fc.constantFrom("apart", "glued", "long", "equals", "short-long")).map(([word, form]) => {
    if (form === "glued" && word !== "") return [`-${short}${word}`];
    if (form === "long") return [`--${long}`, word];
    if (form === "equals") return [`--${long}=${word}`];
    return form === "short-long" ? [`--${long.slice(0, -1)}`, word] : [`-${short}`, word];
  });

const call = (tool: string, options: fc.Arbitrary<readonly string[]>): fc.Arbitrary<string> =>
  fc
    .tuple(fc.array(options, { maxLength: 2 }), name, fc.boolean())
    .map(([all, account, last]) =>
      JSON.stringify(last ? [tool, ...all.flat(), account] : [tool, account, ...all.flat()]),
    );

const command = fc.oneof(
  call(
    "useradd",
    fc.oneof(
      option("-m", "-M", "-N", "--no-create-home").map((each) => [each]),
      valued(date, "e", "expiredate"),
      valued(shellPath, "s", "shell"),
      valued(hash, "p", "password"),
      valued(fc.constantFrom("/srv/app", "/home/other"), "d", "home-dir"),
      valued(fc.constant("docker"), "G", "groups"),
      fc.constant(["-c", "-e 1"]),
    ),
  ),
  call(
    "usermod",
    fc.oneof(
      option("-L", "--lock").map((each) => [each]),
      valued(date, "e", "expiredate"),
      valued(shellPath, "s", "shell"),
      fc.constant(["-aG", "docker"]),
      valued(fc.constant("/srv/home"), "d", "home"),
      fc.constant(["-c", "--lock"]),
    ),
  ),
  call(
    "chage",
    fc.oneof(
      valued(date, "E", "expiredate"),
      valued(fc.constantFrom("0", "19000", "2020-01-01", "1970-01-01"), "d", "lastday"),
      valued(fc.constantFrom("90", "99999", "-1"), "M", "maxdays"),
    ),
  ),
  call(
    "passwd",
    option("-l", "-e", "-d", "--lock", "--expire", "-q").map((each) => [each]),
  ),
  call(
    "userdel",
    option("-f").map((each) => [each]),
  ),
);

describe("the account commands, compared with the package shadow's own", () => {
  const folder = mkdtempSync(join(tmpdir(), "shadow-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  asRoot("leave what the tools leave, or cannot tell", () => {
    let told = 0;
    let run = 0;
    fc.assert(
      fc.property(fc.array(command, { minLength: 1, maxLength: 4 }), (commands) => {
        run += 1;
        const accounts = real(join(folder, String(run)), commands);
        const predicted = model(commands);
        for (const each of ["ops", "deploy", "app"]) {
          const account = accounts[each] ?? { exists: false };
          const prediction = predicted(each);
          for (const which of Object.keys(account) as (keyof Account)[]) {
            const { [which]: value } = prediction;
            // The model takes a new account's shell for one that lets people in; which one depends on useradd's defaults.
            if (!value.certain || (which === "shell" && account.shell === "/bin/sh")) continue;
            told += 1;
            expect({ commands, account: each, [which]: value.value }).toEqual({
              commands,
              account: each,
              [which]: account[which],
            });
          }
        }
      }),
      { numRuns: 150 },
    );
    expect(told).toBeGreaterThan(300);
  });
});
