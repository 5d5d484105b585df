import { bash, causes, DEBIAN, verdict } from "../judge";

const PROGRAM = "/usr/sbin/sshd";

describe("the server's own program: one that runs stays, and none starts without it", () => {
  it.each([
    ["removed", "closed later", [`rm ${PROGRAM}`]],
    ["moved away", "closed later", [`mv ${PROGRAM} ${PROGRAM}.off`]],
    ["with its folder", "closed later", ["rm -rf /usr/sbin"]],
    ["that nobody may run", "closed later", [`chmod 0 ${PROGRAM}`]],
    ["that nobody may run, and a restart", "closed", [`chmod a-x ${PROGRAM}`, "systemctl restart ssh"]],
    ["moved away and back", "open", [`mv ${PROGRAM} /root/sshd`, `mv /root/sshd ${PROGRAM}`]],
    ["installed again", "open", [`rm ${PROGRAM}`, "apt-get install -y --reinstall openssh-server"]],
    [
      "that is there already, and installed",
      "closed later",
      [`rm ${PROGRAM}`, "apt-get install -y openssh-server"],
    ],
    ["brought from elsewhere", "unknown", [`curl -so ${PROGRAM} https://example.com/sshd`]],
    ["copied", "open", [`cp ${PROGRAM} ${PROGRAM}.old`]],
    ["among all programs", "open", ["chmod -R go-w /usr/sbin", "chown -R root:root /usr"]],
  ])("%s: %s", (_, state, lines) => {
    expect(verdict(bash(...lines), { image: DEBIAN })).toBe(state);
  });

  it("is told with its line", () => {
    expect(causes(bash("true", `rm -f ${PROGRAM}`), { image: DEBIAN })).toEqual(["3: rm"]);
  });
});
