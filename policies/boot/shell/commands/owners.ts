import { blur, set, type Effect } from "../../machine/effect";
import { imageHasGroup } from "../../image/groups";
import { trait, type Machine } from "../../machine/machine";
import { is } from "../../machine/prediction";
import { DONE, type Command } from "../session";
import { ANY, isExact, type Value } from "../value";
import { selectPaths } from "./modes";
import { readOptions } from "./options";

/** chown(1). */
export const chown: Command = (call) => {
  const options = readOptions(call.args, ["from", "reference"]);
  const operands = [...options.operands];
  const spec = options.has("reference") ? ANY : operands.shift();
  if (spec === undefined || operands.length === 0) return DONE;
  const since = call.since("chown");
  if (call.session.user !== "root") return { status: "failure" };
  const { owner, group } = splitSpec(call.session.machine, spec);
  if (isExact(owner) && !/^\d+$/u.test(owner) && isMissing(call.session.machine, owner))
    return { status: "failure" };
  // A dot separates only where nobody is called like the whole word, and that cannot be told.
  const unclear =
    options.has("from") || !isExact(spec) || /^\d+$/u.test(owner) || (owner === spec && spec.includes("."));
  return {
    status: "presumed",
    effects: selectPaths(call, operands, options.has("R", "recursive")).flatMap(
      (target): readonly Effect[] => {
        const exists = trait(call.session.machine, "file", target.path, "exists");
        if (exists.certain && !exists.value) return [];
        // A numeric owner is an account whose number the model does not keep; 0 is root everywhere.
        if (!target.certain || (unclear && owner !== "0")) {
          return [blur("file", target.path, "its owner after this is not known", since, ["owner", "group"])];
        }
        return [
          set(
            "file",
            target.path,
            {
              ...(owner !== "" && { owner: owner === "0" ? "root" : owner }),
              ...(group !== undefined && { group: group === "0" ? "root" : group }),
            },
            since,
          ),
        ];
      },
    ),
  };
};

// `owner:` stands for the owner's own group, which every distribution names like the account.
function splitSpec(machine: Machine, spec: Value): { readonly owner: Value; readonly group?: Value } {
  const dotted = /^([a-z_][\w-]*)\.([a-z_][\w-]*)$/u.exec(spec);
  const [, before = "", after = ""] = dotted ?? [];
  const isDotted =
    dotted !== null && (before === after || is(trait(machine, "account", before, "exists"), true));
  const [owner = "", group] = isDotted ? [before, after] : spec.split(":", 2);
  if (group === undefined) return { owner };
  const named = group === "" ? owner : group;
  return named === "" ? { owner } : { owner, group: named };
}

// A vendor's image has no account of a made-up name, as long as no package or program has brought one.
function isMissing(machine: Machine, account: string): boolean {
  if (account === "" || account === "nobody") return false;
  const exists = trait(machine, "account", account, "exists");
  if (exists.certain) return !exists.value;
  const untouched = is(trait(machine, "host", "", "filesKnown"), true) && machine.opaque.length === 0;
  return untouched && exists.since.from === "image" && imageHasGroup(machine.family, account) === false;
}

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
