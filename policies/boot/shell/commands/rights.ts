import { trait } from "../../machine/machine";
import { DONE, type Command, type Session } from "../session";

/** A command that only root may give: with another account's rights it fails and changes nothing. */
export const byRoot =
  (run: Command): Command =>
  (call) =>
    call.session.user === "root" ? run(call) : { ...DONE, status: "failure" };

/** Whether the session's account may change the mode of a file: its owner and root may (chmod(2)). */
export function mayChange({ user, machine }: Session, path: string): boolean {
  const owner = trait(machine, "file", path, "owner");
  return user === "root" || !owner.certain || owner.value === user;
}
