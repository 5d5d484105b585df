import { blur, set, type Effect } from "../../machine/effect";
import { trait, type Machine } from "../../machine/machine";
import type { Origin } from "../../machine/prediction";
import { changeInput } from "../../firewall/iptables";
import { readRules, verdictOf, writeRules, type Rules } from "../../firewall/rules";
import { changeUfw } from "../../firewall/ufw";
import { DONE, type Call, type Command, type Result } from "../session";
import { isExact } from "../value";

/** Words after which a firewall command only looks, or works on tables that no incoming connection meets. */
const HARMLESS = /^(?:-L|-S|--list.*|status|list|--state|--version|version|-V|--get-.*|--query-.*|show)$/u;

/** ufw(8), iptables(8), nft(8), firewall-cmd(1): what the host's own firewall lets in from then on. */
export const firewall: Command = (call) => {
  const { name, args } = call;
  if (args.some((arg) => HARMLESS.test(arg))) return { status: "unknown" };
  const table = args[args.findIndex((arg) => arg === "-t" || arg === "--table") + 1];
  if (args.some((arg) => arg === "-t" || arg === "--table") && table !== "filter") return DONE;
  // Nobody is kept out over IPv4 by it, and instances have an IPv4 address nearly always.
  if (name === "ip6tables") return DONE;
  if (name === "firewall-cmd" && onlyOpens(args)) return DONE;
  if (name === "nft" && args.join(" ").trim() === "flush ruleset")
    return change(call, (rules) => ({ ...rules, input: { policy: "accept" } }));
  if (name === "ufw" && !args.includes("--dry-run")) return withUfw(call);
  if (name === "iptables") return withIptables(call);
  return name === "ufw" ? DONE : unclear(call);
};

/** netfilter-persistent(8): the rules are kept over a reboot. */
export const saveRules: Command = (call) =>
  call.args.includes("save") ? change(call, (rules) => ({ ...rules, saved: true })) : DONE;

const withUfw = (call: Call): Result =>
  call.args.every(isExact)
    ? change(call, (rules) => {
        const ufw = changeUfw(rules.ufw, call.args);
        return ufw && { ...rules, ufw };
      })
    : unclear(call);

const withIptables = (call: Call): Result =>
  call.args.every(isExact)
    ? change(call, (rules) => {
        const input = changeInput(rules.input, call.args);
        return input && { ...rules, input };
      })
    : unclear(call);

function change(call: Call, by: (rules: Rules) => Rules | undefined): Result {
  const before = trait(call.session.machine, "firewall", "", "rules");
  const after = before.certain ? by(readRules(before.value)) : undefined;
  if (after === undefined) return unclear(call);
  return { ...DONE, effects: firewallEffects(call.session.machine, after, call.since(call.name)) };
}

/** The rules, and what they say to a new connection to port 22. */
export function firewallEffects(machine: Machine, rules: Rules, since: Origin): readonly Effect[] {
  const verdict = verdictOf(rules);
  const before = trait(machine, "firewall", "", "ssh");
  const ssh = verdict === "accept";
  const written = set("firewall", "", { rules: writeRules(rules) }, since);
  if (verdict === "unknown")
    return [written, blur("firewall", "", "whom the host's firewall lets in is not known", since, ["ssh"])];
  // The line that closed it first is the one to tell of.
  return before.certain && before.value === ssh ? [written] : [written, set("firewall", "", { ssh }, since)];
}

const unclear = (call: Call): Result => ({
  ...DONE,
  effects: [blur("firewall", "", "the host's firewall is changed", call.since(call.name), ["ssh", "rules"])],
});

const onlyOpens = (args: readonly string[]): boolean =>
  !args.some((arg) =>
    /^--(?:remove-|set-|add-rich|direct|panic|new-|delete|load|change|complete)/u.test(arg),
  );
