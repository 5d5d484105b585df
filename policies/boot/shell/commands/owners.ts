import { blur, set, type Effect } from "../../machine/effect";
import { imageHasGroup } from "../../image/groups";
import { accountOf } from "../../machine/account-numbers";
import { mentioned, trait, type Machine } from "../../machine/machine";
import { normalisePath } from "../../machine/paths";
import { is } from "../../machine/prediction";
import { DONE, FAILED, type Call, type Command } from "../session";
import { ANY, isExact, type Value } from "../value";
import { isGroupMissing, isMissing } from "./account-names";
import { selectPaths } from "./modes";
import { readOptions } from "./options";

/** chown(1). */
export const chown: Command = (call) => {
  const options = readOptions(call.args, ["from", "reference"]);
  const operands = [...options.operands];
  const reference = options.get("reference");
  const spec = reference === undefined ? numbered(call, operands.shift()) : ownersOf(call, reference);
  if (spec === undefined || operands.length === 0) return DONE;
  const since = call.since("chown");
  if (call.session.user !== "root") return FAILED;
  const { owner, group } = splitSpec(call.session.machine, spec);
  if (isExact(owner) && owner !== "" && !/^\d+$/u.test(owner) && isMissing(call, owner)) return FAILED;
  if (group !== undefined && group !== owner && isExact(group) && isGroupMissing(call, group)) return FAILED;
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

/** The owner and the group of a path, as `--reference` takes them. */
function ownersOf({ session }: Call, reference: Value): Value {
  if (!isExact(reference)) return ANY;
  const path = normalisePath(reference, session.cwd);
  const owner = trait(session.machine, "file", path, "owner");
  const group = trait(session.machine, "file", path, "group");
  return owner.certain && group.certain ? `${owner.value}:${group.value}` : ANY;
}

/** The words of chown(1) with the account's name in the place of its number, and that of its own group. */
function numbered({ session: { machine } }: Call, spec: Value | undefined): Value | undefined {
  const [, uid = "", colon = "", gid = ""] = /^([1-9]\d{0,8})(:?)(\d*)$/u.exec(spec ?? "") ?? [];
  const owner = uid === "" ? undefined : accountOf(machine, Number(uid));
  if (owner === undefined) return spec;
  if (gid === "") return `${owner}${colon}`;
  if (gid === "0") return `${owner}:root`;
  return gid === uid && hasOwnNumber(machine, owner) ? `${owner}:${owner}` : spec;
}

// useradd(8) gives an account's own group the account's number, unless another group has that already.
const hasOwnNumber = (machine: Machine, owner: string): boolean =>
  is(trait(machine, "account", owner, "group"), owner) &&
  mentioned(machine, "group").every(
    (group) =>
      is(trait(machine, "account", group, "group"), group) || imageHasGroup(machine.family, group) === true,
  );

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

/** chgrp(1). */
export const chgrp: Command = (call) => {
  const options = readOptions(call.args, ["reference"]);
  const [group, ...paths] = options.operands;
  if (group === undefined) return DONE;
  if (isExact(group) && isGroupMissing(call, group)) return FAILED;
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
