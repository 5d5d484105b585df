import { spawnSync } from "node:child_process";
import { partSource } from "../../../../policies/facts/place";
import { newMachine } from "../../../../policies/boot/machine/machine";
import { endShell } from "../../../../policies/boot/shell/leaving";
import { runScript } from "../../../../policies/boot/shell/run";
import { newBudget, newSession } from "../../../../policies/boot/shell/session";
import { runFilter } from "../../../../policies/boot/shell/text/filters";
import { isExact } from "../../../../policies/boot/shell/value";
import fc from "../../../support/fast-check";
import { bash, DEBIAN, verdict } from "../judge";

/** What a script leaves in `$a` on paper; `undefined` where that is not known. */
function onPaper(script: string): string | undefined {
  const machine = newMachine(() => undefined);
  const session = newSession(machine, newBudget());
  session.posix = false;
  runScript(partSource(script, { part: 1, parts: 1 }), session);
  endShell(session);
  const value = session.variables.get("a") ?? "";
  return isExact(value) ? value : undefined;
}

const inBash = (script: string): string =>
  spawnSync("bash", ["--norc", "-c", `${script}\nprintf %s "$a"`], {
    encoding: "utf8",
    input: "",
    env: { PATH: "/usr/bin:/bin" },
  }).stdout;

describe("what a function of plain commands reads and prints", () => {
  it.each<[string, string]>([
    ["prints what its commands print", "f() { echo one; echo two; }\na=$(f)"],
    ["prints its parameters", 'f() { echo "$2-$1"; }\na=$(f x y)'],
    ["prints through a pipe", "f() { echo b; echo a; }\na=$(f | sort)"],
    ["prints nothing of its errors", "f() { echo out; } 2>/dev/null\na=$(f)"],
    ["reads a here-document", "f() { cat; }\na=$(f <<E\nhello\nE\n)"],
    ["reads a here-string", "f() { tr a-z A-Z; }\na=$(f <<<hello)"],
    ["reads a pipe", "f() { head -n 1; }\na=$(printf '1\\n2\\n' | f)"],
    ["has its own reading inside another's", "g() { cat; }\nf() { g <<<inner; cat; }\na=$(f <<<outer)"],
    ["hands it on to the function that it calls", "g() { cat; }\nf() { g; }\na=$(f <<<text)"],
    ["ends where it returns", "f() { echo one; return; echo two; }\na=$(f)"],
    ["is one whose text another command makes the checksum of", "s() { cksum; }\na=$(s <<<text)"],
  ])("%s", (_, script) => {
    expect(onPaper(script)).toBe(inBash(script));
  });

  it.each<[string, string]>([
    ["has been read by somebody before", "f() { cat >/dev/null; cat; }\na=$(f <<<text)"],
    ["may have been read by another program", "f() { some-program; cat; }\na=$(f <<<text)"],
    ["was read by a line of its own", "f() { read -r x; cat; }\na=$(f <<<text)"],
    ["hangs on a condition", "f() { if some-program; then echo a; fi; }\na=$(f)"],
  ])("is not known where it %s", (_, script) => {
    expect(onPaper(script)).toBeUndefined();
  });
});

describe("a file that is not there cannot be read", () => {
  it.each([
    ["so the command behind it is not run", "open", ["cat < /root/missing && userdel admin"]],
    ["and the one for that case is", "closed", ["cat < /root/missing || userdel admin"]],
    ["one that is there can", "closed", ["echo x > /root/there", "cat < /root/there && userdel admin"]],
    [
      "of one that may be there it is not known",
      "unknown",
      ["if cat < /etc/some.conf; then userdel admin; fi"],
    ],
  ])("%s: %s", (_, state, lines) => {
    expect(verdict(bash(...lines), { image: DEBIAN })).toBe(state);
  });
});

describe("a file that is put in place only where its checksum is the right one", () => {
  const PUT = [
    `sum() { cksum <"$1"; } 2>/dev/null`,
    "put() {",
    `  [ "$(sum "$1")" != "$2" ] || return 0`,
    `  (umask 077 && cat >"$1.new") && { sync "$1.new" || sync; } && [ "$(sum "$1.new")" = "$2" ] && mv -f "$1.new" "$1"`,
    "}",
  ];
  const put = (sum: string): readonly string[] => [
    ...PUT,
    `put /root/x.sh "${sum}" <<'E'`,
    "userdel admin",
    "E",
    "if [ -e /root/x.sh ]; then sh /root/x.sh; fi",
  ];

  it.each([
    ["the right one", "closed", "400488132 14"],
    ["another", "open", "400488133 14"],
  ])("%s: %s", (_, state, sum) => {
    expect(verdict(bash(...put(sum)), { image: DEBIAN })).toBe(state);
  });
});

test("checksums are those of cksum(1)", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 300 }), (text) => {
      const { stdout } = spawnSync("cksum", { input: text, encoding: "utf8" });
      expect(runFilter("cksum", [], { stdin: text, read: () => undefined })?.output).toBe(stdout);
    }),
    { numRuns: 30 },
  );
});
