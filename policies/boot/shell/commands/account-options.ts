import type { Value } from "../value";
import { isExact } from "../value";
import { isPast } from "./dates";
import { readOptions, type Options } from "./options";

const VALUED = (
  "e expiredate s shell d home home-dir g gid G groups u uid c comment p password f inactive l login k skel " +
  "b base-dir K key R root P prefix Z selinux-user"
).split(" ");

/** Of Debian's own adduser(8). */
const DEBIAN_VALUED =
  "ingroup gecos firstuid lastuid firstgid lastgid conf add_extra_groups add-extra-groups".split(" ");

/** The options of useradd(8) and usermod(8). */
export const accountOptions = (args: readonly Value[], debian = false): Options =>
  readOptions(args, debian ? [...VALUED, ...DEBIAN_VALUED] : VALUED);

/** Whether `-e` sets a date that has passed; `undefined` where it is not given or not known. */
export function expiry(options: Options): boolean | undefined {
  const date = options.get("e", "expiredate");
  return date === undefined || !isExact(date) ? undefined : isPast(date);
}

/** Words that people mean "never" by, and that no release takes for a date: the tools then change nothing. */
const NO_DATE = /^(?:never|none|no|nil|null|false|true|unlimited|infinite|n\/a)$/iu;

export const isNeverADate = (date: Value): boolean => NO_DATE.test(date);

export const isNoDate = (options: Options): boolean => isNeverADate(options.get("e", "expiredate") ?? "");

/** The names in a comma-separated word; `undefined` where it is not known. */
export const nameList = (word: Value): readonly string[] | undefined =>
  isExact(word) ? word.split(",").filter((name) => name !== "") : undefined;
