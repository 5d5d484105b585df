import { isReleased, PROGRAM, REPAIR_UNIT } from "../../../../policies/boot/repair/recognise";
import { bash } from "../judge";
import { boothook, bootWith, rewritten, textOf, verdicts, written, type Host } from "./hook";

const AT_HOME = bash("chmod 777 /home/admin");
const EMERGENCY = "/etc/systemd/system/latchkey-emergency.service";
const released = (path: string): string => written(boothook({}, "admin"), path);
const changing =
  (path: string, change: (text: string) => string): ((script: string) => string) =>
  (script) =>
    rewritten(script, path, change);

describe("the component's repair program is known by its text", () => {
  it.each([PROGRAM, REPAIR_UNIT, EMERGENCY])("as released now: %s (npm run gen)", (path) => {
    expect(isReleased(path, released(path))).toBe(true);
  });

  it.each([
    ["with a line more", (text: string) => `${text}true\n`],
    ["with a letter less", (text: string) => text.slice(0, -1)],
    ["with another letter", (text: string) => text.replace("umask 022", "umask 027")],
    ["under another's path", (text: string) => text, REPAIR_UNIT],
  ])("and not %s", (_, change: (text: string) => string, path = PROGRAM) => {
    expect(isReleased(path, change(released(PROGRAM)))).toBe(false);
  });

  it("is installed under its own name, at each boot", () => {
    const { afterBoot, afterReboot } = bootWith([bash(`rm -f ${PROGRAM}`)]);
    expect(textOf(afterBoot, PROGRAM)).toBeUndefined();
    expect(textOf(afterReboot, PROGRAM)).toBe(released(PROGRAM));
  });

  it.each<[string, string, string[], Host]>([
    ["the program itself", "open", [AT_HOME], {}],
    // A script of that length is not followed to its end.
    [
      "another version",
      "unknown",
      [AT_HOME],
      { edit: changing(PROGRAM, (text) => text.replace("umask 022", "umask 027")) },
    ],
    [
      "an imitation that shuts",
      "closed",
      [AT_HOME],
      { edit: changing(PROGRAM, () => "#!/bin/sh\nuserdel admin\n") },
    ],
    [
      "an imitation that does nothing",
      "closed",
      [AT_HOME],
      { edit: changing(PROGRAM, () => "#!/bin/sh\nexit 0\n") },
    ],
    [
      "one that was damaged on its way, and is not put in place",
      "closed",
      [AT_HOME],
      { edit: (script) => script.replace("conf=/etc/latchkey", "conf=/etc/latchkex") },
    ],
    [
      "one that a later part puts in its place",
      "closed",
      ["#cloud-boothook\n#!/bin/sh\nprintf '#!/bin/sh\\n' > /usr/local/sbin/latchkey-repair\n", AT_HOME],
      {},
    ],
    [
      "one that nobody may run",
      "closed",
      ["#cloud-boothook\n#!/bin/sh\nchmod 644 /usr/local/sbin/latchkey-repair\n", AT_HOME],
      {},
    ],
    [
      "a unit that is another",
      "unknown",
      [AT_HOME],
      { edit: changing(REPAIR_UNIT, (text) => text.replace("TimeoutStartSec", "TimeoutStopSec")) },
    ],
    [
      "a unit that somebody stops before it has run",
      "closed",
      ["#cloud-boothook\n#!/bin/sh\nsystemctl stop latchkey-repair\n", AT_HOME],
      {},
    ],
    [
      "a unit that somebody masks for the next boot",
      "open",
      [bash("systemctl mask latchkey-repair", "chmod 777 /home/admin")],
      {},
    ],
    [
      "a configuration that is not known",
      "unknown",
      ["#cloud-boothook\n#!/bin/sh\ncurl -so /etc/latchkey/repair.conf https://example.com\n", AT_HOME],
      {},
    ],
    [
      "a configuration that is not root's",
      "closed",
      ["#cloud-boothook\n#!/bin/sh\nchown daemon /etc/latchkey/repair.conf\n", AT_HOME],
      {},
    ],
    [
      "a configuration that others may write to",
      "closed",
      ["#cloud-boothook\n#!/bin/sh\nchmod 666 /etc/latchkey/repair.conf\n", AT_HOME],
      {},
    ],
    [
      "a configuration that is gone",
      "closed",
      ["#cloud-boothook\n#!/bin/sh\nrm /etc/latchkey/repair.conf\n", AT_HOME],
      {},
    ],
    [
      "an image whose init system is not known",
      "unknown",
      [bash("chmod 777 /home/ec2-user")],
      { family: "other" },
    ],
  ])("%s: %s", (_, state, callers, host) => {
    expect(verdicts(callers, host)).toBe(state);
  });

  it("does what it does when it is called by hand, for root alone", () => {
    const broken = "rm -rf /etc/ssh/latchkey /home/admin/.ssh";
    expect(verdicts([bash(broken)])).toBe("closed, open");
    expect(verdicts([bash(broken, "latchkey-repair")])).toBe("open");
    expect(verdicts([bash(broken, "/usr/local/sbin/latchkey-repair late")])).toBe("open");
    expect(verdicts([bash(broken, "sh /usr/local/sbin/latchkey-repair boot")])).toBe("open");
    expect(
      verdicts([bash(broken, `chmod a-x ${PROGRAM}`, `sh ${PROGRAM}`)]),
    ).toBe("closed, open");
    expect(verdicts([bash(broken, "su nobody -s /bin/sh -c latchkey-repair")])).toBe("closed, open");
    expect(verdicts([bash(broken, "systemctl start latchkey-repair")])).toBe("open");
  });

  it("leaves nothing unseen", () => {
    const { afterBoot, afterReboot } = bootWith([]);
    expect([...afterBoot.opaque, ...afterReboot.opaque]).toEqual([]);
  });
});
