/** Stands for a value that is only known at apply. */
export const UNKNOWN: unique symbol = Symbol("unknown");

/** A property value as plain data: what the engine sent, with each unknown replaced by {@link UNKNOWN}. */
export type PropertyValue =
  typeof UNKNOWN | null | boolean | number | string | readonly PropertyValue[] | Properties;

export interface Properties {
  readonly [name: string]: PropertyValue;
}

/** Options of a resource, as far as they decide what reaches an instance. */
export interface ResourceOptions {
  /** Property paths whose changes the program leaves alone, as in `userData`. */
  readonly ignoreChanges: readonly string[];
  readonly deleteBeforeReplace: boolean;
}

/** What a resource is called in the program. */
export interface WrittenAs {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
}

/** A resource of the stack, free of the engine's own types. */
export interface StackResource {
  readonly urn: string;
  /** What it was written as, where this is a translation of it (`launch/native`); findings name that. */
  readonly written?: WrittenAs;
  /** Pulumi type token, as in `aws:ec2/instance:Instance`. */
  readonly type: string;
  readonly name: string;
  /**
   * What the program wrote, after the provider's Check; a property that was left out is not there. `undefined` where
   * the resource was never analysed on its own: then what was left out cannot be told from what is computed.
   */
  readonly inputs: Properties | undefined;
  /** The planned state. Only good for ids: the provider fills in what was left out. `undefined` before the whole stack is known. */
  readonly outputs: Properties | undefined;
  /** URNs that each top-level property depends on; the engine does not say which element depends on which. */
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  /** URN of the parent, if the engine told one. */
  readonly parent?: string;
  /**
   * Inputs of the provider that serves the resource (`region`, …), if the engine told. That its ids are the offline
   * provider's (`facts/offline.ts`) also stands here.
   */
  readonly provider: Properties | undefined;
  /** Left out where nobody told them: a resource that was not analysed on its own, or was seen in AWS. */
  readonly options?: ResourceOptions;
}

/** All resources of a stack, by URN. */
export type Stack = ReadonlyMap<string, StackResource>;
