import { spawnSync } from "node:child_process";
import { partSource } from "../../../../policies/facts/place";
import { newMachine } from "../../../../policies/boot/machine/machine";
import { runScript } from "../../../../policies/boot/shell/run";
import { endShell } from "../../../../policies/boot/shell/leaving";
import { newBudget, newSession, type Session } from "../../../../policies/boot/shell/session";
import { isExact } from "../../../../policies/boot/shell/value";
import { within } from "../../../../policies/boot/work";
import fc from "../../../support/fast-check";

const NAMES = ["a", "b", "c"] as const;

/** `undefined` where the script may have ended early, or is more work than is followed. */
const follow = (script: string): Session | undefined =>
  within(
    () => followed(script),
    () => undefined,
  );

function followed(script: string): Session | undefined {
  const session = newSession(
    newMachine(() => undefined),
    newBudget(),
  );
  runScript(partSource(script, { part: 1, parts: 1 }), session);
  // Where the script may have ended early, its variables are those of one of several courses.
  const mayHaveLeft = session.left.length > 0;
  endShell(session);
  return mayHaveLeft ? undefined : session;
}

// What bash(1) leaves: each parameter and each variable, `unset` told apart from empty.
const REPORT = `\nprintf '%s\\0' "\${#FUNCNAME[@]}" "$@" "\${a-unset}" "\${b-unset}" "\${c-unset}"`;

