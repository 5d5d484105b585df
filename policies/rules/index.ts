// Made by `npm run gen` from the files of this folder; do not edit.
import authorizedKeysLost from "./authorized-keys-lost";
import bootStoppedByMount from "./boot-stopped-by-mount";
import cloudInitModulesDropped from "./cloud-init-modules-dropped";
import defaultHostManagementRole from "./default-host-management-role";
import homeHiddenByMount from "./home-hidden-by-mount";
import homePermissions from "./home-permissions";
import hostFirewallClosesSsh from "./host-firewall-closes-ssh";
import hostNetworkDown from "./host-network-down";
import keyMaterialUnusable from "./key-material-unusable";
import keyPairMissing from "./key-pair-missing";
import keyPairUnused from "./key-pair-unused";
import loginNameMismatch from "./login-name-mismatch";
import loginSessionRefused from "./login-session-refused";
import loginShut from "./login-shut";
import loginUserExpired from "./login-user-expired";
import loginUserRemoved from "./login-user-removed";
import loginUserShell from "./login-user-shell";
import metadataServiceOff from "./metadata-service-off";
import modifyInstanceAttributeOpen from "./modify-instance-attribute-open";
import noWayIn from "./no-way-in";
import powerOffAtBoot from "./power-off-at-boot";
import privateKeyInUserData from "./private-key-in-user-data";
import privateKeyPasted from "./private-key-pasted";
import repairBlocked from "./repair-blocked";
import rescueUserDataLeft from "./rescue-user-data-left";
import serialConsoleGrant from "./serial-console-grant";
import serialConsoleOff from "./serial-console-off";
import sessionManagerClosed from "./session-manager-closed";
import sessionRunAsUser from "./session-run-as-user";
import shutdownTerminates from "./shutdown-terminates";
import sshServerOff from "./ssh-server-off";
import sshUnreachable from "./ssh-unreachable";
import sshdDoesNotStart from "./sshd-does-not-start";
import sshdRefusesLogin from "./sshd-refuses-login";
import userDataFetched from "./user-data-fetched";
import userDataIgnored from "./user-data-ignored";
import userDataInvalid from "./user-data-invalid";
import userEntryStopsAccounts from "./user-entry-stops-accounts";
import waysIn from "./ways-in";
import type { Rule } from "./rule";

/** Every rule of the pack, by id. */
export const rules: readonly Rule[] = [
  authorizedKeysLost,
  bootStoppedByMount,
  cloudInitModulesDropped,
  defaultHostManagementRole,
  homeHiddenByMount,
  homePermissions,
  hostFirewallClosesSsh,
  hostNetworkDown,
  keyMaterialUnusable,
  keyPairMissing,
  keyPairUnused,
  loginNameMismatch,
  loginSessionRefused,
  loginShut,
  loginUserExpired,
  loginUserRemoved,
  loginUserShell,
  metadataServiceOff,
  modifyInstanceAttributeOpen,
  noWayIn,
  powerOffAtBoot,
  privateKeyInUserData,
  privateKeyPasted,
  repairBlocked,
  rescueUserDataLeft,
  serialConsoleGrant,
  serialConsoleOff,
  sessionManagerClosed,
  sessionRunAsUser,
  shutdownTerminates,
  sshServerOff,
  sshUnreachable,
  sshdDoesNotStart,
  sshdRefusesLogin,
  userDataFetched,
  userDataIgnored,
  userDataInvalid,
  userEntryStopsAccounts,
  waysIn,
];
