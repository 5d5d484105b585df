import { unknown } from "../../facts/fact";
import type { InstanceRole } from "../launch";

const differ = (why: string): InstanceRole => ({ sessionManager: unknown("role", why) });

/** What holds whichever of several roles it is. */
export function agreedRole(all: readonly InstanceRole[], why: string): InstanceRole {
  const [first] = all;
  const facts = all.map(({ sessionManager }) => sessionManager);
  if (first?.sessionManager.state !== "known") return first ?? differ(why);
  const { value } = first.sessionManager;
  const open = facts.find(({ state }) => state !== "known");
  if (open !== undefined) return { sessionManager: open };
  if (!facts.every((fact) => fact.state === "known" && fact.value === value)) return differ(why);
  const same = all.every(
    ({ lack }) => lack?.cause === first.lack?.cause && lack?.registers === first.lack?.registers,
  );
  return same ? first : { sessionManager: first.sessionManager };
}
