import type { Fact } from "../../facts/fact";
import type { LaunchKind, ManagedService } from "../launch";
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
  /** What the resource says of this launch alone, where it describes several; without candidates it is all of the launch. */
  readonly own?: LaunchPart;
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
  /** Whether such a resource launches instances at all; left out where all do. */
  readonly launches?: (source: Source) => boolean;
  /** What the resource itself says, references resolved. */
  readonly part: (source: Source) => LaunchPart;
  /** What it is merged with: one launch for each. Empty where it stands alone. */
  readonly bases: (source: Source) => readonly Basis[];
  /** The service that runs the instances as its own nodes, if any. */
  readonly service?: (source: Source) => ManagedService | undefined;
  /** Fills in what AWS does where neither the resource nor its template says it. */
  readonly complete?: (source: Source) => (merged: LaunchPart) => LaunchPart;
}
