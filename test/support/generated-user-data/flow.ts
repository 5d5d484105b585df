import * as fc from "fast-check";
import { type Effect, KEY_FILE } from "./effect";

type Wrapping = (effect: Effect) => Effect;

const hasHereDoc = ({ lines }: Effect): boolean => lines.some((line) => line.includes("<<"));
const indented = (effect: Effect): readonly string[] =>
  hasHereDoc(effect) ? effect.lines : effect.lines.map((line) => `  ${line}`);

const around =
  (told: string, before: readonly string[], after: readonly string[]): Wrapping =>
  (effect) => ({
    ...effect,
    told: `${told} { ${effect.told} }`,
    lines: [...before, ...indented(effect), ...after],
  });

/** Does it to one line of text only; an effect of several lines, or with quotes that would end too early, stays as it is. */
const asOneLine =
  (told: string, unless: RegExp, write: (line: string) => readonly string[]): Wrapping =>
  (effect) => {
    const [line = ""] = effect.lines;
    if (effect.lines.length !== 1 || unless.test(line)) return effect;
    return { ...effect, told: `${told} { ${effect.told} }`, lines: write(line) };
  };

const NEVER = /(?!)/u;
// In double quotes these would mean something to the outer shell.
const OUTER = /["$\\`]/u;

/** The account's name by a variable; in single quotes it stays a variable's name. */
const byVariable = ({ lines, ...effect }: Effect, name: string): Effect => ({
  ...effect,
  lines: lines.map((line) => line.replaceAll("~admin", "/home/admin").replace(/\badmin\b/gu, `\${${name}}`)),
});

const conditions: fc.Arbitrary<Wrapping> = fc
  .tuple(
    fc.constantFrom(
      "id -u admin >/dev/null 2>&1",
      "id app >/dev/null 2>&1",
      "getent passwd admin > /dev/null",
      "! getent passwd ops >/dev/null",
      "[ -d /home/admin/.ssh ]",
      "[ ! -e /home/admin/.ssh/authorized_keys ]",
      "[ -f /etc/nologin ]",
      "[[ -d /home/app ]]",
      '[ "$(id -u)" -eq 0 ]',
      "[[ $EUID -ne 0 ]]",
      '[ -z "${STAGE:-}" ]',
      '[ "${STAGE:-prod}" = prod ]',
      "test -x /usr/sbin/sshd",
      "command -v systemctl >/dev/null",
    ),
    fc.boolean(),
  )
  .map(([condition, inElse]) =>
    around(
      `${inElse ? "unless" : "if"} ${condition}`,
      [`if ${condition}; then`, ...(inElse ? ["  echo skipped", "else"] : [])],
      ["fi"],
    ),
  );

const loops: fc.Arbitrary<Wrapping> = fc
  .constantFrom("admin", "app admin", "admin nobody", "$USERS", "root app")
  .map((accounts) => (effect) => {
    const inner = byVariable(effect, "account");
    const before = accounts === "$USERS" ? ['USERS="admin app"'] : [];
    const told = `for ${accounts} { ${effect.told} }`;
    return {
      ...effect,
      told,
      lines: [...before, `for account in ${accounts}; do`, ...indented(inner), "done"],
    };
  });

const variables: Wrapping = (effect) => ({
  ...byVariable(effect, "LOGIN"),
  told: `by variable { ${effect.told} }`,
  lines: ["LOGIN=admin", ...byVariable(effect, "LOGIN").lines],
});

const functions: fc.Arbitrary<Wrapping> = fc
  .constantFrom("setup", "setup || true", "", "setup admin")
  .map((call) => (effect) => {
    const inner = call === "setup admin" ? byVariable(effect, "1") : effect;
    const body = ["setup() {", ...indented(inner), "}"];
    return {
      ...effect,
      told: `${call === "" ? "function not called" : "function"} { ${effect.told} }`,
      lines: call === "" ? body : [...body, call],
    };
  });

const chains: fc.Arbitrary<Wrapping> = fc
  .constantFrom<readonly [string, string]>(
    ["true && ", ""],
    ["false && ", ""],
    ["false || ", ""],
    ["mkdir -p /srv/app && ", ""],
    ["ls /no/such/folder 2>/dev/null || ", ""],
    ["", " || true"],
    ["", " && echo done"],
    ["", " 2>/dev/null || echo 'not done' >&2"],
    ["! ", ""],
  )
  .map(([before, after]) => asOneLine(`${before}…${after}`, NEVER, (line) => [`${before}${line}${after}`]));

const shells: fc.Arbitrary<Wrapping> = fc.constantFrom(
  asOneLine("bash -c", /'/u, (line) => [`bash -c '${line}'`]),
  asOneLine("sh -c", OUTER, (line) => [`sh -c "${line}"`]),
  asOneLine("eval", OUTER, (line) => [`eval "${line}"`]),
  asOneLine("sudo", /[<>|&;]/u, (line) => [`sudo ${line}`]),
  asOneLine("sudo -u admin", /[<>|&;]/u, (line) => [`sudo -u admin ${line}`]),
  asOneLine("su - admin -c", /'/u, (line) => [`su - admin -c '${line}'`]),
  asOneLine("sudo bash -c", /'/u, (line) => [`sudo bash -c '${line}'`]),
);

/** Puts a file back as it was before. */
const kept = (file: string): Wrapping =>
  around(`keeping ${file}`, [`cp -a ${file} /root/kept`], [`cp -a /root/kept ${file}`]);

const groups: fc.Arbitrary<Wrapping> = fc.constantFrom(
  around("subshell", ["("], [")"]),
  around("braces", ["{"], ["} >/dev/null 2>&1"]),
  around("while", ["n=0", 'while [ "$n" -lt 2 ]; do'], ["  n=$((n + 1))", "done"]),
  around("case", ["STAGE=prod", 'case "$STAGE" in', "dev) echo dev ;;", "prod|test)"], ["  ;;", "esac"]),
  around("other case", ['case "${STAGE:-dev}" in', "prod)"], ["  ;;", "*) : ;;", "esac"]),
  around("set +e", ["set +e"], ["set -e"]),
  kept(KEY_FILE),
  kept("/etc/ssh/sshd_config"),
  around("in /home/admin", ["cd /home/admin"], ["cd /"]),
  asOneLine("in the background", NEVER, (line) => [`{ ${line}; } &`, "wait"]),
  asOneLine("trap", /'/u, (line) => [`trap '${line}' EXIT`]),
);

const scripts: fc.Arbitrary<Wrapping> = fc
  .tuple(
    fc.constantFrom("/usr/local/sbin/setup.sh", "/opt/setup/run.sh", "/root/setup.sh"),
    fc.constantFrom("bash @", "chmod +x @ && @", "chmod 755 @\n@", "chmod +x @", ". @", "sh -e @"),
    fc.constantFrom("#!/bin/bash", "#!/bin/sh", "#!/bin/bash -e"),
  )
  .map(([file, run, interpreter]) => (effect) => ({
    ...effect,
    told: `script, ${run.replaceAll("@", "it").replace("\n", "; ")} { ${effect.told} }`,
    lines: [
      ...(file.startsWith("/opt/setup") ? ["mkdir -p /opt/setup"] : []),
      // The outermost one ends last: what is in it has other words.
      `cat > ${file} <<'SCRIPT'`,
      interpreter,
      ...effect.lines,
      "SCRIPT",
      ...run.replaceAll("@", file).split("\n"),
    ],
  }));

const wrappings = fc.oneof(
  { weight: 5, arbitrary: conditions },
  { weight: 3, arbitrary: loops },
  { weight: 1, arbitrary: fc.constant(variables) },
  { weight: 3, arbitrary: functions },
  { weight: 4, arbitrary: chains },
  { weight: 4, arbitrary: shells },
  { weight: 4, arbitrary: groups },
  { weight: 2, arbitrary: scripts },
);

/** Some of the effects with control flow around them. */
export const inFlow = (effects: fc.Arbitrary<Effect>): fc.Arbitrary<Effect> =>
  fc.oneof(
    { weight: 3, arbitrary: effects },
    { weight: 2, arbitrary: fc.tuple(effects, wrappings).map(([effect, wrap]) => wrap(effect)) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(effects, fc.oneof(conditions, loops, functions, groups), wrappings)
        // A here-document within another one would end where the inner one does.
        .map(([effect, outer, inner]) => outer(inner(effect))),
    },
  );

const openings = fc.constantFrom(
  [],
  [],
  ["set -e"],
  ["set -euo pipefail"],
  ["set -x"],
  ["exec > /var/log/setup.log 2>&1"],
  ["umask 077"],
  ["umask 002", "mkdir -p /srv/app"],
);

const interpreters = fc.constantFrom(
  "#!/bin/bash",
  "#!/bin/bash",
  "#!/bin/sh",
  "#!/bin/bash -e",
  "#! /usr/bin/env bash",
);
const asides = fc.constantFrom(
  "echo started",
  "# prepare",
  "sleep 0.1",
  "ls /no/such/folder",
  "exit 0",
  "false",
  "date",
);

export interface Script {
  readonly told: string;
  readonly text: string;
  readonly systemd: boolean;
}

/** A script with a first line that says what runs it. @param most how many effects it has at most */
export const script = (effects: fc.Arbitrary<Effect>, most: number): fc.Arbitrary<Script> =>
  fc
    .record({
      interpreter: interpreters,
      opening: openings,
      body: fc.array(inFlow(effects), { minLength: Math.ceil(most / 2), maxLength: most, size: "max" }),
      aside: fc.option(fc.tuple(asides, fc.nat({ max: most })), { freq: 1 }),
    })
    .map(({ interpreter, opening, body, aside }) => {
      const [line, at] = aside ?? ["", 0];
      const parts = body.map(({ lines }) => lines);
      if (line !== "") parts.splice(Math.min(at, parts.length), 0, [line]);
      return {
        told: [...opening, ...body.map(({ told }) => told)].join("; "),
        text: [interpreter, ...opening, ...parts.flat(), ""].join("\n"),
        systemd: body.some(({ systemd }) => systemd === true),
      };
    });
