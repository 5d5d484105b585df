import { describePlace, type Place } from "../facts/place";
import { toldAccount } from "../boot/login/told-account";
import type { BootedLaunch } from "../access/subject";
import type { Origin } from "../boot/machine/prediction";
import { LIVE_WAYS, type Way, type WayName, type WayReason, type WaysIn } from "../access/way";

/** `user data, line 3 (usermod --expiredate)`, or nothing for what the image brought. */
export function describeOrigin(origin: Origin | undefined): string {
  return origin?.from === "user-data" ? `${describePlace(origin.place)} (${origin.construct})` : "";
}

export const placeOf = (origin: Origin | undefined): Place | undefined =>
  origin?.from === "user-data" ? origin.place : undefined;

/** Since when, or until when, something keeps people out. */
export type Span = "first-boot" | "next-boot" | "until-reboot";

const SPANS: Readonly<Record<Span, string>> = {
  "first-boot": "from the first boot on",
  "next-boot": "from the next reboot on",
  "until-reboot": "from the first boot until the next reboot",
};

/** `from the next reboot on`: the end of every sentence about a line that shuts people out. */
export const describeSpan = (span: Span): string => SPANS[span];

/** How an account is named: by its name where that is an image's, else in words. */
export const describeAccount = (
  { boot, image }: Pick<BootedLaunch, "boot" | "image">,
  account: string,
): string => {
  const name = toldAccount(account, image);
  if (account !== boot.loginUser) return name ?? "another account";
  if (name === undefined) return "the account that the image logs in with";
  return boot.loginUserIs === "presumed"
    ? `${name} (taken for the login account; settings.images can say what the image is)`
    : `${name} (the account that the key pair opens)`;
};

/** `the account is not there (since user data, line 4 (userdel))`. */
export function describeReason({ what, since }: WayReason): string {
  const origin = describeOrigin(since);
  return origin === "" ? what : `${what} (since ${origin})`;
}

const describeWay = (way: Way): string =>
  [...new Set(way.reasons.map(describeReason))].slice(0, 3).join("; ");

/** A table of the live ways, one a line: name, state, reasons. */
export function describeWays(ways: WaysIn): string {
  return LIVE_WAYS.map((name) =>
    `  ${name.padEnd(17)} ${ways[name].state.padEnd(8)} ${describeWay(ways[name])}`.trimEnd(),
  ).join("\n");
}

/** `Other ways in: instance-connect closed, session-manager open, …` (live ones), for findings that close one way of several. */
export function describeRest(ways: WaysIn, but: readonly WayName[]): string {
  const rest = LIVE_WAYS.filter((way) => !but.includes(way)).map((way) => `${way} ${ways[way].state}`);
  return `Other ways in: ${rest.join(", ")}.`;
}

/** Whether offline repair is left, as the verdicts say it. */
export function describeRepair(ways: WaysIn): string {
  const repair = ways["offline-repair"];
  if (repair.state === "open") return "Offline repair is left: it can be stopped, mended and started.";
  if (repair.state === "closed") return `Offline repair is not left either: ${describeWay(repair)}.`;
  return `Whether offline repair is left is not known: ${describeWay(repair)}.`;
}
