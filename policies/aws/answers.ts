import type { Readable } from "node:stream";
import { counter, type Taken } from "./intake";

interface Answer {
  readonly response: unknown;
}

/** Where in a client's work answers are looked at: as they arrive, before anything is made of them. */
export const AS_THEY_ARRIVE = {
  relation: "after",
  toMiddleware: "deserializerMiddleware",
  name: "latchkeyBoundedAnswers",
} as const;

/**
 * Middleware of an SDK client that counts the bytes of its answers; past a bound the connection is closed and the call
 * fails. The SDK itself reads an answer to its end, however long it is.
 */
export const boundedAnswers =
  (taken: Taken) =>
  <Args, Result extends Answer>(next: (args: Args) => Promise<Result>) =>
  async (args: Args): Promise<Result> => {
    const result = await next(args);
    const { response } = result;
    if (isHttp(response)) response.body = await bounded(response.body, counter(taken, "bytes"));
    return result;
  };

const isHttp = (response: unknown): response is { body: Readable } =>
  typeof response === "object" && response !== null && "body" in response && isStream(response.body);

const isStream = (body: unknown): body is Readable =>
  typeof body === "object" && body !== null && "pipe" in body && typeof body.pipe === "function";

async function bounded(body: Readable, count: (bytes: number) => void): Promise<Readable> {
  // Of Node itself, and yet only with the first answer: nothing here is loaded before a look-up is made.
  const { Transform, pipeline } = await import("node:stream");
  const counting = new Transform({
    transform(chunk: Buffer, _, done) {
      try {
        count(chunk.length);
        done(null, chunk);
      } catch (error) {
        done(error as Error);
      }
    },
  });
  // What goes wrong on either side ends the other, and reaches whoever reads.
  return pipeline(body, counting, () => undefined);
}
