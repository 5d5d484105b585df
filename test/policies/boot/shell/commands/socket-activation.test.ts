import { bash, verdict } from "../../judge";

describe("sshd's socket on Ubuntu, which newer releases have", () => {
  it.each([
    ["the service alone may still be started by its socket", "unknown", bash("systemctl disable --now ssh")],
    ["both are off", "closed", bash("systemctl disable --now ssh.service ssh.socket")],
    ["the socket alone may be all there is", "unknown", bash("systemctl disable --now ssh.socket")],
    [
      "the service takes the socket's place",
      "open",
      bash("systemctl disable --now ssh.socket", "systemctl enable --now ssh.service"),
    ],
  ])("%s: %s", (_, login, script) => {
    expect(verdict(script)).toBe(login);
  });
});
