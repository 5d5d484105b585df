import { answersOf, processCache, type LookupCache, type PlaceAnswers } from "./cache";
import type { LivePermission } from "./calls";
import { openClients, type Clients } from "./clients";
import { concerns, explainFailure, type LookupFailure } from "./failure";
import { isFull, tooMuch } from "./intake";

export interface LookupOptions {
  /** Limit for everything that is looked up with one cache, in milliseconds; 10,000 unless told. */
  readonly timeLimitMs?: number;
  /** Attempts that the SDK makes for one call; 3 unless told. */
  readonly maxAttempts?: number;
  /** A profile of the shared AWS configuration; without it the SDK's default chain applies. */
  readonly profile?: string;
  /** What was learnt already; the process's own unless told. */
  readonly cache?: LookupCache;
}

export interface Question {
  readonly permission: LivePermission;
  /** Puts the question and keeps the answers, once they are there to the last page. */
  readonly ask: (clients: Clients, signal: AbortSignal) => Promise<void>;
}

/** Puts questions to one place, those left out that are known to fail; settles when all are answered or have failed. */
export type Put = (questions: readonly Question[]) => Promise<void>;

/**
 * Opens a place to `work`, which puts its questions in as many rounds as it needs. Never rejects: what fails is kept in
 * the answers. Works on one place wait for one another, so that each finds what the one before it has learnt.
 *
 * @param key Place within the cache; differs by region and account.
 */
export async function askPlace(
  key: string,
  region: string,
  options: LookupOptions,
  work: (put: Put, answers: PlaceAnswers) => Promise<void>,
): Promise<PlaceAnswers> {
  const cache = options.cache ?? processCache;
  const answers = answersOf(cache, `${key} ${options.profile ?? ""}`);
  const turn = async (): Promise<void> => {
    const timeLimitMs = options.timeLimitMs ?? 10_000;
    const clients = openClients({
      region,
      ...(options.profile === undefined ? {} : { profile: options.profile }),
      maxAttempts: options.maxAttempts ?? 3,
      attemptMs: timeLimitMs,
      taken: cache.taken,
    });
    try {
      await work((questions) => putAll(questions, clients, answers, { cache, region, timeLimitMs }), answers);
    } finally {
      clients.close();
    }
  };
  answers.done = answers.done.then(turn);
  await answers.done;
  return answers;
}

/** Why a question goes unanswered: its own failure, else one that holds for it as well. */
export function failureOf(answers: PlaceAnswers, permission: LivePermission): LookupFailure | undefined {
  const own = answers.failures.get(permission);
  return own ?? [...answers.failures].find(([failed, { cause }]) => concerns(cause, failed, permission))?.[1];
}

/** One text for each cause that kept questions from being answered. A set: most causes fail all questions alike. */
export const problemsOf = ({ failures }: PlaceAnswers): readonly string[] => [
  ...new Set([...failures.values()].map(({ problem }) => problem)),
];

interface Bounds {
  readonly cache: LookupCache;
  readonly region: string;
  readonly timeLimitMs: number;
}

async function putAll(
  questions: readonly Question[],
  clients: Clients,
  answers: PlaceAnswers,
  { cache, region, timeLimitMs }: Bounds,
): Promise<void> {
  const open = questions.filter(({ permission }) => failureOf(answers, permission) === undefined);
  if (open.length === 0) return;
  const left = timeLimitMs - spent(cache);
  if (left <= 0 || isFull(cache.taken)) {
    const why = left <= 0 ? timeIsOver() : tooMuch();
    for (const { permission } of open) {
      answers.failures.set(permission, explainFailure(why, permission, region));
    }
    return;
  }
  const limit = deadline(left);
  startWaiting(cache);
  try {
    // The signal ends requests and waits between attempts, but not the search for credentials: hence the race.
    await Promise.all(
      open.map(({ permission, ask }) =>
        Promise.race([ask(clients, limit.signal), limit.passed]).catch((error: unknown) => {
          answers.failures.set(permission, explainFailure(error, permission, region));
        }),
      ),
    );
  } finally {
    stopWaiting(cache);
    limit.clear();
  }
}

const spent = ({ spentMs, waiting, since }: LookupCache): number =>
  spentMs + (waiting > 0 ? performance.now() - since : 0);

function startWaiting(cache: LookupCache): void {
  if (cache.waiting++ === 0) cache.since = performance.now();
}

function stopWaiting(cache: LookupCache): void {
  if (--cache.waiting === 0) cache.spentMs += performance.now() - cache.since;
}

/** A promise that rejects when the time is over, and a signal that ends requests then. */
function deadline(ms: number) {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const passed = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(timeIsOver());
      controller.abort();
    }, ms);
  });
  // Nobody may be listening any more when the time is over.
  passed.catch(() => undefined);
  return {
    signal: controller.signal,
    passed,
    clear: () => {
      clearTimeout(timer);
    },
  };
}

const timeIsOver = (): Error => Object.assign(new Error("time limit"), { name: "TimeoutError" });
