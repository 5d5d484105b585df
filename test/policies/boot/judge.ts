import { known, type Fact } from "../../../policies/facts/fact";
import type { ImageFamily } from "../../../policies/boot/image/families";
import type { Image } from "../../../policies/boot/image/recognise";
import { hostLogin } from "../../../policies/boot/login/host-login";
import { predictBoot, type Boot } from "../../../policies/boot/predict";

/** An image of a vendor as its family has it. */
export function imageOf(family: ImageFamily, loginUser: string, userGroupModes: boolean): Image {
  return {
    family,
    loginUser: known(loginUser, "image"),
    agent: known(true, "image"),
    instanceConnect: known(true, "image"),
    userGroupModes: known(userGroupModes, "image"),
    rootDevice: known("ebs", "image"),
    initSystem: "cloud-init",
    managed: false,
    because: "the test says so",
  };
}

export const UBUNTU = imageOf("ubuntu", "ubuntu", true);
export const AL2023 = imageOf("al2023", "ec2-user", false);
export const DEBIAN = imageOf("debian", "admin", true);

export const KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIB0l9pnRwNu5YJ4pPLm7rrrrrrrrrrrrrrrrrrrrrrrr ops";

interface Given {
  readonly image?: Image;
  readonly keyPair?: Fact<boolean>;
}

/** The predicted boot of an instance with a key pair. */
export function boot(text: string, { image = UBUNTU, keyPair = known(true, "keyName") }: Given = {}): Boot {
  return predictBoot({
    userData: known({ text, encoding: "plain" }, "userData"),
    image,
    keyPair,
    metadata: true,
  });
}

/** What the host says to its users: `open`, `unknown`, `closed`, or `closed later` where only from the reboot on. */
export function verdict(text: string, given: Given = {}): string {
  const login = hostLogin(boot(text, given), given.image ?? UBUNTU);
  return login.state === "closed" && login.onlyFromReboot ? "closed later" : login.state;
}

/** The lines that close or blur the log-in, as `line: construct`. */
export function causes(text: string, given: Given = {}): readonly string[] {
  const login = hostLogin(boot(text, given), given.image ?? UBUNTU);
  if (login.state === "open") return [];
  return login.reasons.map(({ since }) =>
    since.from === "image" ? "image" : `${String(since.place.line)}: ${since.construct}`,
  );
}

export const bash = (...lines: readonly string[]): string => `#!/bin/bash\n${lines.join("\n")}\n`;
