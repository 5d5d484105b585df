import { absent, known, unknown, type Fact } from "../facts/fact";
import type { AccountLookups, AccountRequest, ImageFacts, InstanceTypeFacts } from "./account";
import { openEc2, type Ec2 } from "./ec2";
import { concernsRegion, explainFailure, type LivePermission, type LookupFailure } from "./failure";

export interface LookupOptions {
  /** Limit for everything that one call looks up, in milliseconds; 10,000 unless told. */
  readonly timeLimitMs?: number;
  /** Attempts that the SDK makes for one call; 3 unless told. */
  readonly maxAttempts?: number;
  /** A profile of the shared AWS configuration; without it the SDK's default chain applies. */
  readonly profile?: string;
  /** What was learnt already; the process's own unless told. */
  readonly cache?: AccountCache;
}

/** Answers by region (and profile), kept so that nothing is asked twice, failures included. */
export type AccountCache = Map<string, RegionAnswers>;

interface RegionAnswers {
  readonly images: Map<string, Fact<ImageFacts>>;
  readonly keyPairs: Map<string, Fact<true>>;
  readonly instanceTypes: Map<string, Fact<InstanceTypeFacts>>;
  serialConsole: Fact<boolean> | undefined;
  readonly failures: Map<LivePermission, LookupFailure>;
  /** Settles when the questions put so far are answered: the next ones wait for it, and find them in the maps. */
  done: Promise<void>;
}

const processCache: AccountCache = new Map();

/**
 * Asks AWS what `request` names and was not asked before in this process, in one go and within the time limit. Never
 * rejects: what could not be asked is unknown, and `problems` says why. A question that failed is not put again: a
 * preview asks many times, and would wait as often.
 *
 * Endpoint, credentials and proxies are the SDK's own business (`AWS_ENDPOINT_URL_EC2`, `AWS_PROFILE`, …).
 */
export async function fetchAccount(
  request: AccountRequest,
  options: LookupOptions = {},
): Promise<AccountLookups> {
  const cache = options.cache ?? processCache;
  const key = `${request.region} ${options.profile ?? ""}`;
  const answers = cache.get(key) ?? noAnswers();
  cache.set(key, answers);
  answers.done = answers.done.then(() => askMissing(request, options, answers));
  await answers.done;
  return lookups(request.region, answers);
}

function noAnswers(): RegionAnswers {
  return {
    images: new Map(),
    keyPairs: new Map(),
    instanceTypes: new Map(),
    serialConsole: undefined,
    failures: new Map(),
    done: Promise.resolve(),
  };
}

interface Question {
  readonly permission: LivePermission;
  /** Puts the question and keeps the answers. */
  readonly ask: (ec2: Ec2, signal: AbortSignal) => Promise<void>;
}

async function askMissing(
  request: AccountRequest,
  options: LookupOptions,
  answers: RegionAnswers,
): Promise<void> {
  const open = questions(request, answers).filter(
    ({ permission }) => failureOf(answers, permission) === undefined,
  );
  if (open.length === 0) return;

  const timeLimitMs = options.timeLimitMs ?? 10_000;
  const limit = deadline(timeLimitMs);
  const fail = (error: unknown, permission: LivePermission) =>
    answers.failures.set(permission, explainFailure(error, permission, request.region));
  let ec2: Ec2 | undefined;
  try {
    const opened = openEc2({
      region: request.region,
      ...(options.profile === undefined ? {} : { profile: options.profile }),
      maxAttempts: options.maxAttempts ?? 3,
      attemptMs: timeLimitMs,
    });
    const client = (ec2 = await opened);
    // The signal ends requests and waits between attempts, but not the search for credentials: hence the race.
    await Promise.all(
      open.map(({ permission, ask }) =>
        Promise.race([ask(client, limit.signal), limit.passed]).catch((error: unknown) =>
          fail(error, permission),
        ),
      ),
    );
  } catch (error) {
    for (const { permission } of open) fail(error, permission);
  } finally {
    limit.clear();
    ec2?.close();
  }
}

