import { runFilter } from "../../../../../policies/boot/shell/text/filters";
import { sort } from "../../../../../policies/boot/shell/text/sorting";
import { filterCall, type FilterCall } from "./filter-calls";
import { runReal } from "./real-programs";
import fc from "../../../../support/fast-check";

const PASSWD = "root:x:0:0:root:/root:/bin/bash\nec2-user:x:1000:1000:EC2 User:/home/ec2-user:/bin/bash\n";
const CONFIG = "#Port 22\nPermitRootLogin no\n  PasswordAuthentication  yes\n\nAllowUsers a b\n";
const OS = 'NAME="Amazon Linux"\nVERSION_ID="2023"\nID="amzn"\n';

const call = (name: string, args: readonly string[], stdin: string): FilterCall => ({
  name,
  args,
  stdin,
  files: { passwd: PASSWD, config: CONFIG },
});
const told = ({ name, args, stdin, files }: FilterCall): ReturnType<typeof runFilter> =>
  runFilter(name, args, { stdin, read: (path) => files[path] });

describe("queries of user data, compared with the programs", () => {
  const queries: readonly (readonly [string, FilterCall])[] = [
    ["whether an option is there", call("grep", ["-q", "^PermitRootLogin", "config"], "")],
    ["whether it is not", call("grep", ["-qi", "permitemptypasswords", "config"], "")],
    ["an account's line", call("grep", ["^ec2-user:", "passwd"], "")],
    ["one of two words", call("grep", ["-E", "^(#|  )?(Port|PasswordAuthentication)\\s", "config"], "")],
    ["lines that are no comments", call("grep", ["-v", "^#\\|^$", "config"], "")],
    ["a fixed string with points", call("grep", ["-F", "-x", "Port.22"], "Port.22\nPort 22\n")],
    ["a word", call("grep", ["-w", "no"], "nothing\nno\nsay no.\n")],
    ["what matches alone", call("grep", ["-o", "[0-9]\\+", "passwd"], "")],
    ["how many lines, of several files", call("grep", ["-c", "r", "passwd", "config"], "")],
    ["which files", call("grep", ["-l", "root", "passwd", "config"], "")],
    ["numbers of lines", call("grep", ["-n", "Users\\?", "config"], "")],
    ["several patterns", call("grep", ["-e", "^root", "-e", "bash$", "passwd"], "")],
    ["extended syntax by the old name", call("egrep", ["root|ec2", "passwd"], "")],
    ["fixed strings by the old name", call("fgrep", ["a.b"], "a.b\naxb\n")],
    ["a field of passwd", call("cut", ["-d:", "-f7", "passwd"], "")],
    ["some fields", call("cut", ["-d", ":", "-f", "1,3-4", "passwd"], "")],
    ["a column", call("awk", ["{print $2}", "config"], "")],
    ["a column by another separator", call("awk", ["-F:", "{ print $1, $NF }", "passwd"], "")],
    ["a column of some lines", call("awk", ["-F=", "/^ID=/ {print $2}"], OS)],
    ["a column of one account", call("awk", ["-F:", '$1=="ec2-user"{print $6}', "passwd"], "")],
    ["columns that are joined", call("awk", ["-F:", '{print $1 "=" $3, NR}', "passwd"], "")],
    ["the accounts of people", call("awk", ["-F:", '($3>=1000 && $1!="nobody"){print $1}', "passwd"], "")],
    ["accounts within bounds", call("awk", ["-F:", "$3 >= 1000 && $3 < 60000 { print $1 }", "passwd"], "")],
    ["accounts by their shell", call("awk", ["-F:", "$7 ~ /bash$/ && !($3 == 0 || /xyz/)"], PASSWD)],
    [
      "accounts with a shell",
      call("awk", ["-F:", '$7 !~ /(nologin|false)$/ {print $1 ":" $6}', "passwd"], ""),
    ],
    [
      "one line in the place of another",
      call("awk", ['/^#?PermitRootLogin/ {print "PermitRootLogin yes"; next} {print}', "config"], ""),
    ],
    [
      "another word in a line",
      call("awk", ['/^Allow/ { gsub(/[ab]/, "c") }\n{ sub(/^#/, ""); print; }', "config"], ""),
    ],
    ["without quotes", call("tr", ["-d", '"'], OS)],
    ["in small letters", call("tr", ["[:upper:]", "[:lower:]"], OS)],
    ["in capitals", call("tr", ["a-z", "A-Z"], OS)],
    ["in one line", call("tr", ["\\n", ","], OS)],
    ["with single blanks", call("tr", ["-s", " "], "a   b  c\n")],
    ["only letters", call("tr", ["-dc", "a-zA-Z"], OS)],
    ["the first line", call("head", ["-1", "passwd"], "")],
    ["all but the last line", call("head", ["-n", "-1", "passwd"], "")],
    ["the last line", call("tail", ["-n1", "passwd"], "")],
    ["all from the second line", call("tail", ["-n", "+2", "passwd"], "")],
    ["each line once", call("sort", ["-u"], "b\na\nb\n")],
    ["numbers in their order", call("sort", ["-n"], "10\n9\n100\n")],
    ["how often each", call("uniq", ["-c"], "a\na\nb\n")],
    ["how many lines", call("wc", ["-l"], CONFIG)],
    ["how many lines of a file", call("wc", ["-l", "passwd"], "")],
    ["a name without its suffix", call("basename", ["/etc/ssh/x.conf", ".conf"], "")],
    ["the folder of a file", call("dirname", ["/etc/ssh/sshd_config"], "")],
    ["a text in base64", call("base64", ["-w0"], CONFIG)],
    ["the text of base64", call("base64", ["-d"], Buffer.from(CONFIG).toString("base64"))],
    ["the text of base64 in lines", call("base64", ["--decode"], "UG9y\ndCAyMgo=\n")],
  ];
  const reals = runReal(queries.map(([, each]) => ({ program: each.name, ...each })));
  it.each(queries.map(([reason, each], at) => ({ reason, each, real: reals[at] })))(
    "$reason",
    ({ each, real }) => {
      expect(told(each)).toEqual({ status: real?.status, output: real?.output });
    },
  );
});

