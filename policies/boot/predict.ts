import type { Fact } from "../facts/fact";
import { decodeUserData } from "./decode/decode";
import type { Part } from "./decode/part";
import { guessPlatform } from "./decode/platform";
import type { Problem } from "./decode/problem";
import type { CloudBoot } from "./cloud-init/boot";
import { mergeConfigs } from "./cloud-init/config";
import { runStages } from "./cloud-init/stages";
import type { Image } from "./image/recognise";
import { baselineOf } from "./image/baseline";
import { opensshOf } from "./image/openssh";
import { usualLoginUsers } from "./image/families";
import { blurEverything, opaque, set } from "./machine/effect";
import { applyEffects, mentioned, newMachine, trait, type Machine } from "./machine/machine";
import { NO_PLACES } from "./machine/places";
import { IMAGE, is, type Origin } from "./machine/prediction";
import { runScript } from "./shell/run";
import { newBudget } from "./shell/session";
import { laterJobs } from "./start-up/later-jobs";
import { newWork, TOO_MUCH, within, type Work } from "./work";

/** What decides a first boot. */
export interface BootInput {
  readonly userData: Fact<{ readonly text: string; readonly encoding: "plain" | "base64" }>;
  readonly image: Image;
  /** Whether the launch names a key pair. */
  readonly keyPair: Fact<boolean>;
  /** The key pair's type, as `ssh-keygen` writes it: "ssh-ed25519", "ssh-rsa". Left out: not known. */
  readonly keyType?: Fact<string>;
  /** False where the metadata service is switched off: then cloud-init gets neither user data nor key pair. */
  readonly metadata: boolean;
}

/** How it is known which account the key pair opens. */
export type LoginUserSource =
  /** By the image, or by the user data that names it itself. */
  | "known"
  /** By the one usual login name that the user data works on: good enough to explain, not to block. */
  | "presumed"
  /** Not at all: a stand-in takes its place. */
  | "unknown";

/** The predicted boot. */
export interface Boot {
  /** The account that the key pair is for; {@link SOME_LOGIN_USER} where it is not known. */
  readonly loginUser: string;
  readonly loginUserIs: LoginUserSource;
  readonly afterBoot: Machine;
  /** The machine once it has been started again. */
  readonly afterReboot: Machine;
  /** The same at some time after that, when jobs of cron, at and timers may have run. */
  readonly afterJobs: Machine;
  readonly parts: readonly Part[];
  readonly problems: readonly Problem[];
  /** Whether a key pair reaches the host at all. */
  readonly keyPair: Fact<boolean>;
}

/** Stands for the login account of an image that is not known: no account can have this name. */
export const SOME_LOGIN_USER = "login user";

const NOTHING = { parts: [], problems: [], outcome: "processed" } as const;

/** Predicts the first boot of a launch and the boot after it. Pure; never throws on user data, whatever it holds. */
export function predictBoot(input: BootInput): Boot {
  const { image, userData } = input;
  const work = newWork();
  const read = readUserData(input, work);
  if (image.loginUser.state === "known") return bootAs(image.loginUser.value, "known", input, read, work);
  const boot = bootAs(SOME_LOGIN_USER, "unknown", input, read, work);
  // `userdel ubuntu` on an image that nobody named is about an image whose login account is ubuntu.
  const usual = mentioned(boot.afterBoot, "account").filter((account) => usualLoginUsers.has(account));
  const [only, ...others] = usual;
  if (only === undefined || others.length > 0 || userData.state !== "known") return boot;
  return bootAs(only, "presumed", input, read, work);
}

/** Whether cloud-init makes anything of the user data. */
const isFollowed = ({ userData, image }: BootInput): boolean =>
  image.initSystem === "cloud-init" && !(userData.state === "known" && isForeign(userData.value.text, image));

type UserDataRead = Pick<ReturnType<typeof decodeUserData>, "parts" | "problems" | "outcome">;

const readUserData = (input: BootInput, work: Work): UserDataRead =>
  input.userData.state === "known" && input.metadata && isFollowed(input)
    ? decodeUserData(input.userData.value, {}, work)
    : NOTHING;

function bootAs(
  loginUser: string,
  loginUserIs: LoginUserSource,
  input: BootInput,
  read: UserDataRead,
  work: Work,
): Boot {
  const { userData, image } = input;
  const boot: CloudBoot = {
    machine: withKeyPair(imageMachine(image, loginUser, work), input),
    config: mergeConfigs(read.parts),
    parts: read.parts,
    image,
    loginUser,
    keyPair: input.metadata ? input.keyPair : { state: "absent", path: input.keyPair.path },
    budget: newBudget(),
    firstBoot: true,
  };
  followed(boot, runStages);
  if (!isFollowed(input))
    boot.machine = applyEffects(boot.machine, blurEverything("the image is not set up by cloud-init", IMAGE));
  else if (userData.state === "unknown")
    boot.machine = applyEffects(boot.machine, blurEverything(userData.why, IMAGE));
  if (read.outcome === "aborted") boot.machine = abortedMachine(boot.machine, loginUser, read.problems);
  const next: CloudBoot = { ...boot, firstBoot: false, budget: newBudget() };
  followed(next, runStages);
  // A host that starts again by itself is met as its next boot leaves it.
  const afterBoot = is(trait(boot.machine, "host", "", "restarts"), true) ? next.machine : boot.machine;
  return {
    loginUser: boot.loginUser,
    loginUserIs: boot.loginUser === loginUser ? loginUserIs : "known",
    afterBoot,
    afterReboot: next.machine,
    afterJobs: within(
      () => laterJobs(next.machine, next.budget, runScript),
      (since) => givenUp(next.machine, since),
    ),
    keyPair: boot.keyPair,
    ...read,
  };
}

// From the line on at which nothing of the work is left, nothing is known.
function followed(boot: CloudBoot, run: (boot: CloudBoot) => void): void {
  within(
    () => run(boot),
    (since) => {
      boot.machine = givenUp(boot.machine, since);
    },
  );
}

const givenUp = (machine: Machine, since: Origin): Machine =>
  applyEffects({ ...machine, places: NO_PLACES }, [
    opaque(TOO_MUCH, since),
    ...blurEverything(TOO_MUCH, since),
  ]);

// An image that nobody named may still be told by the shape of its user data.
const isForeign = (text: string, image: Image): boolean =>
  image.family === "unknown" && guessPlatform(text) !== undefined;

function imageMachine(image: Image, loginUser: string, work: Work): Machine {
  const home = loginUser === "root" ? "/root" : `/home/${loginUser}`;
  return applyEffects(newMachine(baselineOf(image), opensshOf(image), image, work), [
    set("account", loginUser, { exists: false, home, keys: false }, IMAGE),
  ]);
}

const withKeyPair = (machine: Machine, { keyPair, keyType }: BootInput): Machine => ({
  ...machine,
  ...(keyPair.state !== "unknown" && { keyPair: keyPair.state === "known" && keyPair.value }),
  ...(keyType?.state === "known" && { keyType: keyType.value }),
});

// cloud-init's init stage ends before it makes accounts and gives out keys (cloudinit/user_data.py raises).
function abortedMachine(machine: Machine, loginUser: string, problems: readonly Problem[]): Machine {
  const place = problems.find(({ severity }) => severity === "error")?.place ?? {
    part: 1,
    parts: 1,
    line: 1,
    column: 1,
  };
  const since = { from: "user-data", place, construct: "user data" } as const;
  return applyEffects(machine, [set("account", loginUser, { exists: false, keys: false }, since)]);
}
