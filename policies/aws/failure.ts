import { ownValue } from "../facts/own";
import type { LivePermission } from "./calls";
import { toldCode, toldRegion } from "./told";

/** Why a look-up was not answered. */
export type FailureCause =
  | "denied"
  | "credentials-missing"
  | "credentials-expired"
  | "credentials-refused"
  | "throttled"
  | "time-out"
  | "too-much"
  | "unreachable"
  | "region"
  | "other";

export interface LookupFailure {
  readonly cause: FailureCause;
  /** A phrase that can follow "unknown:". */
  readonly why: string;
  /** A sentence for people: what failed and what to do about it. */
  readonly problem: string;
}

// Codes: "Error codes for the Amazon EC2 API" and "Common errors" of the EC2 API reference; names that the SDK itself
// gives its errors; codes of Node's sockets and resolver.
const causes: Readonly<Record<string, FailureCause>> = {
  UnauthorizedOperation: "denied",
  AccessDenied: "denied",
  AccessDeniedException: "denied",
  CredentialsProviderError: "credentials-missing",
  MissingAuthenticationToken: "credentials-missing",
  TokenProviderError: "credentials-expired",
  ExpiredToken: "credentials-expired",
  ExpiredTokenException: "credentials-expired",
  RequestExpired: "credentials-expired",
  AuthFailure: "credentials-refused",
  InvalidClientTokenId: "credentials-refused",
  SignatureDoesNotMatch: "credentials-refused",
  UnrecognizedClientException: "credentials-refused",
  Blocked: "credentials-refused",
  PendingVerification: "credentials-refused",
  OptInRequired: "region",
  UnknownEndpoint: "region",
  EndpointError: "region",
  RequestLimitExceeded: "throttled",
  Throttling: "throttled",
  ThrottlingException: "throttled",
  ThrottledException: "throttled",
  TooManyRequestsException: "throttled",
  AbortError: "time-out",
  TimeoutError: "time-out",
  ETIMEDOUT: "time-out",
  // No such host: a region that is not there, as well as a machine without a network.
  ENOTFOUND: "unreachable",
  EAI_AGAIN: "unreachable",
  ECONNREFUSED: "unreachable",
  ECONNRESET: "unreachable",
  EHOSTUNREACH: "unreachable",
  ENETUNREACH: "unreachable",
  EPIPE: "unreachable",
  // Our own: see intake.ts.
  TooMuchError: "too-much",
};

/** Whether a failure of one question makes it pointless to put another one to the same region. */
export function concerns(cause: FailureCause, failed: LivePermission, other: LivePermission): boolean {
  if (cause === "denied" || cause === "throttled" || cause === "too-much" || cause === "other") return false;
  // Every service has an endpoint of its own, and the credentials are the same for all.
  return cause.startsWith("credentials") || serviceOf(failed) === serviceOf(other);
}

const serviceOf = (permission: LivePermission): string => permission.split(":")[0] ?? "";

/**
 * Tells what a thrown SDK error means. Only the error's own code goes into the texts, never its message: that may hold
 * an access key id, an account number or an encoded authorization failure.
 */
export function explainFailure(error: unknown, permission: LivePermission, region: string): LookupFailure {
  const code = codeOf(error);
  const cause = causeOf(error, code);
  return { cause, ...texts(cause, code, permission, toldRegion(region)) };
}

function texts(cause: FailureCause, code: string, permission: LivePermission, region: string) {
  const off = "or switch live look-ups off";
  const service = serviceOf(permission).toUpperCase();
  switch (cause) {
    case "denied":
      return {
        why: `${permission} was denied`,
        problem: `${permission} was denied in ${region}: grant it ${off}.`,
      };
    case "credentials-missing":
      return {
        why: "there are no AWS credentials",
        problem: `No AWS credentials were found to look things up in ${region}: provide some ${off}.`,
      };
    case "credentials-expired":
      return {
        why: "the AWS credentials have expired",
        problem: `The AWS credentials have expired, nothing was looked up in ${region}: log in again ${off}.`,
      };
    case "credentials-refused":
      return {
        why: "AWS refused the credentials",
        problem: `AWS refused the credentials (${code}) in ${region}: check them, and that the region is enabled for the account, ${off}.`,
      };
    case "throttled":
      return {
        why: `${permission} was throttled`,
        problem: `AWS throttled ${permission} in ${region}: try again later ${off}.`,
      };
    case "time-out":
      return {
        why: "AWS did not answer in time",
        problem: `AWS did not answer in time in ${region}: raise the time limit ${off}.`,
      };
    case "too-much":
      return {
        why: "AWS answered more than is taken in",
        problem: `AWS answered more in ${region} than is taken in: what was asked is unknown; state it in the settings ${off}.`,
      };
    case "unreachable":
      return {
        why: "AWS could not be reached",
        problem: `AWS could not be reached (${code}) in ${region}: check the network and the region's name, ${off}.`,
      };
    case "region":
      return {
        why: `${region} is no region that ${service} answers in`,
        problem: `${service} does not answer in ${region} (${code}): check the region's name, and that it is enabled for the account, ${off}.`,
      };
    case "other":
      return {
        why: `${permission} failed (${code})`,
        problem: `${permission} failed in ${region} (${code}): nothing was learnt from it.`,
      };
  }
}

/** The error's code (socket errors) or else name (service and SDK errors); looks into wrapped ones. */
function codeOf(error: unknown): string {
  for (const candidate of chain(error)) {
    for (const key of ["code", "Code", "name"] as const) {
      const value = (candidate as Partial<Record<typeof key, unknown>>)[key];
      if (typeof value === "string" && Object.hasOwn(causes, value)) return value;
    }
  }
  const name = error instanceof Error ? error.name : "";
  return toldCode(name);
}

/** The error, those it was caused by, and those it sums up (both stacks of a host name refused, for one). */
function chain(error: unknown, depth = 0): readonly object[] {
  if (typeof error !== "object" || error === null || depth > 4) return [];
  const { cause, errors } = error as { cause?: unknown; errors?: unknown };
  const inner = [cause, ...(Array.isArray(errors) ? (errors as unknown[]) : [])];
  return [error, ...inner.flatMap((each) => chain(each, depth + 1))];
}

/** The cause by code; by the message only where the SDK uses one name for different things. */
function causeOf(error: unknown, code: string): FailureCause {
  const message = error instanceof Error ? error.message : "";
  if (code === "CredentialsProviderError" && /expired/i.test(message)) return "credentials-expired";
  const cause = ownValue(causes, code);
  if (cause !== undefined) return cause;
  return /region is missing|region not accepted|hostname component/i.test(message) ? "region" : "other";
}
