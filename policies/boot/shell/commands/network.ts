import { blur, set } from "../../machine/effect";
import { FIRST_INTERFACE } from "../../firewall/interfaces";
import { DONE, type Call, type Command, type Result } from "../session";
import { isExact, type Value } from "../value";

function change(call: Call, device: Value, up: boolean, construct: string): Result {
  const since = call.since(construct);
  if (!isExact(device) && !up)
    return {
      ...DONE,
      effects: [blur("firewall", "", "which interface is taken down is not known", since, ["network"])],
    };
  return FIRST_INTERFACE.test(device)
    ? { ...DONE, effects: [set("firewall", "", { network: up }, since)] }
    : DONE;
}

/** ip(8): an interface that goes down, or loses what it is reached by. It comes back with the next boot. */
export const ip: Command = (call) => {
  const words = call.args.filter((arg) => !arg.startsWith("-"));
  const [object = "", verb = "", ...rest] = words;
  if (/^l(?:i(?:n(?:k)?)?)?$/u.test(object) && verb === "set") {
    const [device = ""] = rest[0] === "dev" ? rest.slice(1) : rest;
    if (rest.includes("down")) return change(call, device, false, "ip link set");
    return rest.includes("up") ? change(call, device, true, "ip link set") : DONE;
  }
  const loses =
    (/^a(?:ddr(?:ess)?)?$/u.test(object) &&
      /^(?:del|delete|flush)$/u.test(verb) &&
      rest.some((word) => FIRST_INTERFACE.test(word))) ||
    (/^r(?:oute?)?$/u.test(object) &&
      /^(?:del|delete|flush)$/u.test(verb) &&
      rest.some((word) => /^(?:default|0\.0\.0\.0\/0|main|all)$/u.test(word)));
  if (!loses) return DONE;
  const since = call.since(`ip ${object}`);
  return {
    ...DONE,
    effects: [
      blur("firewall", "", "whether the host is still reached over the network is not known", since, [
        "network",
      ]),
    ],
  };
};

/** ifconfig(8) `NAME down`, ifdown(8), ifup(8). */
export const interfaces: Command = (call) => {
  const [device = "", ...words] = call.args.filter((arg) => !arg.startsWith("-"));
  if (call.name === "ifdown" || call.name === "ifup")
    return change(call, device, call.name === "ifup", call.name);
  if (words.includes("down")) return change(call, device, false, "ifconfig");
  return words.includes("up") ? change(call, device, true, "ifconfig") : DONE;
};
