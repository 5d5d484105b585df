import { absent } from "../../../policies/facts/fact";
import { runRule } from "../../../policies/judging/run-rule";
import rule from "../../../policies/rules/ways-in";
import {
  config,
  foundBy,
  images,
  judgedLaunch,
  messages,
  script,
  shut,
  sshOnly,
  type Change,
} from "../../support/subjects";

const shown = (change: Change = {}): readonly string[] => {
  const found = foundBy(runRule(rule as never, judgedLaunch(change), { show: true }));
  expect(found).toHaveLength(1);
  return found.flatMap(({ message }) => message.split("\n"));
};

test.each<[string, Change]>([
  ["a healthy launch", {}],
  ["a launch that nobody can enter", shut],
])("says nothing of %s unless it is switched on", (_, change) => {
  expect(messages(rule, change)).toEqual([]);
});

describe("its lines", () => {
  it("are two where all is open", () => {
    expect(shown({ image: images.al2023 })).toEqual([
      "ways in: ssh=open, instance-connect=open, session-manager=open, serial-console=closed, offline-repair=open",
      "host: login=open, after reboot=open",
      "serial-console: no account has a password to log in with",
    ]);
  });

  it("tell the line that closes the log-in at once", () => {
    expect(shown({ ...sshOnly, userData: script("true", "userdel -r ubuntu") })).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^ways in: ssh=closed, instance-connect=/u),
        "host: login=closed, after reboot=closed",
        "ssh: the account ubuntu is not there (since user data, line 3 (userdel))",
        "login: the account ubuntu is not there (since user data, line 3 (userdel))",
      ]),
    );
  });

  it("tell what only the reboot closes", () => {
    expect(shown({ ...sshOnly, userData: config("bootcmd:", "  - userdel -r ubuntu || true") })).toEqual(
      expect.arrayContaining([
        "host: login=open, after reboot=closed",
        "after reboot: the account ubuntu is not there (since user data, line 3 (userdel))",
      ]),
    );
  });

  it("tell that its first boot switches the host off, and what it is met as", () => {
    expect(shown({ image: images.al2023, userData: script("poweroff") })).toEqual([
      "ways in: ssh=open, instance-connect=open, session-manager=open, serial-console=closed, offline-repair=open",
      "host: login=closed, after reboot=open",
      "serial-console: no account has a password to log in with",
      "login: the host powers itself off (since user data, line 2 (poweroff))",
    ]);
  });

  it("tell what every boot switches off", () => {
    expect(shown({ ...sshOnly, userData: config("bootcmd: [poweroff]") })).toEqual(
      expect.arrayContaining([
        expect.stringMatching(
          /^ways in: ssh=closed, instance-connect=closed, session-manager=closed, serial-console=closed, /u,
        ),
        "host: login=closed, after reboot=closed",
      ]),
    );
  });

  it("tell what is not known", () => {
    expect(shown({ userData: script("curl https://example.com/x | bash") })).toEqual(
      expect.arrayContaining([
        "host: login=unknown, after reboot=unknown",
        "login: a script is read from a pipe (since user data, line 2 (bash))",
      ]),
    );
  });

  it("judge no host of an image that nobody knows", () => {
    expect(shown({ image: images.unknown, keyName: absent("keyName"), keyPairInStack: false })).toEqual(
      expect.arrayContaining(["host: login=unknown, after reboot=unknown", "login: the image is not known"]),
    );
  });

  it("never hold a reason twice", () => {
    const lines = shown({ ...shut, userData: script("userdel ubuntu", "userdel ubuntu") });
    expect(new Set(lines).size).toBe(lines.length);
  });
});
