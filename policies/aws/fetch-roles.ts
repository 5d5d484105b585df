import type { ManagedPolicyDetail, RoleDetail } from "@aws-sdk/client-iam";
import { askPlace, problemsOf, type LookupOptions } from "./ask";
import type { Shelf } from "./cache";
import type { Clients } from "./clients";
import { listOf, listsOf } from "./intake";
import type { PolicyFacts, RoleFacts, RolesFacts, RolesRequest } from "./roles";

const DETAILS = "iam:GetAccountAuthorizationDetails";

/** The most that IAM puts in one page (`MaxItems`, GetAccountAuthorizationDetails API reference). */
const PAGE = 1000;

/**
 * Asks IAM about the instance profiles, roles and policies that `request` names. IAM answers for one profile, role or
 * policy at a time, a call for each and five kinds of them; or for all roles of the account in pages of a thousand, with
 * their profiles and policies, which is an account's usual limit. So this reads pages, until what is named was found.
 * A profile that holds no role is in no role's answer: that it is not found says nothing. Never rejects.
 */
export async function fetchRoles(request: RolesRequest, options: LookupOptions = {}): Promise<RolesFacts> {
  const { region } = request;
  let roles: readonly RoleFacts[] = [];
  let arns: readonly string[] = [];
  const answers = await askPlace(`iam ${partitionOf(region)}`, region, options, async (put, so) => {
    const wanted = unasked(so.roles, [...request.profiles.map(profileKey), ...request.roles.map(roleKey)]);
    if (wanted.length > 0) {
      await put([
        {
          permission: DETAILS,
          ask: (clients, signal) => readAll(so.roles, wanted, clients, readRoles, signal),
        },
      ]);
    }
    roles = found(so.roles, request);
    arns = [...new Set([...request.policies, ...roles.flatMap(policiesOf)])].filter(isCustomers);
    const open = unasked(so.policies, arns);
    if (open.length > 0) {
      await put([
        {
          permission: DETAILS,
          ask: (clients, signal) => readAll(so.policies, open, clients, readPolicies, signal),
        },
      ]);
    }
  });
  return {
    roles,
    policies: arns.flatMap((arn) => answers.policies.found.get(arn) ?? []),
    problems: problemsOf(answers),
  };
}

// A shelf of roles holds each role by its own name and by those of its profiles.
const profileKey = (name: string): string => `profile ${name}`;
const roleKey = (name: string): string => `role ${name}`;

const unasked = ({ asked }: Shelf<unknown>, keys: readonly string[]): readonly string[] =>
  [...new Set(keys)].filter((key) => !asked.has(key));

function found(shelf: Shelf<RoleFacts>, { profiles, roles }: RolesRequest): readonly RoleFacts[] {
  const keys = [...profiles.map(profileKey), ...roles.map(roleKey)];
  return [...new Set(keys.flatMap((key) => shelf.found.get(key) ?? []))];
}

const policiesOf = ({ attached, boundary }: RoleFacts): readonly string[] => [
  ...attached,
  ...(boundary === undefined ? [] : [boundary]),
];

/** AWS's own policies are told by their name. */
const isCustomers = (arn: string): boolean => !/^arn:[\w-]+:iam::aws:/u.test(arn);

/** Region names start with their partition's mark; IAM has one set of roles for each. */
const partitionOf = (region: string): string => /^(cn|us-gov|us-iso\w*|eu-isoe)-/u.exec(region)?.[1] ?? "aws";

/** Yields each thing that a page tells of, with the keys that it goes by. */
type ReadPages<T> = (
  clients: Clients,
  signal: AbortSignal,
) => AsyncIterable<readonly (readonly [keys: readonly string[], facts: T])[]>;

/** Reads pages until every wanted key was seen, or there are no more; what was seen is kept only then. */
async function readAll<T>(
  shelf: Shelf<T>,
  wanted: readonly string[],
  clients: Clients,
  read: ReadPages<T>,
  signal: AbortSignal,
): Promise<void> {
  const open = new Set(wanted);
  const seen = new Map<string, T>();
  for await (const page of read(clients, signal)) {
    for (const [keys, facts] of page) {
      for (const key of keys) {
        seen.set(key, facts);
        open.delete(key);
      }
    }
    if (open.size === 0) break;
  }
  for (const key of wanted) shelf.asked.add(key);
  for (const [key, facts] of seen) {
    shelf.asked.add(key);
    shelf.found.set(key, facts);
  }
}

const readRoles: ReadPages<RoleFacts> = async function* ({ iam, taken }, abortSignal) {
  const { sdk, client } = await iam();
  const pages = sdk.paginateGetAccountAuthorizationDetails(
    { client, pageSize: PAGE },
    { Filter: ["Role"] },
    { abortSignal },
  );
  for await (const roles of listsOf(pages, (page) => page.RoleDetailList, taken)) {
    yield roles
      .flatMap((role) => roleFacts(role) ?? [])
      .map(
        (role) => [[roleKey(role.name), ...role.profiles.map(({ name }) => profileKey(name))], role] as const,
      );
  }
};

const readPolicies: ReadPages<PolicyFacts> = async function* ({ iam, taken }, abortSignal) {
  const { sdk, client } = await iam();
  const pages = sdk.paginateGetAccountAuthorizationDetails(
    { client, pageSize: PAGE },
    { Filter: ["LocalManagedPolicy"] },
    { abortSignal },
  );
  for await (const policies of listsOf(pages, (page) => page.Policies, taken)) {
    yield policies
      .flatMap((policy) => policyFacts(policy) ?? [])
      .map((policy) => [[policy.arn], policy] as const);
  }
};

function roleFacts(role: RoleDetail): RoleFacts | undefined {
  const { RoleName: name, Arn: arn, PermissionsBoundary } = role;
  if (name === undefined || arn === undefined) return undefined;
  const boundary = PermissionsBoundary?.PermissionsBoundaryArn;
  return {
    name,
    path: role.Path ?? "/",
    arn,
    trustPolicy: decode(role.AssumeRolePolicyDocument),
    ...(boundary === undefined ? {} : { boundary }),
    inline: listOf(role.RolePolicyList).map(({ PolicyName = "", PolicyDocument }) => ({
      name: PolicyName,
      document: decode(PolicyDocument),
    })),
    attached: listOf(role.AttachedManagedPolicies).flatMap(({ PolicyArn }) => PolicyArn ?? []),
    profiles: listOf(role.InstanceProfileList).flatMap(({ InstanceProfileName, Path = "/", Arn = "" }) =>
      InstanceProfileName === undefined ? [] : [{ name: InstanceProfileName, path: Path, arn: Arn }],
    ),
  };
}

function policyFacts(policy: ManagedPolicyDetail): PolicyFacts | undefined {
  const standing = listOf(policy.PolicyVersionList).find(({ IsDefaultVersion }) => IsDefaultVersion === true);
  if (policy.Arn === undefined || standing?.Document === undefined) return undefined;
  const name = policy.Arn.split("/").at(-1) ?? "";
  return { name, arn: policy.Arn, document: decode(standing.Document) };
}

/** Documents come URL-encoded ("compliant with RFC 3986", GetAccountAuthorizationDetails API reference). */
function decode(document = ""): string {
  try {
    return decodeURIComponent(document);
  } catch {
    return document;
  }
}
