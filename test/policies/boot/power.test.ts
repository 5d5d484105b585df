import { hostLogin } from "../../../policies/boot/login/host-login";
import { bash, boot, causes, UBUNTU, verdict } from "./judge";

const config = (...lines: readonly string[]): string => `#cloud-config\n${lines.join("\n")}\n`;
const perBoot = (...lines: readonly string[]): string =>
  bash(
    "cat > /var/lib/cloud/scripts/per-boot/own.sh <<'EOF'",
    "#!/bin/sh",
    ...lines,
    "EOF",
    "chmod +x /var/lib/cloud/scripts/per-boot/own.sh",
  );
const cronAtBoot = (command: string): string => bash(`echo '@reboot root ${command}' > /etc/cron.d/own`);

describe("a host that is switched off by its first boot", () => {
  it.each([
    ["is met once it is started again", "open", bash("poweroff")],
    ["is halted", "open", bash("halt -p")],
    ["by power_state", "open", config("power_state: {mode: poweroff}")],
    ["after its ssh server was stopped", "open", bash("systemctl stop ssh", "shutdown -h now")],
    [
      "after its account was removed",
      "closed later",
      config("runcmd:", "  - userdel ubuntu", "  - poweroff"),
    ],
    ["perhaps", "open", bash('[ "$STOP" = yes ] && poweroff')],
  ])("%s", (_, expected, text) => {
    const login = verdict(text);
    expect(login === "closed" ? "closed later" : login).toBe(expected);
  });
});

describe("a host that ends each of its boots", () => {
  it.each([
    ["a per-boot script, which comes before others", "closed later", perBoot("/sbin/poweroff")],
    ["bootcmd", "closed", config("bootcmd: [poweroff]")],
    ["cron, from the next boot on", "closed later", cronAtBoot("/sbin/shutdown -h now")],
    ["starting again each time", "closed later", perBoot("reboot")],
    ["on a condition", "unknown", perBoot('[ "$(cat /proc/uptime)" = x ] && poweroff')],
    ["starting again on a condition", "open", perBoot("[ -f /var/run/reboot-required ] && reboot")],
    ["hours later", "open", perBoot("shutdown -h +120")],
    ["hours later, by waiting", "unknown", perBoot("(sleep 7200; poweroff) &")],
    ["which is taken back", "open", perBoot("shutdown -h +5", "shutdown -c")],
    ["with somebody else's rights", "open", perBoot("sudo -u nobody poweroff")],
    [
      "only in words",
      "open",
      perBoot("poweroff --help", "shutdown -k now", "init 3", "systemctl status reboot"),
    ],
  ])("%s", (_, expected, text) => {
    expect(verdict(text)).toBe(expected);
  });

  it("names the line", () => {
    expect(causes(config("bootcmd:", "  - shutdown -h now"))).toEqual(["3: shutdown"]);
  });
});

describe("a host that starts again by itself", () => {
  it.each([
    ["is met after that", "open", bash("systemctl stop ssh", "reboot")],
    [
      "has what the next boot makes of it",
      "closed",
      bash("echo 'bad line' >> /etc/ssh/sshd_config", "init 6"),
    ],
    [
      "by power_state",
      "closed",
      config("runcmd: [systemctl disable ssh ssh.socket]", "power_state: {mode: reboot}"),
    ],
    [
      "not by a condition that is false",
      "closed",
      config("runcmd: [systemctl stop ssh.socket ssh]", "power_state: {mode: reboot, condition: false}"),
    ],
    [
      "not by a mode that is none",
      "closed",
      config("runcmd: [systemctl stop ssh.socket ssh]", "power_state: {mode: restart}"),
    ],
  ])("%s", (_, expected, text) => {
    expect(verdict(text)).toBe(expected);
  });

  it("is not told to be shut from the next reboot on only", () => {
    const login = hostLogin(boot(bash("echo 'bad line' >> /etc/ssh/sshd_config", "shutdown -r now")), UBUNTU);
    expect(login).toMatchObject({ state: "closed", onlyFromReboot: false });
  });
});
