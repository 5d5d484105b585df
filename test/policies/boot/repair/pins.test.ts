import { PINS } from "../../../../policies/boot/repair/names";
import { SSHD_CONFIG } from "../../../../policies/boot/machine/sshd-files";
import { bootWith, textOf, type Host } from "./hook";

const HOOK = "#cloud-boothook\n#!/bin/sh\n";
const main = (text: string): string => `${HOOK}sed -i '1i ${text}' ${SSHD_CONFIG}\n`;
const dropIn = (text: string, name = "50-own"): string =>
  `${HOOK}cat > /etc/ssh/sshd_config.d/${name}.conf <<'E'\n${text}\nE\n`;

const HEADER = "# Written by latchkey-repair at each boot\n";

const pins = (callers: readonly string[], host: Host = {}): string | undefined =>
  textOf(bootWith(callers, host).afterBoot, PINS)?.replace(HEADER, "");

const block = (...changed: readonly (readonly [from: string, to: string])[]): string =>
  changed.reduce(
    (text, [from, to]) => text.replace(from, to),
    [
      "Match User admin LocalAddress *,!192.0.2.1",
      "  AuthorizedKeysFile=/etc/ssh/latchkey/keys/%u .ssh/authorized_keys .ssh/authorized_keys2",
      "  PubkeyAuthentication yes",
      "  MaxSessions 10",
      "  MaxAuthTries 6",
      "  AllowUsers admin",
      "  AllowGroups *",
      "  DenyUsers latchkey:none",
      "  DenyGroups latchkey:none",
      "",
    ].join("\n"),
  );
const OWN = ".ssh/authorized_keys .ssh/authorized_keys2";
const LIFTED = ["ForceCommand none", "ChrootDirectory none", "PermitTTY yes"]
  .map((line) => `  ${line}\n`)
  .join("");
const ANY_METHOD = "  AuthenticationMethods publickey password keyboard-interactive\n";
const keepOpen: Host = { keepOpen: true };

describe("what the repair program pins for an account with keys", () => {
  it.each<[string, string[], string, Host?]>([
    ["on an image as it is", [], block()],
    ["where keys are off", [main("PubkeyAuthentication no")], block()],
    ["where nobody is let in but others", [dropIn("AllowUsers alice\nDenyGroups sudo")], block()],
    [
      "where only a central file is read",
      [main("AuthorizedKeysFile /etc/keys/%u")],
      block([OWN, "/etc/keys/%u"]),
    ],
    ["where no file is read", [main("AuthorizedKeysFile none")], block([` ${OWN}`, ""])],
    ["where few sessions are allowed", [main("MaxSessions 2")], block(["Sessions 10", "Sessions 2"])],
    ["where none is", [main("MaxSessions 0")], block()],
    ["where few tries are allowed", [main("MaxAuthTries 3")], block(["Tries 6", "Tries 3"])],
    [
      "where it is let in from some addresses",
      [main("AllowUsers admin@10.0.0.0/8")],
      block(["AllowUsers admin", "AllowUsers admin@10.0.0.0/8"]),
    ],
    ["where it is let in from some and from all", [main("AllowUsers admin@10.0.0.0/8 adm*")], block()],
    [
      "where it is turned away from some addresses",
      [main("DenyUsers admin@10.0.0.0/8 bob")],
      block(["latchkey:none", "admin@10.0.0.0/8"]),
    ],
    [
      "where a block of its own says otherwise",
      [dropIn("Match User admin\nMaxSessions 3\nAllowUsers bob")],
      block(["Sessions 10", "Sessions 3"]),
    ],
    ["where another's block says otherwise", [dropIn("Match User bob\nMaxSessions 3")], block()],
    [
      "where its key's type is left out",
      [main("PubkeyAcceptedAlgorithms rsa-sha2-256")],
      block([
        "  DenyGroups latchkey:none\n",
        "  DenyGroups latchkey:none\n  PubkeyAcceptedKeyTypes rsa-sha2-256,ssh-ed25519\n",
      ]),
    ],
    ["where it is not", [main("PubkeyAcceptedAlgorithms ssh-ed25519")], block()],
    ["where sshd listens elsewhere", [main("Port 2222")], `Port 22\n${block()}`],
    ["where sshd listens on both", [main("Port 2222\\nPort 22")], block()],
    ["where sshd listens on the port that is wanted", [main("Port 2222")], block(), { sshPorts: [2222] }],
    [
      "where sshd listens on the host itself only",
      [main("ListenAddress 127.0.0.1")],
      `ListenAddress 0.0.0.0:22\nListenAddress [::]:22\n${block()}`,
    ],
    ["where sshd listens on all addresses", [main("ListenAddress 0.0.0.0")], block()],
    ["where a second factor is asked for", [main("AuthenticationMethods publickey,password")], block()],
    [
      "where it is, and is to be lifted",
      [main("AuthenticationMethods publickey,password")],
      `${block()}  AuthenticationMethods publickey publickey,password\n${LIFTED}`,
      keepOpen,
    ],
    [
      "where a jail is to be lifted",
      [main("ForceCommand /bin/false")],
      `${block()}${ANY_METHOD}${LIFTED}`,
      keepOpen,
    ],
    [
      "where a list of revoked keys is missing",
      [main("RevokedKeys /etc/ssh/revoked")],
      `${block()}${ANY_METHOD}${LIFTED}  RevokedKeys /dev/null\n`,
      keepOpen,
    ],
    [
      "beside a recovery account",
      [],
      `${block()}Match User recovery\n  PasswordAuthentication no\n  KbdInteractiveAuthentication no\n  DenyUsers recovery\n`,
      { recoveryUser: { passwordHash: "$6$salt$" + "a".repeat(86) } },
    ],
    [
      "with sshd's part off",
      [main("Port 2222")],
      block().split("\n").slice(0, 2).join("\n") + "\n",
      { repair: { sshd: false } },
    ],
    [
      "with the keys' part off",
      [],
      block([`  AuthorizedKeysFile=/etc/ssh/latchkey/keys/%u ${OWN}\n`, ""]),
      { repair: { keys: false } },
    ],
  ])("%s", (_, callers, text, host = {}) => {
    expect(pins(callers, { release: "12", ...host })).toBe(text);
  });

  it.each<[string, string[], Host?]>([
    ["what a line says is not known", [main("MaxSessions $(hostname)").replaceAll("'", '"')]],
    [
      "it hangs on where people come from",
      [dropIn("PubkeyAuthentication no\nMatch Address 10.0.0.0/8\nPubkeyAuthentication yes")],
    ],
    ["it hangs on which address the host has", [main("ListenAddress 10.0.0.4")]],
    ["the program has nothing to do with it", [], { repair: { keys: false, sshd: false } }],
  ])("is not told where %s", (_, callers, host = {}) => {
    expect(pins(callers, host)).toBeUndefined();
  });

  it("is the same at the next boot", () => {
    for (const callers of [[], [main("Port 2222")], [dropIn("AllowUsers bob")], [main("MaxAuthTries 2")]]) {
      const { afterBoot, afterReboot } = bootWith(callers);
      expect(textOf(afterReboot, PINS)).toBe(textOf(afterBoot, PINS));
    }
  });

  it("is made anew of what the last boot left", () => {
    const { afterReboot } = bootWith([`#!/bin/sh\necho 'MaxSessions 4' >> ${SSHD_CONFIG}\necho > ${PINS}\n`]);
    expect(textOf(afterReboot, PINS)).toBe(HEADER + block(["Sessions 10", "Sessions 4"]));
  });

  it("is for each account that is declared, in their order", () => {
    const text = pins([], {
      users: [
        {
          name: "alice",
          publicKeys: ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB0l9pnRwNu5YJ4pPLm7rrrrrrrrrrrrrrrrrrrrrrrr a"],
        },
        { name: "app" },
      ],
    });
    expect(text).toBe(block() + block().replaceAll("admin", "alice"));
  });
});

