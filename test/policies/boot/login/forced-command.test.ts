import { bash, DEBIAN, verdict } from "../judge";

/** A host whose sshd runs the script in place of what was asked for. */
const forced = (script: string, mode = "755", command = "/usr/local/bin/gate"): string =>
  verdict(
    bash(
      "cat > /usr/local/bin/gate <<'END'",
      script,
      "END",
      `chmod ${mode} /usr/local/bin/gate`,
      `echo "ForceCommand ${command}" > /etc/ssh/sshd_config.d/force.conf`,
      "systemctl restart ssh",
    ),
    { image: DEBIAN },
  );

describe("a command that sshd puts in place of what was asked for", () => {
  it.each([
    ["runs what was asked for", "open", '#!/bin/bash\nexec bash -c "$SSH_ORIGINAL_COMMAND"'],
    ["evaluates what was asked for", "open", '#!/bin/sh\nlogger hello\neval "$SSH_ORIGINAL_COMMAND"'],
    ["runs it by the account's shell", "open", '#!/bin/sh\n"$SHELL" -c "$SSH_ORIGINAL_COMMAND"'],
    ["starts a shell", "open", "#!/bin/bash\necho hello\nexec bash -l"],
    ["starts the account's shell", "open", '#!/bin/bash\nexec "$SHELL" -l'],
    ["records a shell", "open", "#!/bin/bash\nscript -qf /var/log/seen --command=/bin/bash"],
    [
      "records a shell at a terminal alone",
      "open",
      '#!/bin/bash\n[ -n "$SSH_ORIGINAL_COMMAND" ] && exit 1\nscript -q',
    ],
    ["says no", "closed", '#!/bin/bash\necho "no shell here"\nsleep 1\nexit 1'],
    [
      "says no on either course",
      "closed",
      '#!/bin/bash\nif [ -z "$SSH_ORIGINAL_COMMAND" ]; then echo a; else exit 1; fi',
    ],
    ["runs a program of its own", "unknown", "#!/bin/bash\nexec /opt/menu/run"],
    ["runs some commands", "unknown", '#!/bin/bash\ncase "$SSH_ORIGINAL_COMMAND" in\nuptime) uptime;;\nesac'],
    ["asks first", "unknown", '#!/bin/bash\nread -r answer\n[ "$answer" = yes ] && exec bash'],
    ["hides a shell in a substitution", "unknown", '#!/bin/bash\necho "$(bash -c "$(cat /opt/x)")"'],
    ["is not shell", "unknown", "#!/usr/bin/python3\nimport os"],
  ])("%s: %s", (_how, expected, script) => {
    expect(forced(script)).toBe(expected);
  });

  it("may not be readable for the account", () => {
    expect(forced("#!/bin/bash\nexec bash -l", "700")).toBe("unknown");
  });

  it("may be a shell itself", () => {
    expect(forced("", "755", "/bin/bash -l")).toBe("open");
  });

  it("may be a line of its own", () => {
    expect(forced("", "755", 'logger in; sh -c \\"\\$SSH_ORIGINAL_COMMAND\\"')).toBe("open");
  });
});
