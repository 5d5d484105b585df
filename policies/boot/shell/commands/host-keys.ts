import { set, type Effect } from "../../machine/effect";
import { HOST_KEYS } from "../../machine/host-keys";
import { is } from "../../machine/prediction";
import { trait } from "../../machine/machine";
import { DONE, type Call, type Command } from "../session";
import { ANY } from "../value";
import { unmodelled } from "./unmodelled";

const made = (call: Call, paths: readonly string[]): readonly Effect[] =>
  paths
    .filter((path) => !is(trait(call.session.machine, "file", path, "exists"), true))
    .map((path) =>
      set("file", path, { exists: true, mode: 0o600, owner: "root", group: "root" }, call.since(call.name)),
    );

/** ssh-keygen(1): `-A` makes the host keys that are missing, `-f` the one that it names. */
export const sshKeygen: Command = (call) => {
  if (call.args.includes("-A")) return { ...DONE, effects: made(call, HOST_KEYS) };
  const file = call.args[call.args.indexOf("-f") + 1] ?? "";
  const makes = call.args.includes("-f") && !call.args.some((arg) => /^-[lyeipFRHBDLQUYrk]/u.test(arg));
  return {
    status: "presumed",
    output: ANY,
    effects: makes && HOST_KEYS.includes(file) ? made(call, [file]) : [],
  };
};

/** dpkg-reconfigure(8): openssh-server makes the host keys that are missing. */
export const dpkgReconfigure: Command = (call) =>
  call.args.includes("openssh-server") ? { ...DONE, effects: made(call, HOST_KEYS) } : unmodelled(call);
