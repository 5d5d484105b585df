import { instanceConnect } from "./instance-connect";
import { offlineRepair } from "./offline-repair";
import { serialConsole } from "./serial-console";
import { sessionManager } from "./session-manager";
import { ssh } from "./ssh";
import type { AccessSubject } from "./subject";
import { WAYS, type WayName, type Way, type WaysIn } from "./way";

const JUDGES: Readonly<Record<WayName, (subject: AccessSubject) => Way>> = {
  ssh,
  "instance-connect": instanceConnect,
  "session-manager": sessionManager,
  "serial-console": serialConsole,
  "offline-repair": offlineRepair,
};

/** Every way into the instances of a launch: open, closed with the reasons, or unknown with what is missing. */
export function waysIn(subject: AccessSubject): WaysIn {
  return Object.fromEntries(WAYS.map((way) => [way, JUDGES[way](subject)])) as WaysIn;
}
