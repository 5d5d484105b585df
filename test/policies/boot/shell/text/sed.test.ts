import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runSed } from "../../../../../policies/boot/shell/text/sed";
import { runReal } from "./real-programs";
import { sedCase } from "./sed-scripts";
import fc from "../../../../support/fast-check";

const LOCALES = ["C", "C.UTF-8"] as const;

const fixture = (name: string): string => readFileSync(join(__dirname, "fixtures", name), "utf8");
const edit = (args: readonly string[], text: string): string | undefined =>
  runSed(args, { read: () => text })?.files.get("f");

describe("edits of configuration, compared with sed", () => {
  const edits: readonly (readonly [string, string, readonly string[]])[] = [
    [
      "sets an option, commented out or not",
      "sshd_config",
      ["s/^#\\?PasswordAuthentication.*/PasswordAuthentication no/"],
    ],
    ["sets it in extended syntax", "sshd_config", ["-E", "s/^[#[:space:]]*(PermitRootLogin).*$/\\1 no/"]],
    [
      "takes one of two words",
      "sshd_config",
      ["-r", "s/^#?(PasswordAuthentication|PermitRootLogin)\\s+\\w+/\\1 no/g"],
    ],
    ["takes the longer of two words", "sshd_config", ["-E", "s/(X11|X11Forwarding|Print)/_/"]],
    ["uses another delimiter", "passwd", ["s|^\\(.*\\)/home|\\1/srv|"]],
    ["adds two lines behind one", "sshd_config", ["/^#Port 22/a Port 22\\nPort 443"]],
    ["uses a comma for a delimiter", "passwd", ["s,/bin/bash$,/sbin/nologin,"]],
    ["drops the lines of an option", "sshd_config", ["/^AllowUsers/d"]],
    ["drops comments and empty lines", "sshd_config", ["/^\\s*#/d;/^$/d"]],
    ["appends after the last line", "sshd_config", ["$a Port 22"]],
    ["appends several lines", "sshd_config", ["$a\\\nMatch User deploy\\\n  PasswordAuthentication no"]],
    ["inserts before a line, whichever case it has", "sshd_config", ["/^match/I i AllowGroups ssh"]],
    ["inserts before the first line", "sshd_config", ["1i Port 2222"]],
    ["replaces a line", "sshd_config", ["/^UsePAM /c\\UsePAM no"]],
    ["replaces a block by one line", "sshd_config", ["/^Match/,$c # no exceptions"]],
    ["drops from a line to the end", "sshd_config", ["/^Match User/,$d"]],
    ["drops up to the first match, be it the first line", "sshd_config", ["0,/^# Auth/d"]],
    ["changes only within a range", "sshd_config", ["/^Match/,+2s/no$/yes/"]],
    ["leaves some lines out", "sshd_config", ["/^#/!s/yes/no/"]],
    ["does several things in a block", "fstab", ["/swap/{s/^/#/;s/sw/noauto/\n}"]],
    ["takes several scripts", "fstab", ["-e", "s/^UUID=66/#&/", "-e", "/xvdf/d"]],
    ["adds an option to a mount", "fstab", ["\\%^/dev/xvdf%s/defaults/defaults,nofail/"]],
    ["changes the second match of a line", "fstab", ["s/0/X/2"]],
    ["joins all lines", "fstab", [":a;N;$!ba;s/\\n/;/g"]],
    ["uses the last regular expression again", "fstab", ["/swap/s//none/"]],
    ["changes the case", "passwd", ["5d;s/^\\([a-z]\\)\\([a-z0-9-]*\\):/\\u\\1\\U\\2\\E:/"]],
    ["keeps the first lines", "passwd", ["2q"]],
    ["prints some lines only", "passwd", ["-n", "/bash$/p"]],
    ["drops every second line", "passwd", ["2~2d"]],
    ["keeps letters that are not ASCII", "passwd", ["s/^deploy:x:/deploy::/"]],
    ["finds the delimiter in brackets", "passwd", ["s/[^/]*$/zsh/"]],
    ["changes characters", "fstab", ["y/\\tabc/ ABC/"]],
    ["stars and dots as they are", "sshd_config", ["s/LC_\\*/LC_ALL/;s/\\*\\.conf/10.conf/"]],
    ["counts repetitions", "sshd_config", ["s/0\\.\\(0\\.\\)\\{2\\}0/127.0.0.1/"]],
    ["looks for words", "sshd_config", ["s/\\bno\\b/yes/;s/\\<any\\>/inet/"]],
  ];
  // Each with a last line that ends, and with one that does not, in each locale.
  const all = edits.flatMap(([reason, name, words]) =>
    [fixture(name), fixture(name).replace(/\n$/u, "")].map((text) => ({
      reason: text.endsWith("\n") ? reason : `${reason}, without a last newline`,
      args: ["-i", ...words, "f"],
      text,
    })),
  );
  const inLocales = LOCALES.map((locale) =>
    runReal(all.map(({ args, text }) => ({ program: "sed", args, files: { f: text }, locale }))),
  );
  it.each(all.map((each, at) => ({ ...each, real: inLocales.map((results) => results[at]?.files.f) })))(
    "$reason",
    ({ args, text, real }) => {
      expect(LOCALES.map(() => edit(args, text))).toEqual(real);
      expect(real[0]).not.toBe(text);
    },
  );
});

