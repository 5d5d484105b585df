import { trait } from "../../machine/machine";
import { normalisePath } from "../../machine/paths";
import { DONE, type Command, type Status } from "../session";
import { binaryTest, unaryTest } from "../test-command";
import { ANY, isExact } from "../value";

export const yes: Command = () => ({ status: "success" });
export const no: Command = () => ({ status: "failure" });

export const cd: Command = (call) => {
  const to = call.args.find((arg) => !arg.startsWith("-")) ?? call.session.variables.get("HOME") ?? ANY;
  call.session.cwd = isExact(to) ? normalisePath(to, call.session.cwd) : `/${ANY}`;
  return DONE;
};

/** `exit`, `return`: ends the script (a `return` outside a sourced file or function does the same to the reader). */
export const exit: Command = (call) => {
  if (call.name === "exit" || call.session.depth === 0) call.session.ended = true;
  return { status: call.args[0] === undefined || call.args[0] === "0" ? "success" : "failure" };
};

/** `export`, `local`, `declare`, `readonly`: the assignments among their words. */
export const declareVariables: Command = (call) => {
  for (const arg of call.args) {
    const at = arg.indexOf("=");
    if (at > 0 && !arg.startsWith("-")) call.session.variables.set(arg.slice(0, at), arg.slice(at + 1));
  }
  return { status: "success" };
};

/** `read`, `getopts`, `mapfile`: variables whose value cannot be told. */
export const readVariables: Command = (call) => {
  for (const arg of call.args) if (!arg.startsWith("-")) call.session.variables.set(arg, ANY);
  return { status: "unknown" };
};

export const unset: Command = (call) => {
  for (const arg of call.args) call.session.variables.set(arg, ANY);
  return { status: "success" };
};

export const shift: Command = (call) => {
  call.session.parameters = call.session.parameters.slice(Number(call.args[0] ?? 1) || 1);
  return { status: "success" };
};

/** test(1) and `[`. */
export const test: Command = (call) => {
  const args = call.name === "[" ? call.args.slice(0, -1) : call.args;
  const negated = args[0] === "!";
  const words = negated ? args.slice(1) : args;
  const [first = "", second = "", third = ""] = words;
  let status: Status = "unknown";
  if (words.length === 2) status = unaryTest(first, second, call.session);
  if (words.length === 3) status = binaryTest(first, second, third);
  if (negated && status !== "unknown") status = status === "success" ? "failure" : "success";
  return { status };
};

/** id(1), getent(1) `passwd NAME`: whether an account is there. */
export const lookUpAccount: Command = (call) => {
  const words = call.args.filter((arg) => !arg.startsWith("-"));
  const name = call.name === "getent" ? (words[0] === "passwd" ? words[1] : undefined) : words[0];
  if (call.name === "id" && name === undefined) {
    const asked = call.args.join("");
    if (asked.includes("n")) return { status: "success", output: `${call.session.user}\n` };
    return { status: "success", output: call.session.user === "root" && asked.includes("u") ? "0\n" : ANY };
  }
  if (name === undefined || !isExact(name)) return { status: "unknown" };
  const exists = trait(call.session.machine, "account", name, "exists");
  return { status: !exists.certain ? "unknown" : exists.value ? "success" : "failure" };
};

export const whoami: Command = (call) => ({ status: "success", output: `${call.session.user}\n` });

/** Commands that are asked rather than told: how they end decides nothing by itself. */
export const question: Command = () => ({ status: "unknown" });
