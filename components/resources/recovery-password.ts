import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { recoveryName } from "../cloud-init/accounts";
import { hashPassword, passwordProblem } from "../cloud-init/password";
import type { InputProblem } from "../cloud-init/problem";
import type { RecoveryUser } from "./args";

/** Where the recovery user's password comes from, once that is resolved. */
export interface RecoveryPassword {
  /** Secret. Absent: the boot fetches it. */
  readonly hash?: string;
  readonly problems: readonly InputProblem[];
}

const WAYS = ["password", "passwordHash", "passwordParameter", "generatePassword"] as const;
const KEEP =
  "Give it as a secret: config.requireSecret, pulumi.secret, or the output of a resource that marks it so";

/** What can be told of the recovery user before anything is resolved. */
export function recoveryProblems(recovery: RecoveryUser | undefined): readonly InputProblem[] {
  if (recovery === undefined) return [];
  const given = WAYS.filter((way) => recovery[way] !== undefined && recovery[way] !== false);
  if (given.length !== 1) {
    const reason =
      given.length === 0
        ? "has no password, so it opens no console"
        : `has its password in several ways (${given.join(", ")})`;
    return [{ property: "recoveryUser", reason, remedy: `Give one of ${WAYS.join(", ")}` }];
  }
  return (["password", "passwordHash"] as const).flatMap((way) =>
    typeof recovery[way] === "string"
      ? [{ property: `recoveryUser.${way}`, reason: "stands in plain text", remedy: KEEP }]
      : [],
  );
}

/** The password that is made where one is asked for: a resource of its own, so that it stays the same. */
export function generatedPassword(
  name: string,
  recovery: RecoveryUser | undefined,
  options: pulumi.CustomResourceOptions,
): pulumi.Output<string> | undefined {
  if (recovery?.generatePassword !== true) return undefined;
  // Letters and digits: it is typed at a console whose keyboard may be laid out otherwise.
  const made = new random.RandomPassword(`${name}-recovery`, { length: 20, special: false }, options);
  return pulumi.secret(made.result);
}

/**
 * The hash of the recovery user's password, as a secret.
 *
 * @param context what tells this host's salt from others: stack and name
 */
export function recoveryHash(
  recovery: RecoveryUser | undefined,
  generated: pulumi.Output<string> | undefined,
  context: string,
): pulumi.Output<RecoveryPassword> {
  if (recovery === undefined) return pulumi.output({ problems: [] });
  const { passwordHash } = recovery;
  if (passwordHash !== undefined) {
    return whenSecret(passwordHash, "recoveryUser.passwordHash", (hash) => ({ hash, problems: [] }));
  }
  const password = recovery.password ?? generated;
  if (password === undefined) return pulumi.output({ problems: [] });
  return whenSecret(password, "recoveryUser.password", (text) => {
    const reason = passwordProblem(
      text,
      recoveryName({ ...(recovery.name !== undefined && { name: recovery.name }) }),
    );
    return reason === undefined
      ? { hash: hashPassword(text, context), problems: [] }
      : {
          problems: [
            {
              property: "recoveryUser.password",
              reason,
              remedy: "Choose a longer one, as four random words",
            },
          ],
        };
  });
}

function whenSecret(
  value: pulumi.Input<string>,
  property: string,
  read: (text: string) => RecoveryPassword,
): pulumi.Output<RecoveryPassword> {
  const output = pulumi.output(value);
  return pulumi.all([output, pulumi.isSecret(output)]).apply(([text, secret]) =>
    secret
      ? read(text)
      : {
          problems: [
            {
              property,
              reason: "is no secret, so it would stand in the state in plain text",
              remedy: KEEP,
            },
          ],
        },
  );
}
