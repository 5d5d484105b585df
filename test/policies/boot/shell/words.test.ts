import { bash, verdict } from "../judge";

describe("the words of a command", () => {
  it.each([
    ["a variable", "closed", bash("U=ubuntu", 'usermod -e 1 "$U"')],
    ["a default", "closed", bash('usermod -e 1 "${U:-ubuntu}"')],
    ["a default that is not needed", "open", bash("U=alice", "usermod -e 1 ${U:-ubuntu}")],
    ["a part of a value", "closed", bash('P=/home/ubuntu; usermod -e 1 "${P##*/}"')],
    ["a variable that nothing sets", "open", bash('usermod -e 1 "$U"')],
    ["a variable that a file may set", "unknown", bash(". /etc/profile", 'usermod -e 1 "$U"')],
    ["a variable of the environment", "unknown", bash('usermod -e 1 "$LOGNAME"')],
    [
      "a variable that a list of names may set",
      "unknown",
      bash("export $(cat /etc/env)", 'usermod -e 1 "$U"'),
    ],
    ["a variable that nothing sets under set -u", "open", bash("set -u", 'rm -rf "/home/ubuntu/$DIR"')],
    ["a default for it under set -u", "closed", bash("set -u", 'rm -rf "/home/ubuntu/${DIR:-}"')],
    ["a value from a command", "unknown", bash('usermod -e 1 "$(cat /etc/login)"')],
    ["a value that echo prints", "closed", bash("usermod -e 1 $(echo ubuntu)")],
    ["braces", "closed", bash("chmod 777 /home/{alice,ubuntu}")],
    ["braces that are quoted", "open", bash('chmod 777 "/home/{alice,ubuntu}"')],
    ["a star over homes", "closed", bash("chmod 777 /home/*")],
    ["a star in a variable", "closed", bash('D="/home/*"', "chmod 777 $D")],
    ["a star in quotes", "open", bash('chmod 777 "/home/*"')],
    ["a star that leaves dot files alone", "open", bash("rm -rf /home/ubuntu/*")],
    ["a dot and a star", "closed", bash("rm -rf /home/ubuntu/.s*")],
    ["a tilde", "closed", bash("chmod 777 ~ubuntu")],
    ["root's own tilde", "open", bash("chmod 777 ~")],
    ["a relative path", "closed", bash("cd /home", "chmod 777 ubuntu")],
    ["dots", "closed", bash("chmod 777 /home/alice/../ubuntu/")],
    ["a folder below a home that is not known", "unknown", bash('rm -rf "/home/ubuntu/$(cat /etc/dir)"')],
    ["a folder below a home by a variable that nothing sets", "closed", bash('rm -rf "/home/ubuntu/$DIR"')],
    ["an assignment for one command", "open", bash("U=ubuntu true", 'userdel "$U"')],
    ["words split at blanks", "closed", bash('A="-e 1 ubuntu"', "usermod $A")],
    ["quoted words stay together", "open", bash('A="-e 1 ubuntu"', 'usermod "$A"')],
    [
      "parameters of a function",
      "closed",
      bash('f() { for u in "$@"; do usermod -e 1 "$u"; done; }', "f alice ubuntu"),
    ],
    ["a local variable", "open", bash("U=alice", "f() { local U=ubuntu; }", "f", 'userdel "$U"')],
    ["arithmetic is not worked out", "unknown", bash("U=1", "((U++))", 'usermod -e "$U" ubuntu')],
  ])("%s: %s", (_, login, script) => {
    expect(verdict(script)).toBe(login);
  });
});
