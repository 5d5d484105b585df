import type { Fact } from "../../facts/fact";
import type { Part } from "../decode/part";
import type { Image } from "../image/recognise";
import { applyEffects, type Machine } from "../machine/machine";
import type { Effect } from "../machine/effect";
import { endShell } from "../shell/leaving";
import { newSession, type Budget, type Session } from "../shell/session";
import type { Config } from "./config";

/** What every cloud-init module is given, and the machine it changes. Mutable: one object follows one boot. */
export interface CloudBoot {
  machine: Machine;
  readonly config: Config;
  readonly parts: readonly Part[];
  readonly image: Image;
  /** The account that the image (or the user data) has cloud-init make and give the key pair to. */
  loginUser: string;
  /** Whether the launch names a key pair. */
  readonly keyPair: Fact<boolean>;
  readonly budget: Budget;
  /** False at the boots after the first one: modules that run once per instance stay out. */
  readonly firstBoot: boolean;
}

/** One cloud-init module: a file each, named as in cloud-init's documentation. */
export interface Module {
  /** As in the module lists of `cloud.cfg`, with underscores. */
  readonly name: string;
  readonly stage: "init" | "config" | "final";
  readonly everyBoot: boolean;
  readonly run: (boot: CloudBoot) => void;
}

export function applyTo(boot: CloudBoot, effects: readonly Effect[]): void {
  boot.machine = applyEffects(boot.machine, effects);
}

/** Runs commands in a shell of their own on the boot's machine. */
export function withShell(boot: CloudBoot, run: (session: Session) => void): void {
  const session = newSession(boot.machine, boot.budget);
  run(session);
  endShell(session);
  boot.machine = session.machine;
}
