import { blur } from "../../machine/effect";
import { DONE, type Command } from "../session";

/** Words after which a firewall command only looks, or works on tables that no incoming connection meets. */
const HARMLESS = /^(?:-L|-S|--list.*|status|list|--state|--version|version|-V|--get-.*|--query-.*|show)$/u;

/** ufw(8), iptables(8), nft(8), firewall-cmd(1): that the host's own firewall changed, not yet what it then lets in. */
export const firewall: Command = (call) => {
  if (call.args.some((arg) => HARMLESS.test(arg))) return { status: "unknown" };
  const table = call.args[call.args.indexOf("-t") + 1];
  if (call.args.includes("-t") && (table === "nat" || table === "mangle" || table === "raw")) return DONE;
  return {
    status: "presumed",
    effects: [blur("firewall", "", "the host's firewall is changed", call.since(call.name))],
  };
};
