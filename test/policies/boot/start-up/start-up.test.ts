import { bash, DEBIAN, verdict } from "../judge";

const unit = (...lines: readonly string[]): string =>
  [
    "cat > /etc/systemd/system/own.service <<'EOF'",
    "[Service]",
    ...lines,
    "[Install]",
    "WantedBy=multi-user.target",
    "EOF",
  ].join("\n");
const HARMFUL = unit("Type=oneshot", "ExecStart=/bin/chmod 777 /home/admin");
const rcLocal = (...lines: readonly string[]): string =>
  ["cat > /etc/rc.local <<'EOF'", ...lines, "EOF"].join("\n");

describe("what the user data leaves for each boot", () => {
  it.each([
    ["a unit that is enabled", "closed later", [HARMFUL, "systemctl enable own"]],
    ["a unit that is started as well", "closed", [HARMFUL, "systemctl enable --now own.service"]],
    ["a unit that is neither", "open", [HARMFUL]],
    ["a unit that is disabled again", "open", [HARMFUL, "systemctl enable own", "systemctl disable own"]],
    [
      "a unit of another account",
      "open",
      [unit("User=nobody", "ExecStart=/opt/app/run"), "systemctl enable --now own"],
    ],
    [
      "a unit with a program nobody has seen",
      "unknown",
      [unit("ExecStart=/opt/app/run"), "systemctl enable --now own"],
    ],
    [
      "a unit with a program of the system",
      "open",
      [unit("ExecStart=/usr/bin/java -jar x"), "systemctl enable --now own"],
    ],
    ["rc.local", "closed later", [rcLocal("#!/bin/sh", "chmod 777 /home/admin"), "chmod +x /etc/rc.local"]],
    ["rc.local that may not be run", "open", [rcLocal("#!/bin/sh", "chmod 777 /home/admin")]],
    ["rc.local without an interpreter", "open", [rcLocal("chmod 777 /home/admin"), "chmod +x /etc/rc.local"]],
    ["cron at each boot", "closed later", ['echo "@reboot root chmod 777 /home/admin" > /etc/cron.d/own']],
    ["cron at night", "open", ['echo "0 3 * * * root /sbin/shutdown -h now" > /etc/cron.d/own']],
  ] as const)("%s: %s", (_, login, lines) => {
    expect(verdict(bash(...lines), { image: DEBIAN })).toBe(login);
  });
});
