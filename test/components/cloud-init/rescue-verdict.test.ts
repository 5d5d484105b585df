import { rescueUserData } from "../../../components/cloud-init/rescue";
import { checkUserData } from "../../../policies/judging/check-user-data";
import { bash } from "../../policies/boot/judge";

const KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJnT0QTtaM9kDhV8dnBHgFBcKG8U1u0Z4Nq1b0q0m9xR ops";
const image = { family: "debian", loginUser: "admin" } as const;

// The program runs within cloud-init's init stage, before accounts are made.
it.each<[string, "open" | "closed", string[]]>([
  ["alone", "open", []],
  [
    "beside user data that spoils the home",
    "open",
    [bash("chmod 777 /home/admin", "rm -rf /home/admin/.ssh")],
  ],
  [
    "beside user data that spoils sshd's files",
    "open",
    [bash("echo AllowUsers x >> /etc/ssh/sshd_config", "systemctl restart ssh")],
  ],
  ["beside user data that deletes the account afterwards", "closed", [bash("userdel admin")]],
])("rescue user data %s: %s", (_, login, original) => {
  const { base64 } = rescueUserData({
    loginUser: "admin",
    keyPair: true,
    publicKeys: [KEY],
    original: original.map((text) => ({ text })),
  });
  expect(checkUserData({ userData: base64, encoding: "base64", image, keyPair: true }).login).toBe(login);
});
