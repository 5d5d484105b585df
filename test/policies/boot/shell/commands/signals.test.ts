import { bash, DEBIAN, verdict } from "../../judge";

const on = (...lines: readonly string[]): string => verdict(bash(...lines), { image: DEBIAN });
const DENY = "echo 'DenyUsers admin' >> /etc/ssh/sshd_config";

describe("a signal to the SSH server", () => {
  it.each([
    ["hangs up: it reads its configuration again", "closed", [DENY, "pkill -HUP sshd"]],
    ["hangs up by number", "closed", [DENY, "pkill -1 -x sshd"]],
    ["hangs up by name", "closed", [DENY, "killall -s SIGHUP sshd"]],
    ["hangs up the process of its file", "closed", [DENY, 'kill -HUP "$(cat /run/sshd.pid)"']],
    ["hangs up a process that is found", "closed", [DENY, "kill -s HUP $(pgrep -o sshd)"]],
    ["hangs up a process of a variable", "unknown", [DENY, "P=$(cat /run/x.pid)", "kill -HUP $P"]],
    [
      "hangs up a process of a variable, with nothing changed",
      "open",
      ["P=$(cat /run/x.pid)", "kill -HUP $P"],
    ],
    ["hangs up with nothing changed", "open", ["pkill -HUP sshd"]],
    [
      "hangs up with a configuration that does not load",
      "closed",
      ["echo 'UsePAM x' >> /etc/ssh/sshd_config", "pkill -HUP sshd"],
    ],
    ["hangs up another program", "closed later", [DENY, "pkill -HUP nginx"]],
    ["asks it to end", "closed", ["pkill sshd"]],
    ["kills it: systemd starts it again", "open", ["pkill -9 sshd"]],
    ["kills it: it starts with what it has now", "closed", [DENY, "pkill -KILL sshd"]],
    ["ends sessions of an account", "open", ["pkill -u admin sshd"]],
    ["ends another program", "open", ["pkill nginx"]],
    ["is no signal that ends it", "open", ["kill -0 $(cat /run/sshd.pid)"]],
  ])("%s: %s", (_how, expected, lines) => {
    expect(on(...lines)).toBe(expected);
  });
});
