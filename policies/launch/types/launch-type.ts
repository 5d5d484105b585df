import type { Fact } from "../../facts/fact";
import type { LaunchKind } from "../launch";
import type { LaunchPart, Source } from "../part";
import type { StackResource } from "../resource";

/** A template or configuration that a launch is merged with: which one, if that can be told. */
export interface Basis {
  /** It is one of these. */
  readonly candidates: readonly Candidate[];
  /** Set where it may be something that nobody can see, with the reason. */
  readonly unseen: string | undefined;
  /** Instance types that stand in for the template's own. */
  readonly instanceTypes: Fact<readonly string[]>;
}

export interface Candidate {
  readonly resource: StackResource;
  /** Version of a launch template; absent for its default version, and for a launch configuration. */
  readonly version: Fact<string>;
}

/** How one resource type says what a launch is. Pure: the source goes in, facts come out, nothing is thrown. */
export interface LaunchType {
  /** Pulumi type token. */
  readonly token: string;
  readonly kind: LaunchKind;
  /** What the resource itself says, references resolved. */
  readonly part: (source: Source) => LaunchPart;
  /** What it is merged with: one launch for each. Empty where it stands alone. */
  readonly bases: (source: Source) => readonly Basis[];
}
