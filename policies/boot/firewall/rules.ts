/** A list of rules that is gone through in order, as far as it is about a new connection to TCP port 22. */
export interface Chain {
  /** What the first rule that is about everybody says. */
  readonly decided?: Verdict;
  /** A rule before that lets some in, or may. */
  readonly some?: true;
  /** What becomes of a connection that no rule decides. */
  readonly policy: Verdict;
}

export type Verdict = "accept" | "drop" | "unknown";

/** The host's own firewall, by the tools that made it. */
export interface Rules {
  /** The chain INPUT of iptables(8). */
  readonly input: Chain;
  /** Whether the rules of iptables were written down for the next boot. */
  readonly saved: boolean;
  /** ufw(8), whose rules are kept over a reboot. */
  readonly ufw: Chain & { readonly active: boolean };
}

const NONE: Rules = {
  input: { policy: "accept" },
  saved: false,
  ufw: { policy: "drop", active: false },
};

/** The text that a machine's trait holds: the same rules have the same one. */
export const writeRules = (rules: Rules): string => JSON.stringify(rules);

export const readRules = (text: string): Rules => (text === "" ? NONE : (JSON.parse(text) as Rules));

/** The rules of the next boot: those that nobody saved are gone. */
export const afterReboot = (rules: Rules): Rules => (rules.saved ? rules : { ...rules, input: NONE.input });

/** What a rule adds at the end of a chain. */
export function appended(chain: Chain, verdict: Verdict, whom: "all" | "some"): Chain {
  if (chain.decided !== undefined) return chain;
  if (whom === "all") return { ...chain, decided: verdict };
  return verdict === "drop" ? chain : { ...chain, some: true };
}

/** What a rule says that is put before all others. */
export function inserted(chain: Chain, verdict: Verdict, whom: "all" | "some"): Chain {
  if (whom === "some") return verdict === "drop" ? chain : { ...chain, some: true };
  return { policy: chain.policy, decided: verdict };
}

/** Whether anybody is let in on port 22; "unknown" where only some are. */
function through({ decided, some, policy }: Chain): Verdict {
  const verdict = decided ?? policy;
  return verdict === "drop" && some === true ? "unknown" : verdict;
}

/** What the firewall as a whole says to a new connection to port 22. */
export function verdictOf({ input, ufw }: Rules): Verdict {
  if (!ufw.active) return through(input);
  const both = [through(input), through(ufw)] as const;
  // Where both were used, which of them is asked first hangs on the order in which they were set up.
  if (both[0] === both[1]) return both[0];
  const untouched = input.decided === undefined && input.some === undefined && input.policy === "accept";
  return untouched ? both[1] : "unknown";
}
