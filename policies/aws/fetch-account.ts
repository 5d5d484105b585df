import { absent, known, unknown, type Fact } from "../facts/fact";
import type { AccountLookups, AccountRequest } from "./account";
import { askPlace, failureOf, problemsOf, type LookupOptions, type Question } from "./ask";
import type { PlaceAnswers } from "./cache";
import type { LivePermission } from "./calls";
import { imagesOf, instanceTypesOf, keyPairsOf, serialConsoleOf } from "./ec2";
import { toldRegion } from "./told";

export interface AccountOptions extends LookupOptions {
  /**
   * How many calls of a kind may be made in this way; no limit unless told. For launches that are looked at one by one,
   * before the whole stack is known: what they name is better asked for all at once.
   */
  readonly earlyCalls?: number;
}

/**
 * Asks AWS what `request` names and was not asked before in this process, in one go and within the time limit. Never
 * rejects: what could not be asked is unknown, and `problems` says why. A question that failed is not put again: a
 * preview asks many times, and would wait as often.
 */
export async function fetchAccount(
  request: AccountRequest,
  options: AccountOptions = {},
): Promise<AccountLookups> {
  const answers = await askPlace(request.region, request.region, options, (put, so) =>
    put(questions(request, so).filter(({ permission }) => isAllowed(so, permission, options.earlyCalls))),
  );
  return lookups(request.region, answers);
}

function isAllowed(answers: PlaceAnswers, permission: LivePermission, most: number | undefined): boolean {
  if (most === undefined) return true;
  const calls = answers.early.get(permission) ?? 0;
  answers.early.set(permission, calls + 1);
  return calls < most;
}

function questions(request: AccountRequest, answers: PlaceAnswers): readonly Question[] {
  // A launch template may name a parameter (`resolve:ssm:…`) instead of an id: nothing that EC2 would find.
  const ids = request.imageIds.filter((id) => id.startsWith("ami-"));
  const images = unasked(ids, answers.images);
  const keyPairs = unasked(request.keyNames, answers.keyPairs);
  const instanceTypes = unasked(request.instanceTypes, answers.instanceTypes);
  const all: readonly (Question & { readonly needed: boolean })[] = [
    {
      permission: "ec2:DescribeImages",
      needed: images.length > 0,
      ask: async (clients, signal) => {
        keep(answers.images, images, await imagesOf(clients, images, signal), imagePath);
      },
    },
    {
      permission: "ec2:DescribeKeyPairs",
      needed: keyPairs.length > 0,
      ask: async (clients, signal) => {
        keep(answers.keyPairs, keyPairs, await keyPairsOf(clients, keyPairs, signal), keyPairPath);
      },
    },
    {
      permission: "ec2:DescribeInstanceTypes",
      needed: instanceTypes.length > 0,
      ask: async (clients, signal) => {
        const found = await instanceTypesOf(clients, instanceTypes, signal);
        keep(answers.instanceTypes, instanceTypes, found, typePath);
      },
    },
    {
      permission: "ec2:GetSerialConsoleAccessStatus",
      needed: request.serialConsole && answers.serialConsole === undefined,
      ask: async (clients, signal) => {
        answers.serialConsole = known(await serialConsoleOf(clients, signal), CONSOLE_PATH);
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

const imagePath = (id: string) => `image ${id}`;
const keyPairPath = (name: string) => `key pair ${name}`;
const typePath = (name: string) => `instance type ${name}`;
const CONSOLE_PATH = "serial console access";

function lookups(region: string, answers: PlaceAnswers): AccountLookups {
  const why = (permission: LivePermission) =>
    failureOf(answers, permission)?.why ?? `${toldRegion(region)} was not asked`;
  return {
    image: (id) => answers.images.get(id) ?? unknown(imagePath(id), why("ec2:DescribeImages")),
    keyPair: (name) => answers.keyPairs.get(name) ?? unknown(keyPairPath(name), why("ec2:DescribeKeyPairs")),
    instanceType: (name) =>
      answers.instanceTypes.get(name) ?? unknown(typePath(name), why("ec2:DescribeInstanceTypes")),
    serialConsole: () =>
      answers.serialConsole ?? unknown(CONSOLE_PATH, why("ec2:GetSerialConsoleAccessStatus")),
    problems: problemsOf(answers),
  };
}
