import type * as Ec2Sdk from "@aws-sdk/client-ec2";
import type * as IamSdk from "@aws-sdk/client-iam";
import type * as SsmSdk from "@aws-sdk/client-ssm";
import { AS_THEY_ARRIVE, boundedAnswers } from "./answers";
import type { Taken } from "./intake";

export interface ClientOptions {
  readonly region: string;
  /** A profile of the shared AWS configuration; without it the SDK's default chain applies. */
  readonly profile?: string;
  /** Attempts that the SDK makes for one call. */
  readonly maxAttempts: number;
  /** Limit for one attempt, in milliseconds. */
  readonly attemptMs: number;
  /** Where all that is taken in is counted. */
  readonly taken: Taken;
}

export interface Opened<Sdk, Client> {
  readonly sdk: Sdk;
  readonly client: Client;
}

/** Clients for one region, each made when it is first asked for. */
export interface Clients {
  readonly ec2: () => Promise<Opened<typeof Ec2Sdk, Ec2Sdk.EC2Client>>;
  readonly iam: () => Promise<Opened<typeof IamSdk, IamSdk.IAMClient>>;
  readonly ssm: () => Promise<Opened<typeof SsmSdk, SsmSdk.SSMClient>>;
  /** What was taken in so far. */
  readonly taken: Taken;
  /** Closes the connections; nothing may be asked afterwards. */
  close(): void;
}

/**
 * The SDK is loaded with the first question and not before: it takes longer to load than the rest of the pack, and nobody
 * needs it who has switched live look-ups off.
 *
 * Endpoint, credentials and proxies are the SDK's own business (`AWS_ENDPOINT_URL_EC2`, `AWS_PROFILE`, …).
 */
export function openClients(options: ClientOptions): Clients {
  const configuration = {
    region: options.region,
    ...(options.profile === undefined ? {} : { profile: options.profile }),
    maxAttempts: options.maxAttempts,
    requestHandler: {
      connectionTimeout: options.attemptMs,
      requestTimeout: options.attemptMs,
      throwOnRequestTimeout: true,
    },
  };
  const { taken } = options;
  const made: { destroy(): void }[] = [];
  let closed = false;
  const opener = <Sdk, Client extends { destroy(): void }>(
    load: () => Promise<Sdk>,
    create: (sdk: Sdk) => Client,
  ): (() => Promise<Opened<Sdk, Client>>) => {
    let opened: Promise<Opened<Sdk, Client>> | undefined;
    return () =>
      (opened ??= load().then((sdk) => {
        const client = create(sdk);
        // The time may have run out while the SDK was loaded.
        if (closed) client.destroy();
        made.push(client);
        return { sdk, client };
      }));
  };
  return {
    ec2: opener(
      () => import("@aws-sdk/client-ec2"),
      (sdk) => {
        const client = new sdk.EC2Client(configuration);
        client.middlewareStack.addRelativeTo(boundedAnswers(taken), AS_THEY_ARRIVE);
        return client;
      },
    ),
    iam: opener(
      () => import("@aws-sdk/client-iam"),
      (sdk) => {
        const client = new sdk.IAMClient(configuration);
        client.middlewareStack.addRelativeTo(boundedAnswers(taken), AS_THEY_ARRIVE);
        return client;
      },
    ),
    ssm: opener(
      () => import("@aws-sdk/client-ssm"),
      (sdk) => {
        const client = new sdk.SSMClient(configuration);
        client.middlewareStack.addRelativeTo(boundedAnswers(taken), AS_THEY_ARRIVE);
        return client;
      },
    ),
    taken,
    close() {
      closed = true;
      for (const client of made) client.destroy();
    },
  };
}
