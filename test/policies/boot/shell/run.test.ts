import { bash, verdict } from "../judge";

describe("the course of a script", () => {
  it.each([
    ["a comment does nothing", "open", bash("# userdel ubuntu")],
    ["a function that is never called does nothing", "open", bash("f() { userdel ubuntu; }")],
    ["a function that is called does what it says", "closed", bash('f() { userdel "$1"; }', "f ubuntu")],
    ["nothing behind a return is run", "open", bash("f() { return; userdel ubuntu; }", "f")],
    [
      "a function of another branch is not known",
      "unknown",
      bash("if [ -f /etc/x ]; then f() { userdel ubuntu; }; else f() { :; }; fi", "f"),
    ],
    ["a function that calls itself ends", "unknown", bash("f() { f; }", "f")],
    ["a condition that is always true is followed", "closed", bash("if true; then userdel ubuntu; fi")],
    [
      "a condition that is always false is not",
      "open",
      bash('if [ "true" = "false" ]; then systemctl disable --now ssh; fi'),
    ],
    ["[[ with known words is followed", "closed", bash("[[ prod == prod ]] && userdel ubuntu")],
    [
      "a condition on the outside leaves both open",
      "unknown",
      bash("if curl -s http://x; then userdel ubuntu; fi"),
    ],
    [
      "what both branches do is certain",
      "closed",
      bash("if curl -s http://x; then userdel ubuntu; else userdel -r ubuntu; fi"),
    ],
    ["|| after what is there is not run", "open", bash("id ubuntu || userdel -f ubuntu")],
    ["&& after what is there is run", "closed", bash("id ubuntu && userdel ubuntu")],
    ["|| true changes nothing", "closed", bash("userdel ubuntu || true")],
    ["nothing behind exit is run", "open", bash("exit 0", "userdel ubuntu")],
    [
      "an early exit that may have come is joined",
      "unknown",
      bash("[ -f /var/lib/done ] && exit 0", "userdel ubuntu"),
    ],
    [
      "a check that ends with a failure is presumed to pass",
      "closed",
      bash("command -v aws || exit 1", "userdel ubuntu"),
    ],
    ["set -e stops at what fails for certain", "open", bash("set -e", "false", "userdel ubuntu")],
    [
      "set -e takes a guarded failure",
      "closed",
      bash("set -e", "false || true", "if false; then :; fi", "userdel ubuntu"),
    ],
    [
      "set -e stops at the last of a list that fails",
      "open",
      bash("set -e", "true && false", "userdel ubuntu"),
    ],
    ["set -e takes the failure of one before", "closed", bash("set -e", "false && true", "userdel ubuntu")],
    [
      "set -e holds in a function that ends a list",
      "open",
      bash("set -e", "f() { false; userdel ubuntu; }", "true && f"),
    ],
    [
      "set -e does not hold in one that begins it",
      "closed",
      bash("set -e", "f() { false; userdel ubuntu; }", "f && true"),
    ],
    ["set +e takes it as well", "closed", bash("set -e", "set +e", "false", "userdel ubuntu")],
    ["set -e stops at an account that is there", "open", bash("set -e", "useradd ubuntu", "userdel ubuntu")],
    [
      "a loop over words is run for each",
      "closed",
      bash('for u in alice ubuntu bob; do usermod -e 1 "$u"; done'),
    ],
    [
      "a loop over an array is not known",
      "unknown",
      bash("users=(alice ubuntu)", 'for u in "${users[@]}"; do usermod -e 1 "$u"; done'),
    ],
    [
      "a loop over what a command prints is not known",
      "unknown",
      bash('for u in $(cut -d: -f1 /srv/accounts); do usermod -e 1 "$u"; done'),
    ],
    [
      "a loop that is left at once does nothing more",
      "open",
      bash("for i in 1 2; do break; userdel ubuntu; done"),
    ],
    [
      "a loop over a heredoc is followed",
      "closed",
      bash('while read -r u; do usermod -e 1 "$u"; done <<EOF', "ubuntu", "EOF"),
    ],
    [
      "nothing behind an endless loop is run",
      "open",
      bash("while true; do sleep 60; done", "userdel ubuntu"),
    ],
    [
      "what stands behind a loop that ends is",
      "closed",
      bash("while true; do apt-get update && break; done", "userdel ubuntu"),
    ],
    [
      "a later turn may have another value",
      "unknown",
      bash("u=alice; while curl x; do usermod -e 1 $u; u=ubuntu; done"),
    ],
    [
      "a case with a known word is followed",
      "open",
      bash("case x in", "  y) userdel ubuntu ;;", "  *) echo ;;", "esac"),
    ],
    [
      "a case pattern matches as a pattern",
      "closed",
      bash("case web-01 in", "  web-*) userdel ubuntu ;;", "esac"),
    ],
    [
      "a case on the outside is not known",
      "unknown",
      bash('case "$(hostname)" in', "  web*) userdel ubuntu ;;", "esac"),
    ],
    ["a subshell keeps its variables", "open", bash("U=alice", "(U=ubuntu)", "userdel $U")],
    ["what a subshell does stays", "closed", bash("( cd /tmp; userdel ubuntu )")],
    ["exit in a subshell ends only that", "closed", bash("(exit 0)", "userdel ubuntu")],
    ["what runs in the background runs", "closed", bash("userdel ubuntu &", "wait")],
    ["what a substitution does stays", "closed", bash("X=$(userdel ubuntu; echo done)")],
    ["a trap on exit runs at the end", "closed", bash("trap 'userdel ubuntu' EXIT", "echo")],
    ["a trap that is taken back does not", "open", bash("trap 'userdel ubuntu' EXIT", "trap - EXIT")],
    ["a syntax error ends a script there", "open", bash("echo", "fi", "userdel ubuntu")],
    ["what stands before a syntax error has run", "closed", bash("userdel ubuntu", "if true; then", "echo")],
    ["nothing of a broken command has run", "open", bash("if true; then", "userdel ubuntu")],
    ["what bash alone takes for an error is not known", "unknown", bash("sh -c '[[ a'", "eval '[[ a'")],
    ["an error in eval's text ends that alone in bash", "closed", bash("eval fi", "userdel ubuntu")],
    ["an error in eval's text ends a POSIX shell", "open", "#!/bin/sh\neval fi\nuserdel ubuntu\n"],
    ["an error that bash goes on after is not followed", "unknown", bash("a=((1 2))", "userdel ubuntu")],
    ["a pipeline in a substitution is followed", "closed", bash('userdel "$(echo x-ubuntu | cut -d- -f2)"')],
    [
      "a variable that is not exported is none in a script",
      "open",
      bash("who=ubuntu", "printf '#!/bin/sh\\nuserdel \"$who\"\\n' > /opt/x.sh", "sh /opt/x.sh"),
    ],
    [
      "an exported one may be",
      "unknown",
      bash("export who=ubuntu", "printf '#!/bin/sh\\nuserdel \"$who\"\\n' > /opt/x.sh", "sh /opt/x.sh"),
    ],
    [
      "one that is given to the script is",
      "closed",
      bash("printf '#!/bin/sh\\nuserdel \"$who\"\\n' > /opt/x.sh", "who=ubuntu sh /opt/x.sh"),
    ],
    ["exec with a command ends the script", "open", bash("exec /bin/true", "userdel ubuntu")],
  ])("%s: %s", (_, login, script) => {
    expect(verdict(script)).toBe(login);
  });
});
