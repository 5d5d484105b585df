// Made by `npm run gen` from the files of this folder; do not edit.
import authorizedKeysLost from "./authorized-keys-lost";
import bootStoppedByMount from "./boot-stopped-by-mount";
import cloudInitModulesDropped from "./cloud-init-modules-dropped";
import homeHiddenByMount from "./home-hidden-by-mount";
import homePermissions from "./home-permissions";
import hostFirewallClosesSsh from "./host-firewall-closes-ssh";
import hostNetworkDown from "./host-network-down";
import keyPairMissing from "./key-pair-missing";
import keyPairUnused from "./key-pair-unused";
import loginSessionRefused from "./login-session-refused";
import loginShut from "./login-shut";
import loginUserExpired from "./login-user-expired";
import loginUserRemoved from "./login-user-removed";
import loginUserShell from "./login-user-shell";
import noWayIn from "./no-way-in";
import powerOffAtBoot from "./power-off-at-boot";
import privateKeyInUserData from "./private-key-in-user-data";
import serialConsoleOff from "./serial-console-off";
import sessionManagerRoleMissing from "./session-manager-role-missing";
import sshServerOff from "./ssh-server-off";
import sshdDoesNotStart from "./sshd-does-not-start";
import sshdRefusesLogin from "./sshd-refuses-login";
import userDataFetched from "./user-data-fetched";
import userDataInvalid from "./user-data-invalid";
import userEntryStopsAccounts from "./user-entry-stops-accounts";
import waysIn from "./ways-in";
import type { Rule } from "./rule";

/** Every rule of the pack, by id. */
export const rules: readonly Rule[] = [
  authorizedKeysLost,
  bootStoppedByMount,
  cloudInitModulesDropped,
  homeHiddenByMount,
  homePermissions,
  hostFirewallClosesSsh,
  hostNetworkDown,
  keyPairMissing,
  keyPairUnused,
  loginSessionRefused,
  loginShut,
  loginUserExpired,
  loginUserRemoved,
  loginUserShell,
  noWayIn,
  powerOffAtBoot,
  privateKeyInUserData,
  serialConsoleOff,
  sessionManagerRoleMissing,
  sshServerOff,
  sshdDoesNotStart,
  sshdRefusesLogin,
  userDataFetched,
  userDataInvalid,
  userEntryStopsAccounts,
  waysIn,
];
