import * as proxy from "@pulumi/policy/proxy";

interface Proxy {
  /** Wraps properties so that reading an unknown one throws `UnknownValueError`. */
  readonly unknownCheckingProxy: (props: Record<string, unknown>) => Record<string, unknown>;
  readonly UnknownValueError: new (sentinel: string, path: readonly string[]) => Error;
  readonly unknownStringValue: string;
  readonly unknownArrayValue: string;
  readonly unknownObjectValue: string;
}

// What @pulumi/policy's own server wraps properties with; real, but left out of its typings.
export const {
  unknownCheckingProxy,
  UnknownValueError,
  unknownStringValue,
  unknownArrayValue,
  unknownObjectValue,
} = proxy as unknown as Proxy;
