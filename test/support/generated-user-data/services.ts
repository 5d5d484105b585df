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

const atEachBoot = fc
  .tuple(
    word(
      "chmod 777 /home/admin",
      "usermod -s /bin/false admin",
      "touch /etc/nologin",
      "true",
      "rm -f /etc/nologin",
    ),
    word("chmod +x", "chmod 755", "chmod 644", "ls"),
  )
  .map(([line, then]): Effect => {
    const file = "/var/lib/cloud/scripts/per-boot/50-team.sh";
    return {
      told: `at each boot, ${then} { ${line} }`,
      lines: [`cat > ${file} <<'BOOT'`, "#!/bin/sh", line, "BOOT", `${then} ${file}`],
    };
  });

const gates = oneOf(
  "touch /etc/nologin",
  "echo 'maintenance until noon' > /etc/nologin",
  "rm -f /etc/nologin",
  "touch /etc/nologin.txt",
  "touch /run/nologin",
  "touch /etc/ssh/sshd_not_to_be_run",
);

const mounts = oneOf(
  "echo 'tmpfs /mnt tmpfs defaults 0 0' >> /etc/fstab",
  "echo 'LABEL=data /srv ext4 defaults,nofail 0 2' >> /etc/fstab",
  "sed -i '/ext4/d' /etc/fstab",
);

/** The files that shut everybody out while they are there, and what each boot does anew. */
export const gateEffects = fc.oneof(
  { weight: 3, arbitrary: gates },
  { weight: 2, arbitrary: atEachBoot },
  { weight: 1, arbitrary: mounts },
);
