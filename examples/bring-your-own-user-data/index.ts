// User data of one's own, in several formats, beside what keeps the host open. Its `users` list does not name the image's
// own login user, which alone would leave nobody to log in as.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { RecoverableInstance, SerialConsole } from "@latchkey/components";

new SerialConsole("console", {});

const userData = (name: string): string => readFileSync(join(__dirname, "user-data", name), "utf8");

const host = new RecoverableInstance("site", {
  imageName: "ubuntu/images/hvm-ssd-gp3/ubuntu-noble-24.04-amd64-server-*",
  keyPair: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJnT0QTtaM9kDhV8dnBHgFBcKG8U1u0Z4Nq1b0q0m9xR ops",
  sshFrom: ["198.51.100.0/24"],
  associatePublicIpAddress: true,
  userData: [userData("packages.yaml"), userData("harden.sh")],
});

export const { instanceId, sshCommand } = host;
