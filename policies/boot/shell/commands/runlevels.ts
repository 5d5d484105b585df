import { ownValue } from "../../../facts/own";
import { DONE, type Command } from "../session";
import { unitEffects } from "./services";

const SWITCHES: Readonly<Record<string, boolean>> = {
  on: true,
  enable: true,
  defaults: true,
  off: false,
  disable: false,
  remove: false,
};

/** chkconfig(8) and update-rc.d(8): `chkconfig NAME on|off`, `update-rc.d NAME enable|disable|remove`. */
export const runlevels: Command = (call) => {
  const [unit, verb = ""] = call.args.filter((arg) => !arg.startsWith("-"));
  const enabled = ownValue(SWITCHES, verb);
  if (unit === undefined || enabled === undefined) return DONE;
  return { status: "presumed", effects: unitEffects(call, [unit], { enabled }, call.name) };
};
