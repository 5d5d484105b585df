import { bash, DEBIAN, verdict } from "../../judge";

const KEYS = "/home/admin/.ssh/authorized_keys";
const on = (...lines: readonly string[]): string => verdict(bash(...lines), { image: DEBIAN });

describe("a file that was made immutable", () => {
  it.each([
    ["cannot be emptied", "open", [`chattr +i ${KEYS}`, `> ${KEYS}`]],
    ["cannot be overwritten", "open", [`chattr +i ${KEYS}`, `echo none > ${KEYS}`]],
    ["keeps its mode", "open", [`chattr +i ${KEYS}`, `chmod 000 ${KEYS}`]],
    ["cannot be removed", "open", [`chattr +i ${KEYS}`, `rm -f ${KEYS}`]],
    ["keeps the folders that it is in", "open", [`chattr +i ${KEYS}`, "rm -rf /home/admin/.ssh"]],
    [
      "can be changed once it is none any more",
      "closed",
      [`chattr +i ${KEYS}`, `chattr -i ${KEYS}`, `> ${KEYS}`],
    ],
    ["says nothing of others", "closed", ["chattr +i /home/admin/.bashrc", `> ${KEYS}`]],
    ["does not keep its account", "closed", [`chattr +i ${KEYS}`, "userdel admin"]],
    ["stays as it is with what was in it before", "closed", [`> ${KEYS}`, `chattr +i ${KEYS}`]],
  ])("%s: %s", (_how, expected, lines) => {
    expect(on(...lines)).toBe(expected);
  });
});
