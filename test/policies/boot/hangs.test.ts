import { hostLogin } from "../../../policies/boot/login/host-login";
import { FOLLOWED, TOO_MUCH } from "../../../policies/boot/work";
import { bash, boot, DEBIAN } from "./judge";

// Inputs on which a reader once took seconds to for ever. Held by what is counted, not by time: where a step is not counted,
// this suite itself takes long.
const SIZE = 16 * 1024;
const long = "a".repeat(200);
const stars = `${"*?".repeat(14)}x`;
const sshd = (line: string): string => `echo "${line}" >> /etc/ssh/sshd_config\nsystemctl restart sshd`;

function lines(line: (at: number) => string): string {
  let text = "";
  for (let at = 0; text.length + line(at).length < SIZE - 100; at += 1) text += `${line(at)}\n`;
  return text;
}

const linksToLinks = [
  "ln -s / /a",
  ..."bcdefgh".split("").map((name, at) => `ln -s ${`/${"abcdefg"[at] ?? ""}`.repeat(16)} /${name}`),
  "chmod 777 /h/x",
].join("\n");

type State = "open" | "closed" | "unknown";

const HANGS: readonly (readonly [string, string, State])[] = [
  ["links to links sixteen times over", bash(linksToLinks), "unknown"],
  ["a chain of links", bash(lines((at) => `ln -s /l${String(at)} /l${String(at + 1)}`)), "unknown"],
  [
    "many links",
    bash(...Array.from({ length: 320 }, (_, at) => `ln -s /srv/x${String(at)} /opt/l${String(at)}`)),
    "unknown",
  ],
  [
    "an Include of many stars",
    bash(
      `echo "X11Forwarding no" > /etc/ssh/sshd_config.d/${"a".repeat(60)}`,
      `echo "Include /etc/ssh/sshd_config.d/${"*a".repeat(8)}x" >> /etc/ssh/sshd_config`,
      "systemctl restart sshd",
    ),
    "open",
  ],
  [
    "AllowUsers of many stars",
    `#cloud-config\nsystem_info: {default_user: {name: ${long}}}\nruncmd:\n - echo "AllowUsers ${stars}" >> /etc/ssh/sshd_config\n - systemctl restart sshd\n`,
    "closed",
  ],
  ["AllowUsers of 7,500 stars", bash(sshd(`AllowUsers ${"*u".repeat(7500)}`)), "closed"],
  ["DenyUsers of many stars", bash(`useradd -m ${long}`, sshd(`DenyUsers ${stars}`)), "open"],
  [
    "Match of many stars",
    bash(
      `groupadd ${long}`,
      `usermod -aG ${long} admin`,
      `printf "Match Group ${stars}\\nPubkeyAuthentication no\\n" >> /etc/ssh/sshd_config`,
      "systemctl restart sshd",
    ),
    "open",
  ],
  ["accounts removed one by one", bash(lines(() => "userdel -r Nadmin")), "open"],
  [
    "branches in branches",
    bash(
      ...Array.from({ length: 130 }, (_, at) => `if x${String(at)}; then\ntouch /opt/f${String(at)}`),
      "fi\n".repeat(130),
    ),
    "open",
  ],
  [
    "branches one after the other",
    bash(lines((at) => `if x; then touch /opt/f${String(at)}; else touch /opt/g${String(at)}; fi`)),
    "unknown",
  ],
  ["a runcmd of files", `#cloud-config\nruncmd:\n${lines((at) => ` - touch /a${String(at)}`)}`, "unknown"],
];

describe("user data that is made to take for ever", () => {
  it.each(HANGS)("%s: ends with its answer", (_, text, state) => {
    const predicted = boot(text, { image: DEBIAN });
    const login = hostLogin(predicted, DEBIAN);
    const { left, ended } = predicted.afterJobs.work;
    expect(login.state).toBe(state);
    // The last step may be a large one; what follows it takes nothing more.
    expect(left).toBeGreaterThan(-FOLLOWED / 10);
    expect(ended === undefined || login.state === "unknown").toBe(true);
  });

  it("is unknown with the line at which nothing is left, whatever it says before", () => {
    const text = bash(
      "userdel -r admin",
      lines((at) => `if x; then touch /f${String(at)}; fi`),
    );
    const login = hostLogin(boot(text, { image: DEBIAN }), DEBIAN);
    expect(login.state).toBe("unknown");
    const reasons = login.state === "unknown" ? login.reasons : [];
    expect(reasons).toHaveLength(1);
    expect(reasons[0]?.what).toBe(TOO_MUCH);
    const since = reasons[0]?.since;
    expect(since?.from === "image" ? 0 : since?.place.line).toBeGreaterThan(50);
  });

  it("is drawn from one budget by both boots", () => {
    const predicted = boot(bash("useradd -m bob"), { image: DEBIAN });
    expect(predicted.afterReboot.work).toBe(predicted.afterJobs.work);
  });
});
