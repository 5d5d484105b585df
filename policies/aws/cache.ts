import type { Fact } from "../facts/fact";
import type { ImageFacts, InstanceTypeFacts } from "./account";
import type { LivePermission } from "./calls";
import type { LookupFailure } from "./failure";
import { nothingTaken, type Taken } from "./intake";
import type {
  EndpointFacts,
  InstanceConnectEndpointFacts,
  InternetGatewayFacts,
  NatGatewayFacts,
  RouteTableFacts,
  SecurityGroupFacts,
  SubnetFacts,
} from "./network";
import type { PolicyFacts, RoleFacts } from "./roles";

/** What was asked for of one kind, and what AWS has of it. */
export interface Shelf<T> {
  readonly asked: Set<string>;
  readonly found: Map<string, T>;
}

/** What one region of one account answered (IAM: one partition). Failures are kept too, so that nothing is waited for twice. */
export interface PlaceAnswers {
  readonly images: Map<string, Fact<ImageFacts>>;
  readonly keyPairs: Map<string, Fact<true>>;
  readonly instanceTypes: Map<string, Fact<InstanceTypeFacts>>;
  serialConsole: Fact<boolean> | undefined;
  /** How often each was asked before the whole stack was known. */
  readonly early: Map<LivePermission, number>;
  readonly groups: Shelf<SecurityGroupFacts>;
  readonly defaultGroups: Shelf<SecurityGroupFacts>;
  readonly subnets: Shelf<SubnetFacts>;
  readonly defaultSubnets: Shelf<SubnetFacts>;
  readonly routeTables: Shelf<RouteTableFacts>;
  readonly internetGateways: Shelf<InternetGatewayFacts>;
  readonly natGateways: Shelf<NatGatewayFacts>;
  readonly endpoints: Shelf<EndpointFacts>;
  readonly instanceConnectEndpoints: Shelf<InstanceConnectEndpointFacts>;
  readonly roles: Shelf<RoleFacts>;
  readonly policies: Shelf<PolicyFacts>;
  /** The setting's value: a role's name, or `$None`. */
  hostManagement: Fact<string> | undefined;
  readonly failures: Map<LivePermission, LookupFailure>;
  /** Settles when the questions put so far are answered: the next ones wait for it, and find them in the maps. */
  done: Promise<void>;
}

/** Answers kept so that nothing is asked twice, with the time that they took. */
export interface LookupCache {
  readonly places: Map<string, PlaceAnswers>;
  /** Time during which anybody waited for AWS, in milliseconds; `waiting` do so since `since`. */
  spentMs: number;
  waiting: number;
  since: number;
  /** What was taken in of AWS's answers. */
  readonly taken: Taken;
}

export const newCache = (): LookupCache => ({
  places: new Map(),
  spentMs: 0,
  waiting: 0,
  since: 0,
  taken: nothingTaken(),
});

/** What was learnt in this process. */
export const processCache: LookupCache = newCache();

/** The answers of a place, made where it was never asked. */
export function answersOf(cache: LookupCache, key: string): PlaceAnswers {
  const answers = cache.places.get(key) ?? noAnswers();
  cache.places.set(key, answers);
  return answers;
}

const shelf = <T>(): Shelf<T> => ({ asked: new Set(), found: new Map() });

function noAnswers(): PlaceAnswers {
  return {
    images: new Map(),
    keyPairs: new Map(),
    instanceTypes: new Map(),
    serialConsole: undefined,
    early: new Map(),
    groups: shelf(),
    defaultGroups: shelf(),
    subnets: shelf(),
    defaultSubnets: shelf(),
    routeTables: shelf(),
    internetGateways: shelf(),
    natGateways: shelf(),
    endpoints: shelf(),
    instanceConnectEndpoints: shelf(),
    roles: shelf(),
    policies: shelf(),
    hostManagement: undefined,
    failures: new Map(),
    done: Promise.resolve(),
  };
}
