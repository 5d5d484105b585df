import type { Machine } from "../../machine/machine";
import { TOO_MUCH, within } from "../../work";
import { perhapsMade, type Check } from "../check";
import { nameService } from "./name-service";
import { pam } from "./pam";
import { startUpFiles } from "./start-up";
import { tcpWrappers } from "./tcp-wrappers";

/**
 * What the host's own files say to a log-in besides sshd's configuration.
 *
 * @param withoutPam whether sshd leaves PAM out; `undefined` where that is not known
 */
export const sessionChecks = (
  machine: Machine,
  account: string,
  withoutPam: boolean | undefined,
): readonly Check[] =>
  within(
    () => checks(machine, account, withoutPam),
    (since) => [{ unknown: [{ what: TOO_MUCH, since }] }],
  );

function checks(machine: Machine, account: string, withoutPam: boolean | undefined): readonly Check[] {
  const stages = withoutPam === true ? {} : pam(machine, account);
  return [
    tcpWrappers(machine),
    nameService(machine),
    withoutPam === undefined ? perhapsMade(stages) : stages,
    startUpFiles(machine, account),
  ];
}
