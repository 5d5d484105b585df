/** What IAM tells about the roles that instances run as. Names are unique within an account, whatever their path. */

export interface ProfileFacts {
  readonly name: string;
  /** Begins and ends with a slash. */
  readonly path: string;
  readonly arn: string;
}

export interface RoleFacts {
  readonly name: string;
  readonly path: string;
  readonly arn: string;
  /** The trust policy, JSON. */
  readonly trustPolicy: string;
  /** ARN of the permissions boundary. */
  readonly boundary?: string;
  readonly inline: readonly { readonly name: string; readonly document: string }[];
  /** ARNs of the managed policies. */
  readonly attached: readonly string[];
  /** The instance profiles that hold the role. */
  readonly profiles: readonly ProfileFacts[];
}

/** A customer managed policy. */
export interface PolicyFacts {
  readonly name: string;
  readonly arn: string;
  /** The default version's document, JSON. */
  readonly document: string;
}

/** What a stack names of one account's IAM. */
export interface RolesRequest {
  /** Any AWS region of the partition. */
  readonly region: string;
  /** Names of instance profiles. */
  readonly profiles: readonly string[];
  /** Names of roles. */
  readonly roles: readonly string[];
  /** ARNs of customer managed policies. */
  readonly policies: readonly string[];
}

/** What IAM has of it. What is missing does not exist or was not answered; `problems` tells of the latter. */
export interface RolesFacts {
  readonly roles: readonly RoleFacts[];
  readonly policies: readonly PolicyFacts[];
  readonly problems: readonly string[];
}
