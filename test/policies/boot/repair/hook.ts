import { repairScript, type RepairOptions } from "../../../../components/cloud-init/repair";
import { mergeUserData } from "../../../../components/cloud-init/merge";
import { checksum } from "../../../../policies/boot/shell/text/checksum";
import { known, unknown, type Fact } from "../../../../policies/facts/fact";
import type { ImageFamily } from "../../../../policies/boot/image/families";
import { hostLogin } from "../../../../policies/boot/login/host-login";
import { trait, type Machine } from "../../../../policies/boot/machine/machine";
import { predictBoot, type Boot } from "../../../../policies/boot/predict";
import { imageOf, KEY } from "../judge";

/** What is given beside the caller's own user data. */
export interface Host extends Partial<RepairOptions> {
  readonly family?: ImageFamily;
  readonly release?: string;
  readonly keys?: Fact<boolean>;
  /** Lines of repair.conf before the first account. */
  readonly told?: readonly string[];
  /** What becomes of the boothook's text. */
  readonly edit?: (script: string) => string;
}

const USERS = new Map<ImageFamily, string>([
  ["debian", "admin"],
  ["ubuntu", "ubuntu"],
]);

/** The component's boothook, with what it is told more than its options say. */
export function boothook(
  { told = [], edit = (script) => script, ...options }: Host,
  loginUser: string,
): string {
  const script = repairScript({ loginUser, keyPair: true, publicKeys: [KEY], ...options });
  const lines = told.map((line) => `${line}\n`).join("");
  return withSums(edit(script.replace("version='1'\n", `version='1'\n${lines}`)));
}

// As the boothook would have been written for those texts.
const withSums = (script: string): string =>
  script.replace(
    /^(cat >.* <<'(\w+)'; put \S+ \d+ )".*"\n([^]*?\n)(?=\2\n)/gmu,
    (_all, head: string, _end: string, text: string) => `${head}"${checksum(text)}"\n${text}`,
  );

/** The predicted boot of a host with the component's boothook in front of the caller's own user data. */
export function bootWith(callers: readonly string[], host: Host = {}): Boot {
  const { family = "debian", release, keys = known(true, "keyName") } = host;
  const loginUser = USERS.get(family) ?? "ec2-user";
  const parts = [{ text: boothook(host, loginUser), filename: "latchkey-repair" }];
  const { base64 } = mergeUserData([...parts, ...callers.map((text) => ({ text }))]);
  const image = imageOf(family, loginUser, family === "debian" || family === "ubuntu");
  return predictBoot({
    userData: known({ text: base64, encoding: "base64" }, "userDataBase64"),
    image: release === undefined ? image : { ...image, release },
    keyPair: keys,
    keyType: known("ssh-ed25519", "publicKey"),
    metadata: true,
  });
}

/** What the host says to its people after its first boot and after the next one, as `open`, or `open, closed`. */
export function verdicts(callers: readonly string[], host: Host = {}): string {
  const { family = "debian" } = host;
  const boot = bootWith(callers, host);
  const image = imageOf(family, boot.loginUser, family === "debian" || family === "ubuntu");
  const now = hostLogin({ ...boot, afterReboot: boot.afterBoot, afterJobs: boot.afterBoot }, image).state;
  const later = hostLogin({ ...boot, afterBoot: boot.afterReboot }, image).state;
  return now === later ? now : `${now}, ${later}`;
}

/** What a file holds after a boot; `undefined` where it is not there, or that cannot be told. */
export function textOf(machine: Machine, path: string): string | undefined {
  const exists = trait(machine, "file", path, "exists");
  const content = trait(machine, "file", path, "content");
  return exists.certain && exists.value && content.certain ? content.value.text : undefined;
}

export const notKnown = unknown("keyName");
