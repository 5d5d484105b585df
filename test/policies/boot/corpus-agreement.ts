import { known } from "../../../policies/facts/fact";
import { hostLogin, type HostLogin } from "../../../policies/boot/login/host-login";
import type { Image } from "../../../policies/boot/image/recognise";
import { mentioned, trait, type Machine } from "../../../policies/boot/machine/machine";
import type { Prediction } from "../../../policies/boot/machine/prediction";
import type { AccountTraits } from "../../../policies/boot/machine/traits";
import { predictBoot, type Boot } from "../../../policies/boot/predict";
import type { ImageName } from "../../boot/lab/images";
import { type Case, LAB_KEY_TYPE, LOGIN_USER } from "../../corpus/cases";
import { afterReboot, isOpen, type RecordedBoots, type RecordedMachine, fileOf } from "../../corpus/recorded";
import { imageOf } from "./judge";

/** How a predicted log-in stands to the real one. */
export type Agreement = "agrees" | "false alarm" | "miss" | "unknown";

export interface Judged {
  /** `family/case (image)` */
  readonly name: string;
  readonly cause: string;
  readonly afterBoot: Agreement;
  readonly afterReboot: Agreement;
  /** Why the prediction says so, each with its line. */
  readonly reasons: readonly string[];
  /** Settled facts of the predicted machine that the real one contradicts. */
  readonly differences: readonly string[];
}

/** The lab's images as the pack describes an image. */
export const IMAGES: Readonly<Record<ImageName, Image>> = {
  bookworm: { ...imageOf("debian", LOGIN_USER, true), release: "12" },
  trixie: { ...imageOf("debian", LOGIN_USER, true), release: "13" },
  "bookworm-upstream-modes": { ...imageOf("debian", LOGIN_USER, false), release: "12" },
};

interface Predicted {
  readonly boot: Boot;
  readonly afterBoot: HostLogin;
  readonly afterReboot: HostLogin;
}

/** What is predicted of a case on an image of the lab, the two boots apart. */
export function predictCase(each: Pick<Case, "userData" | "keyPair">, name: ImageName): Predicted {
  const image = IMAGES[name];
  const boot = predictBoot({
    // The bytes that reach the host, whatever they are; a text would first be looked at for being base64 already.
    userData: known({ text: each.userData.toString("base64"), encoding: "base64" }, "userDataBase64"),
    image,
    keyPair: known(each.keyPair, "keyName"),
    keyType: known(LAB_KEY_TYPE, "publicKey"),
    metadata: true,
  });
  return {
    boot,
    afterBoot: hostLogin({ ...boot, afterReboot: boot.afterBoot, afterJobs: boot.afterBoot }, image),
    afterReboot: hostLogin({ ...boot, afterBoot: boot.afterReboot }, image),
  };
}

/** Holds the prediction of a case against its record. */
export function judgeCase(each: Case, name: ImageName, recorded: RecordedBoots): Judged {
  const { boot, afterBoot: now, afterReboot: later } = predictCase(each, name);
  const reasons = [now, later].flatMap((login) => (login.state === "open" ? [] : login.reasons));
  const told = reasons.map(({ what, since }) =>
    since.from === "image" ? what : `line ${since.place.line}, ${since.construct}: ${what}`,
  );
  return {
    name: `${each.name} (${name})`,
    cause: each.cause,
    afterBoot: agreement(now.state, isOpen(recorded.afterBoot)),
    afterReboot: agreement(later.state, isOpen(recorded.afterReboot)),
    reasons: [...new Set(told)],
    differences: [
      ...differences(boot, boot.afterBoot, recorded.afterBoot).map((text) => `after the boot: ${text}`),
      ...differences(boot, boot.afterReboot, afterReboot(recorded)).map(
        (text) => `after the reboot: ${text}`,
      ),
    ],
  };
}

function agreement(predicted: "open" | "closed" | "unknown", open: boolean): Agreement {
  if (predicted === "unknown") return "unknown";
  if ((predicted === "open") === open) return "agrees";
  return open ? "false alarm" : "miss";
}

/** Where a settled trait of the predicted machine is not what was read back. */
function differences(boot: Boot, machine: Machine, real: RecordedMachine): readonly string[] {
  // What ran unseen may have changed any of it, and says so (docs/decisions/0003-what-counts-as-unseen.md).
  if (real.readable === false || machine.opaque.length > 0) return [];
  return [
    ...accountDifferences(boot, machine, real),
    ...fileDifferences(machine, real),
    ...serviceDifferences(machine, real),
  ];
}

function accountDifferences(
  boot: Boot,
  machine: Machine,
  { accounts = {} }: RecordedMachine,
): readonly string[] {
  const names = new Set([boot.loginUser, ...Object.keys(accounts)]);
  return [...names].flatMap((name) => {
    const account = accounts[name];
    const of = (which: keyof AccountTraits): Prediction<unknown> => trait(machine, "account", name, which);
    const exists = differ(`account ${name}: exists`, of("exists"), account !== undefined);
    if (account === undefined || exists.length > 0) return exists;
    return [
      ...differ(`account ${name}: shell`, of("shell"), account.shell),
      ...differ(`account ${name}: home`, of("home"), account.home),
      ...differ(`account ${name}: keys`, of("keys"), account.keys),
      ...differ(`account ${name}: expired`, of("expired"), account.expired ?? false),
      ...differ(`account ${name}: passwordExpired`, of("passwordExpired"), account.passwordExpired ?? false),
      ...differ(`account ${name}: password`, of("password"), account.password === true),
    ];
  });
}

function fileDifferences(machine: Machine, real: RecordedMachine): readonly string[] {
  const paths = new Set([...mentioned(machine, "file"), ...Object.keys(real.files ?? {})]);
  return [...paths].flatMap((path) => {
    const recorded = fileOf(real, path);
    if (recorded === undefined) return [];
    const [mode = "", owner, group] = recorded.split(" ");
    const exists = differ(`${path}: exists`, trait(machine, "file", path, "exists"), recorded !== "absent");
    if (recorded === "absent" || exists.length > 0) return exists;
    return [
      ...differ(`${path}: mode`, trait(machine, "file", path, "mode"), Number.parseInt(mode, 8), octal),
      ...differ(`${path}: owner`, trait(machine, "file", path, "owner"), owner),
      ...differ(`${path}: group`, trait(machine, "file", path, "group"), group),
    ];
  });
}

// Without systemd there are no units, and whether sshd runs shows where it listens.
function serviceDifferences(machine: Machine, { services, listening }: RecordedMachine): readonly string[] {
  const of = (name: string, which: "active" | "enabled"): Prediction<unknown> =>
    trait(machine, "service", name, which);
  if (services === undefined)
    return listening === undefined ? [] : differ("sshd: active", of("sshd", "active"), listening.length > 0);
  const units = [
    ["sshd", "ssh"],
    ["ssh.socket", "ssh.socket"],
  ] as const;
  return units.flatMap(([name, unit]) => [
    ...differ(`${name}: active`, of(name, "active"), services[unit]?.active),
    ...differ(`${name}: enabled`, of(name, "enabled"), services[unit]?.enabled),
  ]);
}

const octal = (mode: unknown): string => (mode as number).toString(8).padStart(4, "0");

function differ(
  what: string,
  predicted: Prediction<unknown>,
  real: unknown,
  show: (value: unknown) => string = String,
): readonly string[] {
  if (!predicted.certain || predicted.value === undefined || predicted.value === real) return [];
  return [`${what} is ${show(real)}, not ${show(predicted.value)}`];
}
