// Made by `npm run gen` from the files of this folder; do not edit.
import homePermissions from "./home-permissions";
import keyPairMissing from "./key-pair-missing";
import loginShut from "./login-shut";
import loginUserExpired from "./login-user-expired";
import loginUserRemoved from "./login-user-removed";
import noWayIn from "./no-way-in";
import serialConsoleOff from "./serial-console-off";
import sessionManagerRoleMissing from "./session-manager-role-missing";
import userDataInvalid from "./user-data-invalid";
import waysIn from "./ways-in";
import type { Rule } from "./rule";

/** Every rule of the pack, by id. */
export const rules: readonly Rule[] = [
  homePermissions,
  keyPairMissing,
  loginShut,
  loginUserExpired,
  loginUserRemoved,
  noWayIn,
  serialConsoleOff,
  sessionManagerRoleMissing,
  userDataInvalid,
  waysIn,
];
