import { types } from "node:util";

/**
 * Jest runs tests in a realm of its own, where the errors of Node's sockets are no instances of `Error`. The SDK then
 * wraps them and drops their code, which it does nowhere else. This makes them instances again.
 */
export function acceptNativeErrors(): void {
  const ordinary = Function.prototype[Symbol.hasInstance];
  Object.defineProperty(Error, Symbol.hasInstance, {
    configurable: true,
    value(this: unknown, value: unknown): boolean {
      return this === Error ? types.isNativeError(value) : Reflect.apply(ordinary, this, [value]);
    },
  });
}