function questions(request: AccountRequest, answers: RegionAnswers): readonly Question[] {
  // A launch template may name a parameter (`resolve:ssm:…`) instead of an id: nothing that EC2 would find.
  const ids = request.imageIds.filter((id) => id.startsWith("ami-"));
  const images = unasked(ids, answers.images);
  const keyPairs = unasked(request.keyNames, answers.keyPairs);
  const instanceTypes = unasked(request.instanceTypes, answers.instanceTypes);
  const all: readonly (Question & { readonly needed: boolean })[] = [
    {
      permission: "ec2:DescribeImages",
      needed: images.length > 0,
      ask: async (ec2, signal) => {
        keep(answers.images, images, await ec2.images(images, signal), imagePath);
      },
    },
    {
      permission: "ec2:DescribeKeyPairs",
      needed: keyPairs.length > 0,
      ask: async (ec2, signal) => {
        keep(answers.keyPairs, keyPairs, await ec2.keyPairs(keyPairs, signal), keyPairPath);
      },
    },
    {
      permission: "ec2:DescribeInstanceTypes",
      needed: instanceTypes.length > 0,
      ask: async (ec2, signal) => {
        keep(answers.instanceTypes, instanceTypes, await ec2.instanceTypes(instanceTypes, signal), typePath);
      },
    },
    {
      permission: "ec2:GetSerialConsoleAccessStatus",
      needed: request.serialConsole && answers.serialConsole === undefined,
      ask: async (ec2, signal) => {
        answers.serialConsole = known(await ec2.serialConsole(signal), CONSOLE_PATH);
      },
    },
  ];
  return all.filter(({ needed }) => needed);
}

function unasked(names: readonly string[], answered: ReadonlyMap<string, unknown>): readonly string[] {
  return [...new Set(names)].filter((name) => name !== "" && !answered.has(name));
}

function keep<T>(
  answers: Map<string, Fact<T>>,
  asked: readonly string[],
  found: ReadonlyMap<string, T>,
  path: (name: string) => string,
): void {
  for (const name of asked) {
    const value = found.get(name);
    answers.set(name, value === undefined ? absent(path(name)) : known(value, path(name)));
  }
}

/** A promise that rejects when the time is over, and a signal that ends requests then. */
function deadline(ms: number) {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const passed = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const error = new Error("time limit");
      error.name = "TimeoutError";
      reject(error);
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

const imagePath = (id: string) => `image ${id}`;
const keyPairPath = (name: string) => `key pair ${name}`;
const typePath = (name: string) => `instance type ${name}`;
const CONSOLE_PATH = "serial console access";

/** Why a question goes unanswered: its own failure, else one that holds for the whole region. */
function failureOf(answers: RegionAnswers, permission: LivePermission): LookupFailure | undefined {
  const own = answers.failures.get(permission);
  return own ?? [...answers.failures.values()].find(({ cause }) => concernsRegion(cause));
}

function lookups(region: string, answers: RegionAnswers): AccountLookups {
  const why = (permission: LivePermission) =>
    failureOf(answers, permission)?.why ?? `${region} was not asked`;
  return {
    image: (id) => answers.images.get(id) ?? unknown(imagePath(id), why("ec2:DescribeImages")),
    keyPair: (name) => answers.keyPairs.get(name) ?? unknown(keyPairPath(name), why("ec2:DescribeKeyPairs")),
    instanceType: (name) =>
      answers.instanceTypes.get(name) ?? unknown(typePath(name), why("ec2:DescribeInstanceTypes")),
    serialConsole: () =>
      answers.serialConsole ?? unknown(CONSOLE_PATH, why("ec2:GetSerialConsoleAccessStatus")),
    // A set: most causes fail all four questions alike.
    problems: [...new Set([...answers.failures.values()].map(({ problem }) => problem))],
  };
}
