import { createHash } from "node:crypto";
import { ownValue } from "../facts/own";
import { textOf } from "./properties";
import type { Properties } from "./properties";

/** A project's own naming rule for a resource (`pulumi:autonaming`), as the engine sends it. */
export interface Autonaming {
  readonly mode: "propose" | "enforce" | "disable";
  readonly proposedName: string;
}

export interface Naming {
  readonly urn: string;
  /** The engine's seed: it stays the same from a plan to its apply, else the names would differ. */
  readonly randomSeed: Uint8Array;
  readonly autonaming?: Autonaming;
}

/**
 * The name that the provider gives a resource that was left unnamed: `<logical name>-<7 hex digits>`, or what the
 * project's naming rule says. `undefined` if the name is left to AWS: a prefix was given (`keyNamePrefix`), or the rule
 * disables names.
 *
 * Source: AutoName in pulumi-terraform-bridge, pkg/tfbridge/info/autonaming.go.
 *
 * @param property the autonamed property, `name` or `keyName` or `bucket`
 */
export function autoname(property: string, news: Properties, naming: Naming): string | undefined {
  const prefix = ownValue(news, `${property}Prefix`);
  if (prefix !== undefined && prefix !== null) return undefined;
  const { autonaming } = naming;
  if (autonaming?.mode === "disable") return undefined;
  if (autonaming !== undefined && textOf(autonaming.proposedName) !== undefined)
    return autonaming.proposedName;
  const suffix = createHash("sha256").update(seedOf(naming)).digest("hex").slice(0, 7);
  const name = `${logicalName(naming.urn)}-${suffix}`;
  // Bucket names have no capitals, so the provider lowers them.
  return property === "bucket" ? name.toLowerCase() : name;
}

/** The last part of `urn:pulumi:stack::project::type::name`. A name may itself hold `::`. */
export const logicalName = (urn: string): string => urn.split("::").slice(3).join("::");

function seedOf({ randomSeed, urn }: Naming): Uint8Array | string {
  return randomSeed.length > 0 ? Buffer.concat([randomSeed, Buffer.from(urn)]) : urn;
}
