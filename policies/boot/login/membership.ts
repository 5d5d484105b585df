import type { Machine } from "../machine/machine";
import { possibleGroups } from "../machine/membership";
import type { Answer } from "../sshd/patterns";

/** Whether an account is a member of a group, its primary one included. */
export function isMember(machine: Machine, account: string, group: string): Answer {
  const sets = possibleGroups(machine, account);
  if (sets === undefined) return "unknown";
  const answers = sets.map((set) => set.includes(group));
  if (answers.every(Boolean)) return "yes";
  return answers.includes(true) ? "unknown" : "no";
}
