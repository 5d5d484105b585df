import { known, unknown, type Fact } from "../../facts/fact";
import type { InstanceRole } from "../launch";
import type { Source } from "../part";
import { textAt } from "../read";
import type { StackResource } from "../resource";
import { dependenciesOf, resourcesOf } from "../stack";
import { agreedRole } from "./agreed-role";
import { profiles, referIam, roles } from "./named";
import { sessionRights } from "./session-rights";

/**
 * The role behind the instance profile that a property names, by name or ARN.
 * Absent: no profile. Unknown: whether there is a profile is only known at apply.
 */
export function roleAt(source: Source, profile: Fact<string>): Fact<InstanceRole> {
  const { resource, stack } = source;
  if (profile.state === "absent") return profile;
  const { path } = profile;
  const reference = referIam(stack, resource, profile, profiles);
  switch (reference.kind) {
    case "found":
      return known(roleOf({ resource: reference.resource, stack }), path);
    case "several":
      return known(
        agreedRole(
          reference.resources.map((each) => roleOf({ resource: each, stack })),
          `${path} names one of several instance profiles`,
        ),
        path,
      );
    case "outside": {
      const role = roleCalled(source, reference.name);
      return known(
        role === undefined
          ? cannotTell(path, `the instance profile that ${path} names is not in the stack`)
          : { sessionManager: known(false, path), lack: lackOf("profile-is-role", role.name) },
        path,
      );
    }
    case "unknown":
      return unknown(path, reference.why);
  }
}

const cannotTell = (path: string, why: string): InstanceRole => ({ sessionManager: unknown(path, why) });
const lackOf = (cause: "profile-is-role" | "no-role", holder: string) =>
  ({ cause, holder, registers: "maybe" }) as const;

/**
 * The role that is named where a profile is due: EC2 finds no profile of that name ("Using instance profiles", IAM user
 * guide). A role that is there already may have a profile of its name, which the console makes along with it.
 */
function roleCalled({ resource, stack }: Source, name: string): StackResource | undefined {
  const [role, ...rest] = resourcesOf(stack, ...roles.types).filter(
    ({ inputs, urn, outputs }) => inputs?.name === name || urn === name || outputs?.name === name,
  );
  if (role === undefined || rest.length > 0 || typeof role.outputs?.id === "string") return undefined;
  // A profile outside that is looked up by the role's name, say, is known by now: only what else apply makes is not.
  const others = dependenciesOf(resource, "iamInstanceProfile").filter((urn) => urn !== role.urn);
  return others.length === 0 ? role : undefined;
}

function roleOf({ resource, stack }: Source): InstanceRole {
  const name = textAt(resource.inputs, "role");
  if (name.state === "absent")
    return { sessionManager: known(false, "role"), lack: lackOf("no-role", resource.name) };
  const reference = referIam(stack, resource, name, roles);
  switch (reference.kind) {
    case "found":
      return sessionRights({ resource: reference.resource, stack }, "ec2");
    case "several":
      return agreedRole(
        reference.resources.map((each) => sessionRights({ resource: each, stack }, "ec2")),
        `${resource.name} names one of several roles`,
      );
    case "outside":
      return cannotTell("role", `the role of ${resource.name} is not in the stack`);
    case "unknown":
      return cannotTell("role", `the role of ${resource.name} cannot be told`);
  }
}
