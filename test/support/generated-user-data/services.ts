import * as fc from "fast-check";
import { type Effect, oneOf, word, words } from "./effect";

const verbs = [
  "stop",
  "disable",
  "disable --now",
  "mask",
  "mask --now",
  "enable",
  "enable --now",
  "start",
  "unmask",
];
const unit = word("ssh", "ssh", "sshd", "ssh.service", "cron", "ssh.socket");

// A reload comes back before sshd has read its files: what is edited next would be read, or not.
const reload = fc
  .constantFrom("systemctl reload ssh", "systemctl reload-or-restart sshd", "service ssh reload")
  .map((line): Effect => ({ told: line, lines: [line, "sleep 2"] }));

/** sshd's unit, which only systemd has. */
export const unitEffects = fc
  .oneof(
    {
      weight: 2,
      arbitrary: words(word("systemctl"), word("restart", "try-restart"), word("ssh", "ssh.service", "sshd")),
    },
    { weight: 1, arbitrary: reload },
    { weight: 3, arbitrary: words(word("systemctl"), word(...verbs), unit) },
    { weight: 1, arbitrary: words(word("service ssh"), word("restart", "stop", "start")) },
    {
      weight: 1,
      arbitrary: oneOf(
        "systemctl daemon-reload",
        "systemctl is-active --quiet ssh || systemctl start ssh",
        "sshd -t && systemctl restart ssh",
        "update-rc.d ssh disable",
      ),
    },
  )
  .map((effect): Effect => ({ ...effect, systemd: true }));

/** The files that shut everybody out while they are there. */
export const gateEffects = oneOf(
  "touch /etc/nologin",
  "echo 'maintenance until noon' > /etc/nologin",
  "rm -f /etc/nologin",
  "touch /etc/nologin.txt",
  "touch /run/nologin",
  "touch /etc/ssh/sshd_not_to_be_run",
);
