import { trait } from "../../machine/machine";
import type { Command } from "../session";
import { isMissing } from "./account-names";
import { passwdValue } from "./account-lists";
import { ANY, isExact } from "../value";

/** id(1), getent(1) `passwd NAME`: whether an account is there. */
export const lookUpAccount: Command = (call) => {
  const words = call.args.filter((arg) => !arg.startsWith("-"));
  if (call.name === "getent" && call.args.join(" ") === "passwd")
    return { status: "success", output: passwdValue(call.session) };
  const name = call.name === "getent" ? (words[0] === "passwd" ? words[1] : undefined) : words[0];
  if (call.name === "id" && name === undefined) {
    const asked = call.args.join("");
    if (asked.includes("n"))
      return { status: "success", output: asked.includes("G") ? ANY : `${call.session.user}\n` };
    return { status: "success", output: call.session.user === "root" && /[ug]/u.test(asked) ? "0\n" : ANY };
  }
  if (name === undefined || !isExact(name)) return { status: "unknown" };
  const exists = trait(call.session.machine, "account", name, "exists");
  if (isMissing(call, name)) return { status: "failure", output: "" };
  if (!exists.certain) return { status: "unknown" };
  if (call.name === "getent") return { status: "success", output: passwdValue(call.session, name) };
  const uid = trait(call.session.machine, "account", name, "uid");
  const isNumber =
    call.args[0] === "-u" && call.args.length === 2 && uid.certain && typeof uid.value === "number";
  return { status: "success", output: isNumber ? `${uid.value}\n` : ANY };
};
