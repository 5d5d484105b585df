import { blur, set, type Effect } from "../../machine/effect";
import { trait } from "../../machine/machine";
import { DONE, type Command } from "../session";
import { isExact } from "../value";
import { selectPaths } from "./modes";
import { readOptions } from "./options";

/** chown(1). */
export const chown: Command = (call) => {
  const options = readOptions(call.args, ["from", "reference"]);
  const operands = [...options.operands];
  const spec = options.has("reference") ? "\uE000" : operands.shift();
  if (spec === undefined || operands.length === 0) return DONE;
  const since = call.since("chown");
  const [owner = "", group] = spec.split(/[:.]/u, 2);
  const unclear = options.has("from") || !isExact(spec) || /^\d+$/u.test(owner);
  return {
    status: "presumed",
    effects: selectPaths(call, operands, options.has("R", "recursive")).flatMap((target): readonly Effect[] => {
      const exists = trait(call.session.machine, "file", target.path, "exists");
      if (exists.certain && !exists.value) return [];
      // A numeric owner is an account whose number the model does not keep; 0 is root everywhere.
      if (!target.certain || (unclear && owner !== "0")) {
        return [blur("file", target.path, "its owner after this is not known", since, ["owner", "group"])];
      }
      return [
        set("file", target.path, {
          ...(owner !== "" && { owner: owner === "0" ? "root" : owner }),
          ...(group !== undefined && group !== "" && { group: group === "0" ? "root" : group }),
        }, since),
      ];
    }),
  };
};

/** chgrp(1). */
export const chgrp: Command = (call) => {
  const options = readOptions(call.args, ["reference"]);
  const [group, ...paths] = options.operands;
  if (group === undefined) return DONE;
  const since = call.since("chgrp");
  return {
    status: "presumed",
    effects: selectPaths(call, paths, options.has("R", "recursive")).map((target) =>
      target.certain && isExact(group)
        ? set("file", target.path, { group }, since)
        : blur("file", target.path, "its group after this is not known", since, ["group"]),
    ),
  };
};
