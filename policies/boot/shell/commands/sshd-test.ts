import { sshdFilesOf } from "../../machine/sshd-files";
import { readConfig } from "../../login/sshd-reading";
import { ANY } from "../value";
import type { Command } from "../session";

/** `sshd -t` and `sshd -T`: whether the configuration on the disk loads (sshd(8)). Another way to start it is not followed. */
export const sshdTest: Command = ({ args, session: { machine, user } }) => {
  const tests = args.some((arg) => /^-[a-zA-Z]*[tT]/u.test(arg));
  if (!tests || user !== "root" || args.some((arg) => /^-[a-zA-Z]*[fho]/u.test(arg)))
    return { status: tests ? "unknown" : "presumed", output: ANY };
  const { state } = readConfig(sshdFilesOf(machine), machine);
  const status = state === "loads" ? "success" : state === "fails" ? "failure" : "unknown";
  return { status, output: args.some((arg) => /^-[a-zA-Z]*T/u.test(arg)) ? ANY : "" };
};
