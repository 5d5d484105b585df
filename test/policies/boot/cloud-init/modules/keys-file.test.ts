import { keysFileOf } from "../../../../../policies/boot/cloud-init/modules/keys-file";
import { set } from "../../../../../policies/boot/machine/effect";
import { textFrom } from "../../../../../policies/boot/machine/file-text";
import { applyEffects } from "../../../../../policies/boot/machine/machine";
import type { UserDataOrigin } from "../../../../../policies/boot/machine/prediction";
import { boot, DEBIAN } from "../../judge";

const HERE: UserDataOrigin = {
  from: "user-data",
  place: { part: 1, parts: 1, line: 1, column: 1 },
  construct: "test",
};
const OWN = "/home/admin/.ssh/authorized_keys";

// ssh_util.parse_ssh_config_lines: a line is parted at its first blank, or where it has none at its first "=".
describe("the file that cloud-init gives keys to, by a line of sshd_config", () => {
  it.each([
    ["no line", "UsePAM yes", OWN],
    ["one with a blank", "AuthorizedKeysFile /etc/ssh/keys/%u .ssh/authorized_keys", "/etc/ssh/keys/admin"],
    ["one with a tab", "AuthorizedKeysFile\t.keys", "/home/admin/.keys"],
    ["one with an equals sign", "AuthorizedKeysFile=/etc/ssh/keys/%u", "/etc/ssh/keys/admin"],
    ["one with an equals sign, and blanks behind it", "AuthorizedKeysFile=/etc/ssh/keys/%u .keys", OWN],
    ["one with blanks around an equals sign", "AuthorizedKeysFile = /etc/ssh/keys/%u", "/home/admin/="],
    ["one in a block", "Match User admin\n  AuthorizedKeysFile .keys", "/home/admin/.keys"],
    ["the last of two", "AuthorizedKeysFile .one\nAuthorizedKeysFile .two", "/home/admin/.two"],
  ])("%s", (_, text, path) => {
    const { afterBoot } = boot("#!/bin/sh\n", { image: DEBIAN });
    const content = textFrom(`${text}\n`, HERE);
    const machine = applyEffects(afterBoot, [set("file", "/etc/ssh/sshd_config", { content }, HERE)]);
    expect(keysFileOf(machine, "admin", "/home/admin").path).toBe(path);
  });
});
