import type { Place } from "../../facts/place";

/** What made a trait of the machine so. */
export type Origin = ImageOrigin | UserDataOrigin;

/** The image or cloud-init's own defaults: nothing in the user data had a hand in it. */
export interface ImageOrigin {
  readonly from: "image";
}

export interface UserDataOrigin {
  readonly from: "user-data";
  readonly place: Place;
  /** The construct at that place, as in `usermod --expiredate` or `users`; never a value that stands there. */
  readonly construct: string;
  /** What it is a case of, where rules have to tell it from others. */
  readonly cause?: OriginCause;
}

/** Cases that a construct's words alone do not tell apart. */
export type OriginCause =
  /** The list `users` of cloud-init: whom it names, and whom it leaves out. */
  | "users-list"
  /** An entry for which cloud-init's users-groups module ends, and makes no account after it. */
  | "stopped-entry"
  /** `allow_public_ssh_keys: false`: the key pair is given to nobody. */
  | "public-keys-off"
  /** A file system without `nofail` that may not be there. */
  | "mount-without-nofail"
  /** A unit that cannot be started until it is unmasked. */
  | "masked";

export const IMAGE: ImageOrigin = { from: "image" };

/** A trait of the machine after boot: settled, or not to be told, and in both cases since which line. */
export type Prediction<T> = Certain<T> | Uncertain;

export interface Certain<T> {
  readonly certain: true;
  readonly value: T;
  readonly since: Origin;
}

export interface Uncertain {
  readonly certain: false;
  readonly since: Origin;
  /** Why it cannot be told, as a phrase without any value of the user data. */
  readonly why: string;
  /** The values of which it certainly has one, where releases of a distribution differ in nothing else. */
  readonly among?: readonly unknown[];
}

export const certain = <T>(value: T, since: Origin): Certain<T> => ({ certain: true, value, since });
export const uncertain = (why: string, since: Origin): Uncertain => ({ certain: false, why, since });

/** The values that a trait may have: one where it is settled, several where releases differ, none where it is not known. */
export function candidates<T>(prediction: Prediction<T>): readonly T[] {
  // What stands in `among` was put there for the same trait, by `oneOf` (machine/effect.ts).
  return prediction.certain ? [prediction.value] : ((prediction.among ?? []) as readonly T[]);
}

/** True only where the trait is settled and has that value. */
export function is<T>(prediction: Prediction<T>, value: T): prediction is Certain<T> {
  return prediction.certain && prediction.value === value;
}
