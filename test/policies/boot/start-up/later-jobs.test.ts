import { AL2023, bash, causes, DEBIAN, verdict } from "../judge";

const unit = (name: string, ...lines: readonly string[]): string =>
  [`cat > /etc/systemd/system/${name} <<'EOF'`, ...lines, "EOF"].join("\n");
const hourly = (...lines: readonly string[]): string =>
  ["cat > /etc/cron.hourly/own <<'EOF'", ...lines, "EOF", "chmod 755 /etc/cron.hourly/own"].join("\n");
const SERVICE = unit("own.service", "[Service]", "Type=oneshot", "ExecStart=/usr/sbin/usermod -e 1 admin");
const TIMER = unit("own.timer", "[Timer]", "OnCalendar=daily", "[Install]", "WantedBy=timers.target");
const EXPIRE = "usermod -e 1 admin";

describe("a job that runs at some later time", () => {
  it.each([
    ["in the system's tables", "unknown", [`echo '0 3 * * * root ${EXPIRE}' > /etc/cron.d/own`]],
    ["in the one table", "unknown", [`echo '@daily root ${EXPIRE}' >> /etc/crontab`]],
    ["in root's own table", "unknown", [`echo '0 3 * * * ${EXPIRE}' | crontab -`]],
    [
      "behind what root's table has",
      "unknown",
      [`(crontab -l 2>/dev/null; echo '0 3 * * * ${EXPIRE}') | crontab -`],
    ],
    ["in a table from a file", "unknown", [`echo '0 3 * * * ${EXPIRE}' > /root/jobs`, "crontab /root/jobs"]],
    ["in a table that is not known", "unknown", ["curl -s https://example.com/jobs | crontab -"]],
    ["in a table that is removed again", "open", [`echo '0 3 * * * ${EXPIRE}' | crontab -`, "crontab -r"]],
    ["in another account's table", "open", [`echo '0 3 * * * ${EXPIRE}' | crontab -u www-data -`]],
    [
      "in the account's own table",
      "unknown",
      ["echo '0 3 * * * chmod 777 /home/admin' | crontab -u admin -"],
    ],
    ["every hour", "unknown", [hourly("#!/bin/sh", EXPIRE)]],
    [
      "every hour, which may not be run",
      "open",
      [hourly("#!/bin/sh", EXPIRE), "chmod 644 /etc/cron.hourly/own"],
    ],
    ["once", "unknown", [`echo '${EXPIRE}' | at now + 1 hour`]],
    ["by a timer", "unknown", [SERVICE, TIMER, "systemctl enable --now own.timer"]],
    ["by a timer that is not started", "open", [SERVICE, TIMER]],
    [
      "by a timer that is disabled again",
      "open",
      [SERVICE, TIMER, "systemctl enable own.timer", "systemctl disable own.timer"],
    ],
    [
      "by a timer of another name",
      "unknown",
      [SERVICE, unit("x.timer", "[Timer]", "Unit=own.service"), "systemctl enable x.timer"],
    ],
    ["that is harmless", "open", ["(crontab -l; echo '*/5 * * * * /usr/bin/certbot renew -q') | crontab -"]],
    [
      "that is harmless, every day",
      "open",
      [
        "cat > /etc/cron.daily/own <<'EOF'\n#!/bin/sh\ndf -h > /var/log/df\nEOF\nchmod +x /etc/cron.daily/own",
      ],
    ],
    [
      "that stops the host at night",
      "open",
      ["echo '0 20 * * 1-5 root /sbin/shutdown -h now' > /etc/cron.d/night"],
    ],
    ["that nobody has seen", "open", ["echo '0 3 * * * root /opt/app/nightly' > /etc/cron.d/own"]],
    [
      "that nobody has seen, without root's rights",
      "open",
      ["echo '0 3 * * * app /opt/app/nightly' > /etc/cron.d/own"],
    ],
    [
      "a setting, a comment",
      "open",
      ["printf 'PATH=/usr/bin\\n# 0 3 * * * root usermod -e 1 admin\\n' > /etc/cron.d/own"],
    ],
  ] as const)("%s", (_, expected, lines) => {
    expect(verdict(bash(...lines), { image: DEBIAN })).toBe(expected);
  });

  it("leaves shut what is shut, whatever it is", () => {
    const lines = ["userdel admin", "echo '0 3 * * * root /opt/app/nightly' > /etc/cron.d/own"];
    expect(verdict(bash(...lines), { image: DEBIAN })).toBe("closed");
  });

  it("is told with its line", () => {
    expect(causes(bash("true", `echo '0 3 * * * ${EXPIRE}' | crontab -`), { image: DEBIAN })).toEqual([
      "3: usermod --expiredate",
    ]);
  });
});

const config = (line: string): string =>
  `#cloud-config\nwrite_files:\n  - path: /etc/cron.d/own\n    content: |\n      ${line}\n`;

describe("a job of cron's that runs at each start", () => {
  it.each([
    [
      "written by a script: at the next one",
      "closed later",
      DEBIAN,
      bash(`echo '@reboot root ${EXPIRE}' > /etc/cron.d/own`),
    ],
    ["of root's own", "closed later", DEBIAN, bash(`echo '@reboot ${EXPIRE}' | crontab -`)],
    ["that is there when cron first starts", "closed", DEBIAN, config("@reboot root chmod 777 /home/admin")],
    [
      "where the image may have no cron",
      "unknown",
      AL2023,
      bash("echo '@reboot root usermod -e 1 ec2-user' > /etc/cron.d/own"),
    ],
  ] as const)("%s", (_, expected, image, text) => {
    expect(verdict(text, { image })).toBe(expected);
  });
});
