import { blur } from "../../machine/effect";
import { DONE, type Command } from "../session";

/** Words after which a firewall command only looks, or works on tables that no incoming connection meets. */
const HARMLESS = /^(?:-L|-S|--list.*|status|list|--state|--version|version|-V|--get-.*|--query-.*|show)$/u;

/** ufw(8), iptables(8), nft(8), firewall-cmd(1): that the host's own firewall changed, not yet what it then lets in. */
export const firewall: Command = (call) => {
  if (call.args.some((arg) => HARMLESS.test(arg))) return { status: "unknown" };
  const table = call.args[call.args.indexOf("-t") + 1];
  if (call.args.includes("-t") && (table === "nat" || table === "mangle" || table === "raw")) return DONE;
  if (onlyOpens(call.name, call.args)) return DONE;
  return {
    status: "presumed",
    effects: [blur("firewall", "", "the host's firewall is changed", call.since(call.name))],
  };
};

/** Whether what it adds lets more in, or is about what does not come to this host itself. */
function onlyOpens(name: string, args: readonly string[]): boolean {
  if (name === "ufw") return /^(?:allow|logging|app|reload|--dry-run)$/u.test(args[0] ?? "");
  if (name === "firewall-cmd")
    return !args.some((arg) =>
      /^--(?:remove-|set-|add-rich|direct|panic|new-|delete|load|change|complete)/u.test(arg),
    );
  if (name !== "iptables" && name !== "ip6tables") return false;
  const after = (flags: RegExp): string | undefined => args[args.findIndex((arg) => flags.test(arg)) + 1];
  if (!args.some((arg) => /^(?:-[AI]|--append|--insert)$/u.test(arg))) return false;
  const chain = after(/^(?:-[AI]|--append|--insert)$/u);
  return (
    /^(?:FORWARD|DOCKER)/u.test(chain ?? "") ||
    /^(?:ACCEPT|LOG|RETURN)$/u.test(after(/^(?:-j|--jump)$/u) ?? "")
  );
}
