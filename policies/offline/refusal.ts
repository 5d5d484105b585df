/** An answer that is an error which the engine shows as it stands. Whatever else is thrown is a bug. */
export class Refusal extends Error {}

/** @throws Refusal always */
export function refuse(message: string): never {
  throw new Refusal(message);
}
