import type { Fact } from "../../facts/fact";
import { valueAt } from "../read";
import type { PropertyValue, StackResource } from "../resource";
import { readDocument, type Principals } from "./document";
import { ALL, decide, effectsBy, narrowest, NONE, selects, some, type Answer, type Reach } from "./evaluate";

/** Services that take on a role of an instance, or of default host management. */
export type Service = "ec2" | "ssm";

/** Whether a service may take on a role, by the role's trust policy. The region tells what the service is called there. */
export function mayTakeOn(role: StackResource, service: Service, region: Fact<string>): Answer {
  const document = valueAt(role.inputs, "assumeRolePolicy");
  if (document.state === "unknown")
    return {
      verdict: "unknown",
      doubt: "known-at-apply",
      why: `the trust policy of the role ${role.name} is only known at apply`,
    };
  // A role has to have one; where it was left out, the provider refuses it.
  if (document.state === "absent")
    return { verdict: "unknown", doubt: "malformed", why: `the role ${role.name} has no trust policy` };
  const answer = trusts(document.value, service, region);
  return answer.verdict === "unknown"
    ? { ...answer, why: `whether the role ${role.name} trusts ${service}.amazonaws.com: ${answer.why}` }
    : answer;
}

/** Whether a trust policy lets a service call `sts:AssumeRole` ("AWS JSON policy elements: Principal", IAM user guide). */
export function trusts(document: PropertyValue, service: Service, region: Fact<string>): Answer {
  return decide(
    effectsBy(readDocument(document), (statement) =>
      statement.principal === undefined
        ? some("malformed")
        : narrowest([
            selects(statement.action, "sts:assumerole", "known-at-apply"),
            names(statement.principal, service, region),
            statement.conditional ? some("condition") : ALL,
          ]),
    ),
  );
}

function names({ services, others }: Principals, service: Service, region: Fact<string>): Reach {
  const exact = nameOf(service, region);
  if (services.includes(exact)) return ALL;
  if (others !== undefined) return some(others);
  // China takes both names for most services, and some services have a name for each region.
  const inChina = region.state !== "known" || region.value.startsWith("cn-");
  return services.some((each) => NEAR[service].test(each) && (inChina || !each.endsWith(".cn")))
    ? some("wide-principal", "it names the service in a way that may not be the region's")
    : NONE;
}

const NEAR: Readonly<Record<Service, RegExp>> = {
  ec2: /^ec2\.(?:[\w-]+\.)?amazonaws\.com(?:\.cn)?$/,
  ssm: /^ssm\.(?:[\w-]+\.)?amazonaws\.com(?:\.cn)?$/,
};

const nameOf = (service: Service, region: Fact<string>): string =>
  region.state === "known" && region.value.startsWith("cn-") && service === "ec2"
    ? "ec2.amazonaws.com.cn"
    : `${service}.amazonaws.com`;
