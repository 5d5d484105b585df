import { ownValue } from "../../../facts/own";
import { ANY, concat } from "../value";
import type { Command } from "../session";

const ESCAPES: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  "\\": "\\",
  r: "\r",
  a: "\x07",
  '"': '"',
};

/** `echo`. What a backslash stands for depends on the shell, unless `-e` or `-E` says so. */
export const echo: Command = (call) => {
  const args = [...call.args];
  let newline = true;
  let escapes: "read" | "kept" | "unknown" = "unknown";
  while (/^-[neE]+$/u.test(args[0] ?? "")) {
    for (const flag of args.shift() ?? "") {
      if (flag === "n") newline = false;
      if (flag === "e") escapes = "read";
      if (flag === "E") escapes = "kept";
    }
  }
  const words = concat(args.flatMap((arg, at) => (at === 0 ? [arg] : [" ", arg])));
  const text =
    escapes === "kept"
      ? words
      : words.replace(/\\(.?)/gsu, (_, letter: string) =>
          escapes === "read" ? (ownValue(ESCAPES, letter) ?? ANY) : ANY,
        );
  return {
    status: "success",
    output: text.includes("\uE001") || text.includes("\uE002") ? ANY : text + (newline ? "\n" : ""),
  };
};

/** `printf`: the directives that only put words in their places; any other one prints something that cannot be told. */
export const printf: Command = (call) => {
  const words = call.args[0] === "--" ? call.args.slice(1) : call.args;
  if (words[0] === "-v") {
    call.session.variables.set(words[1] ?? "", ANY);
    return { status: "success", output: "" };
  }
  const [format = "", ...values] = words;
  let at = 0;
  const once = (): string =>
    format.replace(/%([sd%])|%[^a-zA-Z%]*[a-zA-Z]?|\\(.?)/gsu, (all, spec?: string, escape?: string) => {
      if (escape !== undefined) return ownValue(ESCAPES, escape) ?? ANY;
      if (spec === "%") return "%";
      at += 1;
      const value = values[at - 1];
      if (spec === "s") return value ?? "";
      // A number that is not given is nought.
      return /^%[diu]$/u.test(all) && /^(?:0|[1-9]\d{0,8})$/u.test(value ?? "0") ? (value ?? "0") : ANY;
    });
  const outputs = [once()];
  // The format is used again until all values are used up (printf(1)).
  for (let turns = 0; at > 0 && at < values.length && turns < 1000; turns += 1) outputs.push(once());
  return { status: "success", output: concat(at < values.length && at > 0 ? [ANY] : outputs) };
};