function run(
  script: string,
): { readonly parameters: readonly string[]; readonly variables: readonly string[] } | undefined {
  // timeout(1) also ends what the script left running, which would keep its output open. An endless script is ended by
  // the processor's time that it takes, which other work on the machine does not add to.
  const { stdout, status } = spawnSync(
    "bash",
    [
      "--norc",
      "-c",
      'ulimit -t 2; exec timeout -s KILL 120 bash --norc -c "$1"',
      "bash",
      `trap '${REPORT.replaceAll("'", `'\\''`)}' EXIT\n${script}`,
    ],
    {
      encoding: "utf8",
      cwd: "/",
      env: { PATH: "/usr/bin:/bin", HOME: "/root" },
    },
  );
  const words = stdout.split("\0").slice(0, -1);
  // An endless script says nothing, and one that ends inside a function has that function's parameters and variables.
  if (status === null || status === 137 || words[0] !== "0") return undefined;
  return { parameters: words.slice(1, -3), variables: words.slice(-3) };
}

const plain = fc.constantFrom("x", "y1", "z-z", "10", "", "a.b", "u,v", "k=v");
const piece = fc.oneof(
  plain,
  plain.map((text) => `'${text} q'`),
  plain.map((text) => `"${text}  $a"`),
  fc.constantFrom(
    "$a",
    "${b}",
    '"$c"',
    "${a:-d e}",
    "${b-}",
    "${c:+set it}",
    "${a+s}",
    '"${b:-n  m}"',
    "${a:=new}",
    "${#b}",
    "${a#x}",
    "${b%%1*}",
    "${b##*-}",
    '"$@"',
    "$#",
    "$1",
    "${2}",
    "\\ ",
    "\\$a",
    "$'t\\tu'",
    '""',
    "''",
    "~",
    "{p,q}",
    "{r,s}{t,u}",
    "{a}",
    "{}",
    "$(echo h  i)",
    '"$(echo j  k)"',
    "$(printf '%s-' 1 2)",
    "`echo m`",
    "$((1+2))",
    "$(true)",
    "$(echo $a; echo n)",
  ),
);
const word = fc.array(piece, { minLength: 1, maxLength: 3 }).map((pieces) => pieces.join(""));
const words = fc.array(word, { maxLength: 4 }).map((all) => all.join(" "));

const name = fc.constantFrom(...NAMES);
const assignment = fc.tuple(name, fc.constantFrom("=", "=", "+="), word).map((each) => each.join(""));

const condition = fc.oneof(
  fc.constantFrom(
    "true",
    "false",
    ":",
    "! true",
    "! false",
    "(exit 0)",
    "(exit 3)",
    '[ "$#" -gt 1 ]',
    "[[ -n $a ]]",
    "[[ $a == x && $b != y1 ]]",
    "[[ ! ( $a = x || -z $b ) ]]",
    "((1))",
    "test -z",
    "[ ]",
    "[ x ]",
    "! [ x ]",
  ),
  fc
    .tuple(fc.constantFrom("=", "!=", "-eq", "-lt", "-ge"), word, word)
    .map(
      ([operator, left, right]) =>
        `[ "${left.replaceAll('"', "")}" ${operator} "${right.replaceAll('"', "")}" ]`,
    ),
  name.map((each) => `[ -n "$${each}" ]`),
);

const { statements } = fc.letrec<{ statement: string; statements: string }>((tie) => ({
  statements: fc.array(tie("statement"), { minLength: 1, maxLength: 4 }).map((all) => all.join("\n")),
  statement: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    assignment,
    words.map((all) => `set -- ${all}`),
    fc.constantFrom(
      "shift",
      "break",
      "continue",
      "return",
      "return 1",
      "exit 0",
      "unset a",
      "unset b",
      "false",
      "local c=loc",
      "export b=ex",
      "f",
      "f x y",
      "f || a=failed",
      "eval 'a=ev'",
      'eval "b=\\$a"',
      "a=tmp true",
      "echo >&2",
      "read a <<< 'r s'",
      "let b=2",
      "((c=3))",
      "x=$(a=sub; echo $a); b=$x",
      "echo pipe | a=piped",
      "bash -c 'exit 1'",
      "printf -v c %s v",
    ),
    fc
      .tuple(condition, tie("statements"), tie("statements"))
      .map(([test, yes, no]) => `if ${test}; then\n${yes}\nelse\n${no}\nfi`),
    fc.tuple(condition, fc.constantFrom("&&", "||"), assignment).map((each) => each.join(" ")),
    fc
      .tuple(name, words, tie("statements"))
      .map(([each, all, body]) => `for ${each} in ${all}; do\n${body}\ndone`),
    fc
      .tuple(word, tie("statements"), tie("statements"))
      .map(
        ([of, one, two]) =>
          `case ${of} in\nx|y*) ${one};;\n*.b) b=dot;;\n"u,v") a=comma;;\n*) ${two};;\nesac`,
      ),
    fc
      .tuple(fc.constantFrom("while", "until"), condition, tie("statements"))
      .map(
        ([kind, test, body]) => `${kind} ${test}; do\nn=1$n; case $n in 11111*) exit 0;; esac\n${body}\ndone`,
      ),
    tie("statements").map((body) => `(\n${body}\n)`),
    tie("statements").map((body) => `{\n${body}\n}`),
    tie("statements").map((body) => `f() {\n${body.replace(/^f(?: x y| \|\| a=failed)?$/gmu, ":")}\n}`),
  ),
}));

function agree(script: string): number {
  const session = follow(script);
  const real = run(script);
  if (real === undefined || session === undefined) return 0;
  let told = 0;
  for (const [at, each] of NAMES.entries()) {
    const value = session.variables.get(each);
    if (value === undefined || !isExact(value)) continue;
    told += 1;
    expect({ script, [each]: value }).toEqual({
      script,
      [each]: real.variables[at] === "unset" ? "" : real.variables[at],
    });
  }
  if (session.parameters.every(isExact)) {
    told += 1;
    expect({ script, parameters: session.parameters }).toEqual({ script, parameters: real.parameters });
  }
  return told;
}

describe("words and control flow, compared with bash", () => {
  it("expands words as bash does, or cannot tell", () => {
    let told = 0;
    fc.assert(
      fc.property(word, word, words, (a, b, all) => {
        told += agree(`set -- one 'two three'\na=${a}\nb=${b}\nset -- ${all}`);
      }),
      { numRuns: 250 },
    );
    expect(told).toBeGreaterThan(200);
  });

  it("takes the course that bash takes, or cannot tell", () => {
    let told = 0;
    fc.assert(
      fc.property(statements, (script) => {
        told += agree(`f() { :; }\nset -- one 'two three'\na=x b= n=\n${script}`);
      }),
      { numRuns: 300 },
    );
    expect(told).toBeGreaterThan(200);
  });
});