describe("how the pins come into sshd's configuration", () => {
  const whole = (text: string): string => `${HOOK}cat > ${SSHD_CONFIG} <<'E'\n${text}\nE\n`;
  const mainAfter = (callers: readonly string[], host: Host = {}): string | undefined =>
    textOf(bootWith(callers, host).afterReboot, SSHD_CONFIG);

  it("leaves a main file alone that includes drop-ins", () => {
    expect(mainAfter([whole("UsePAM yes\nInclude /etc/ssh/sshd_config.d/*.conf")])).toBe(
      "UsePAM yes\nInclude /etc/ssh/sshd_config.d/*.conf\n",
    );
  });

  it.each([
    ["none", "UsePAM yes"],
    ["others", "Include /etc/ssh/extra/*.conf\nUsePAM yes"],
    ["them for another account alone", "UsePAM yes\nMatch User bob\nInclude /etc/ssh/sshd_config.d/*.conf"],
  ])("includes the drop-in where the main file includes %s", (_, text) => {
    expect(mainAfter([whole(text)])).toBe(`Include ${PINS}\n${text}\n`);
  });

  it("leaves it alone where a port is pinned: those add up", () => {
    const text = "Port 2222\nInclude /etc/ssh/sshd_config.d/*.conf";
    expect(mainAfter([whole(text)])).toBe(`${text}\n`);
  });

  it("puts the block into the main file where sshd includes nothing", () => {
    const text = mainAfter(
      [`#!/bin/sh\nprintf 'Match User bob\\nForceCommand /bin/false\\n' >> ${SSHD_CONFIG}\n`],
      { family: "amazon-linux-2" },
    );
    expect(text).toMatch(
      /^AuthorizedKeysFile .ssh\/authorized_keys$[\s\S]*^# begin latchkey\n# Written [^\n]*\nMatch User ec2-user LocalAddress \*,!192\.0\.2\.1\n {2}AuthorizedKeysFile=\/etc\/ssh\/latchkey\/keys\/%u \.ssh\/authorized_keys\n[\s\S]*^Match all\n# end latchkey\nMatch User bob\nForceCommand \/bin\/false\n$/mu,
    );
    expect(text?.match(/begin latchkey/gu)).toHaveLength(1);
  });
});
