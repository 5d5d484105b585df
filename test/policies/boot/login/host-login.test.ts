import { absent, unknown } from "../../../../policies/facts/fact";
import { hostLogin, loginAccounts } from "../../../../policies/boot/login/host-login";
import { bash, boot, causes, KEY, UBUNTU, verdict } from "../judge";

const OPS = [
  "useradd -m ops",
  "mkdir -p /home/ops/.ssh",
  `echo '${KEY}' > /home/ops/.ssh/authorized_keys`,
  "chown -R ops:ops /home/ops/.ssh",
];

describe("a host", () => {
  it("is open while any account gets in", () => {
    expect(verdict(bash(...OPS, "userdel ubuntu"))).toBe("open");
    expect(verdict(bash(...OPS, "usermod -e 1 ops"))).toBe("open");
    expect(verdict(bash(...OPS, "usermod -e 1 ops", "userdel ubuntu"))).toBe("closed");
  });

  it("counts the login user and whoever holds a key", () => {
    const predicted = boot(bash(...OPS, "useradd -m app"));
    expect(loginAccounts(predicted, predicted.afterBoot)).toEqual(["ubuntu", "ops"]);
  });

  it("says that nobody ever held a key", () => {
    const keyPair = absent("keyName");
    expect(hostLogin(boot(bash("echo"), { keyPair }), UBUNTU)).toMatchObject({
      state: "closed",
      nobodyHasKeys: true,
    });
    expect(hostLogin(boot(bash("userdel ubuntu")), UBUNTU)).toMatchObject({
      state: "closed",
      nobodyHasKeys: false,
    });
  });

  it("is unknown where the key pair is", () => {
    expect(verdict(bash("echo"), { keyPair: unknown("keyName") })).toBe("unknown");
  });

  it("tells what closes it only at the next start", () => {
    expect(verdict(bash("systemctl disable ssh ssh.socket"))).toBe("closed later");
    expect(verdict(bash("systemctl stop ssh ssh.socket"))).toBe("closed");
  });

  it("names every line that closes it, and none of what was made good", () => {
    expect(
      causes(
        bash("usermod -e 1 ubuntu", "chmod 777 /home/ubuntu", "chmod 755 /home/ubuntu", "passwd -e ubuntu"),
      ),
    ).toEqual(["2: usermod --expiredate", "5: passwd --expire"]);
  });
});
