import { set } from "../../machine/effect";
import { trait } from "../../machine/machine";
import { is } from "../../machine/prediction";
import { apply } from "../session";
import { isExact } from "../value";
import type { Wrapper } from "./wrapper";

/** cloud-init-per(1) FREQUENCY NAME COMMAND…: `once` and `instance` leave a mark, and do nothing where they find it. */
export const cloudInitPer: Wrapper = (call, context, dispatch) => {
  const [frequency = "", name = "", command, ...args] = call.args;
  if (command === undefined) return { status: "failure" };
  if (frequency === "always") return dispatch(command, args, context);
  const mark = `/var/lib/cloud/sem/bootper.${isExact(name) ? name : "unknown"}.${frequency}`;
  if (is(trait(call.session.machine, "file", mark, "exists"), true)) return { status: "success" };
  const result = dispatch(command, args, context);
  apply(call.session, result.effects ?? []);
  return {
    status: result.status,
    effects: [set("file", mark, { exists: true }, call.since("cloud-init-per"))],
  };
};