describe("what is not followed", () => {
  it.each([
    ["a file that is not known", call("grep", ["a", "missing"], "")],
    ["Perl's expressions", call("grep", ["-P", "a"], "a\n")],
    ["an escape that is no one's", call("grep", ["-E", "\\d+"], "1\n")],
    ["a back-reference", call("grep", ["\\(a\\)\\1"], "aa\n")],
    ["folders", call("grep", ["-r", "a", "passwd"], "")],
    ["lines around", call("grep", ["-A1", "a"], "a\n")],
    ["letters by the locale", call("grep", ["-i", "É"], "é\n")],
    ["a star at the start of an extended expression", call("grep", ["-E", "*a"], "a\n")],
    ["headings of several files", call("head", ["-n1", "passwd", "config"], "")],
    ["a file that grows", call("tail", ["-f", "passwd"], "")],
    ["the other fields", call("cut", ["--complement", "-f1"], "a\tb\n")],
    ["fields and characters", call("cut", ["-f1", "-c1"], "a\n")],
    ["repeats in a set", call("tr", ["ab", "[x*2]"], "a\n")],
    ["an order that depends on the locale", call("sort", [], "b\nA\n")],
    ["a sort key", call("sort", ["-k2"], "a\n")],
    ["any other program of awk", call("awk", ['{sub("a","b"); print}'], "a\n")],
    ["a loop of awk", call("awk", ["{for (i = 1; i < 3; i++) print i}"], "a\n")],
    ["an array of awk", call("awk", ["!seen[$0]++"], "a\n")],
    ["an order of texts", call("awk", ['$1 < "b"'], "a\n")],
    ["a number in another writing", call("awk", ["$1 == 1"], "+1\n")],
    ["a missing number", call("awk", ["$2 == 0"], "a\n")],
    ["what is written to another file", call("awk", ['{print > "x"}'], "a\n")],
    ["what awk puts in with the match in it", call("awk", ['{sub(/a/, "&b"); print}'], "a\n")],
    ["a separator that is an expression", call("awk", ["-F[:,]", "{print $1}"], "a\n")],
    ["awk's variables", call("awk", ["-v", "x=1", "{print x}"], "a\n")],
    ["base64 that is broken off", call("base64", ["-d"], "YWJ")],
    ["bytes that are no text", call("base64", ["-d"], "//79")],
    ["a program that is not known", call("perl", ["-pe", "1"], "a\n")],
    ["the name of something that every object has", call("constructor", [], "a\n")],
    ["a text that is not known", call("wc", ["-l"], "a\uE000\n")],
  ])("%s", (_reason, each) => {
    expect(told(each)).toBeUndefined();
  });

  it("an unknown file that a quiet search does not come to is no matter", () => {
    expect(told(call("grep", ["-q", "root", "passwd", "missing"], ""))).toEqual({ status: 0, output: "" });
  });
});

it("sorts by bytes where the caller says so", () => {
  expect(sort([], { stdin: "b\nA\n_\n", read: () => undefined }, "C")?.output).toBe("A\n_\nb\n");
});

it("does what the programs do with any words, or cannot tell", () => {
  const calls = fc.sample(filterCall, 200).flatMap((each) => {
    const mine = told(each);
    return mine === undefined ? [] : [{ each, mine }];
  });
  const real = runReal(
    calls.map(({ each }, at) => ({ program: each.name, ...each, locale: at % 2 ? "C" : "C.UTF-8" })),
  );
  for (const [at, { each, mine }] of calls.entries())
    expect({ ...each, ...mine }).toEqual({ ...each, status: real[at]?.status, output: real[at]?.output });
  expect(calls.length).toBeGreaterThan(80);
});
