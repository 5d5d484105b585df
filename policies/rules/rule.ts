import type { z } from "zod";
import type { Place } from "../facts/place";
import type { PropertyText } from "../boot/mending/property-text";
import type { Boot } from "../boot/predict";
import type { AccessSubject, BootedLaunch } from "../access/subject";
import type { WayName, WaysIn } from "../access/way";
import type { ResourceRef } from "../launch/launch";
import type { StackResource } from "../launch/resource";

/** A launch whose own user data is judged, with no eye on the rest of the stack. */
export interface UserDataSubject extends BootedLaunch {
  readonly judges: "user-data";
}

/** A launch with the whole stack around it. */
export interface LaunchSubject extends AccessSubject {
  readonly judges: "launch";
  readonly ways: WaysIn;
  /** What was found about the launch and accepted: reported by nobody else. */
  readonly accepted: readonly { readonly rule: string; readonly reason: string }[];
}

/** One resource as the program wrote it; what it refers to is not looked at. */
export interface ResourceSubject {
  readonly judges: "resource";
  readonly resource: StackResource;
}

/** What a rule says about one launch or resource. */
export interface Finding {
  /** What happens, to whom, since which line, until when. Never a value of the user data, nor of a key or a policy. */
  readonly message: string;
  /** The line of the user data behind it, if there is one. */
  readonly place?: Place;
  /** Where it weighs less than the rule's own. */
  readonly severity?: Severity;
  /** Where it is reported, if not at the launch's own resource. */
  readonly resource?: ResourceRef;
}

export type Severity = "low" | "medium" | "high" | "critical";

/** A compliance framework's control that asks for the same. */
export interface FrameworkReference {
  readonly name: string;
  readonly version: string;
  readonly reference: string;
  readonly specification: string;
}

interface RuleMetadata {
  /** The file's name. */
  readonly id: string;
  /** One sentence without a full stop: what the rule reports. */
  readonly title: string;
  readonly severity: Severity;
  /** `mandatory` blocks: only the two verdicts do, everything else explains. */
  readonly enforcement: "mandatory" | "advisory";
  readonly closes: readonly WayName[];
  /** What people can do about it; the last thing they read. */
  readonly remedy: string;
  /** What the rule recognises, as phrases for its page. */
  readonly causes: readonly string[];
  readonly framework?: FrameworkReference;
  /** It tells how things are rather than what is wrong: its message is whole, and says no way out. */
  readonly informs?: true;
  /** It answers whether the launch may go on, and says so where nobody can tell since a bug of ours stood in the way. */
  readonly verdict?: true;
  /** No exemption covers it. */
  readonly neverExempt?: true;
  /** `region`: what it reports holds for a whole account and region, so it is told once, on the first launch there. */
  readonly once?: "region";
  /** Options of the rule, each with a default; without it there are none. */
  readonly options?: z.ZodObject;
}

/** Judges the user data where it is written, when its resource is analysed. */
export interface UserDataRule<Options = unknown> extends RuleMetadata {
  readonly judges: "user-data";
  check(subject: UserDataSubject, options: Options): readonly Finding[];
  /**
   * The user data without what the rule reports, for `enforcementLevel: "remediate"`: only where the way out is safe and
   * certain, and never one that opens access. `undefined` where there is none. It may take a step at a time; what the rule
   * still reports in the end undoes it all.
   */
  mend?(userData: PropertyText, boot: Boot): PropertyText | undefined;
}

/** Judges a launch where it is used, once the stack is known. */
export interface LaunchRule<Options = unknown> extends RuleMetadata {
  readonly judges: "launch";
  check(subject: LaunchSubject, options: Options): readonly Finding[];
}

/** Judges one resource of certain types where it is written, launch or not. */
export interface ResourceRule<Options = unknown> extends RuleMetadata {
  readonly judges: "resource";
  /** Pulumi type tokens of the classic AWS provider, as in `aws:ec2/keyPair:KeyPair`. */
  readonly types: readonly string[];
  check(subject: ResourceSubject, options: Options): readonly Finding[];
}

export type Rule = UserDataRule | LaunchRule | ResourceRule;

/** Says what a rule is; there is nothing to it but the types. */
export function defineRule<Schema extends z.ZodObject>(
  rule: UserDataRule<z.infer<Schema>> & { options?: Schema },
): UserDataRule;
export function defineRule<Schema extends z.ZodObject>(
  rule: LaunchRule<z.infer<Schema>> & { options?: Schema },
): LaunchRule;
export function defineRule<Schema extends z.ZodObject>(
  rule: ResourceRule<z.infer<Schema>> & { options?: Schema },
): ResourceRule;
export function defineRule(rule: Rule): Rule {
  return rule;
}
