import { known } from "../../../../policies/facts/fact";
import { hostLogin } from "../../../../policies/boot/login/host-login";
import { predictBoot } from "../../../../policies/boot/predict";
import { bash, DEBIAN, KEY } from "../judge";

const DROP_IN = "/etc/ssh/sshd_config.d/50-keys.conf";
const only = (algorithms: string): string =>
  `echo 'PubkeyAcceptedAlgorithms ${algorithms}' > ${DROP_IN}\nsystemctl restart ssh`;
const KEYS = "/home/admin/.ssh/authorized_keys";

function login(keyType: string | undefined, ...lines: readonly string[]): string {
  const boot = predictBoot({
    userData: known({ text: bash(...lines), encoding: "plain" }, "userData"),
    image: { ...DEBIAN, release: "12" },
    keyPair: known(true, "keyName"),
    ...(keyType !== undefined && { keyType: known(keyType, "publicKey") }),
    metadata: true,
  });
  return hostLogin(boot, DEBIAN).state;
}

describe("a configuration that takes keys of certain types only", () => {
  it.each([
    ["leaves out the key pair's", "closed", "ssh-ed25519", [only("rsa-sha2-512,rsa-sha2-256")]],
    ["takes the key pair's", "open", "ssh-ed25519", [only("ssh-ed25519")]],
    ["takes the key pair's by its signatures", "open", "ssh-rsa", [only("rsa-sha2-512,rsa-sha2-256")]],
    ["takes RSA keys no more", "closed", "ssh-rsa", [only("ssh-ed25519")]],
    ["may leave out a key pair that is not known", "unknown", undefined, [only("ssh-ed25519")]],
    [
      "leaves out the key pair's, and takes one that was added",
      "open",
      "ssh-rsa",
      [`echo '${KEY}' >> ${KEYS}`, only("ssh-ed25519")],
    ],
    [
      "takes the one key that stands in place of an unknown key pair",
      "open",
      undefined,
      [`echo '${KEY}' > ${KEYS}`, only("ssh-ed25519")],
    ],
  ] as const)("%s", (_, expected, keyType, lines) => {
    expect(login(keyType, ...lines)).toBe(expected);
  });
});