describe("sed's options", () => {
  const text = "a\nb\n";
  const input = { stdin: text, read: (path: string) => (path === "f" ? text : undefined) };

  it.each([
    ["a suffix that is attached", ["-i.bak", "d", "f"], ".bak"],
    ["a suffix of the long option", ["--in-place=~", "d", "f"], "~"],
    ["letters after -i, which are a suffix", ["-ie", "d", "f"], "e"],
    ["no suffix", ["-i", "d", "f"], ""],
    ["options behind the file", ["d", "f", "-i"], ""],
  ])("tells %s", (_reason, args, suffix) => {
    expect(runSed(args, input)).toMatchObject({ inPlace: true, suffix, files: new Map([["f", ""]]) });
  });

  it("prints what it makes of standard input", () => {
    expect(runSed(["s/a/x/"], input)).toMatchObject({ inPlace: false, output: "x\nb\n", quitStatus: 0 });
  });
  it("has the status that q gives", () => {
    expect(runSed(["1q7", "f"], input)).toMatchObject({ output: "a\n", quitStatus: 7 });
  });
  it("edits each of several files on its own", () => {
    const files = runSed(["-i", "$d", "f", "g"], { read: (path) => `${path}1\n${path}2\n` })?.files;
    expect(files).toEqual(
      new Map([
        ["f", "f1\n"],
        ["g", "g1\n"],
      ]),
    );
  });
  it("takes a script from a file", () => {
    expect(runSed(["-f", "script", "f"], { read: (path) => (path === "f" ? text : "1d\n") })?.output).toBe(
      "b\n",
    );
  });
});

describe("what sed is not followed in", () => {
  it.each([
    ["a file that is not known", ["s/a/b/", "missing"], "a\n"],
    ["editing without a file", ["-i", "s/a/b/"], "a\n"],
    ["an option that is not known", ["--posix", "s/a/b/"], "a\n"],
    ["lines that end in NUL", ["-z", "s/a/b/"], "a\n"],
    ["a back-reference in the expression", ["s/\\(a\\)\\1/b/"], "aa\n"],
    ["a group that is repeated and used", ["s/\\(a\\)*/\\1/"], "aa\n"],
    ["a group that is not there", ["s/a/\\1/"], "a\n"],
    ["a place within what is repeated", ["-E", "s/(\\<.)+$/x/"], "a.\n"],
    ["writing to another file", ["s/a/b/w out"], "a\n"],
    ["reading another file", ["r other"], "a\n"],
    ["running a command", ["s/a/b/e"], "a\n"],
    ["a script that is wrong", ["s/a/b"], "a\n"],
    ["a block that is not closed", ["/a/{d"], "a\n"],
    ["a label that is missing", ["b nowhere"], "a\n"],
    ["a loop without an end", [":a;ba"], "a\n"],
    ["text that doubles itself", [":a;G;h;ba"], "a\n"],
    ["the hold space with a last line that has no end", ["x;G"], "a\nb"],
    ["q at a last line that has no end", ["$q"], "a\nb"],
    ["a range that is passed over where it starts", ["2!b\n1,3d"], "a\nb\nc\n"],
    ["classes of letters that depend on the locale", ["s/[[:alpha:]]*$/x/"], "é\n"],
    ["any character, where the locale decides how many bytes it is", ["s/./x/g"], "é\n"],
    ["characters of two units", ["s/a/b/"], "a\u{1F600}\n"],
    ["a line that is very long", ["s/a/b/"], `${"a".repeat(5000)}\n`],
    ["an expression that is very long", ["-E", "s/((a{200}){200}){200}/b/"], "a\n"],
    ["the delimiter escaped in brackets, before a backslash", ["s/[\\/]/x/"], "\\\n"],
    ["text that is not known", ["s/a/b/"], "a\uE000\n"],
  ])("%s", (_reason, args, stdin) => {
    expect(runSed(args, { stdin, read: () => undefined })).toBeUndefined();
  });
});

it("works through what would be catastrophic in time", () => {
  const line = `${"a".repeat(4000)}\n`;
  expect(runSed(["-E", "s/((a*)*)*b/x/"], { stdin: line, read: () => undefined })?.output).toBe(line);
});

it("does what sed does with any script, or cannot tell", () => {
  const cases = fc.sample(sedCase, 200);
  const mine = cases.map(({ args, text }) => runSed(args, { stdin: text, read: () => text }));
  const told = cases.flatMap((each, at) => (mine[at] === undefined ? [] : [{ ...each, mine: mine[at] }]));
  const real = runReal(
    told.map(({ args, text, inPlace }) => ({
      program: "sed",
      args,
      stdin: text,
      files: inPlace ? { f: text } : {},
    })),
  );
  for (const [at, { args, text, inPlace, mine: result }] of told.entries()) {
    expect({
      args,
      text,
      now: inPlace ? result.files.get("f") : result.output,
      status: result.quitStatus,
    }).toEqual({
      args,
      text,
      now: inPlace ? real[at]?.files.f : real[at]?.output,
      status: real[at]?.status,
    });
  }
  expect(told.length).toBeGreaterThan(60);
});
