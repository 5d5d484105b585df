import type {
  ResourceValidation,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  StackValidationPolicy,
} from "@pulumi/policy";
import { z } from "zod";
import { parseOptions, settingsSchema } from "../judging/settings";
import { rulePage } from "../rules/pages";
import type { LaunchRule, Rule } from "../rules/rule";
import { toConfigSchema } from "./config-schema";
import { caught, caughtStack } from "./guard";
import type { Previews } from "./previews";
import { isRoot, STACK } from "./root";
import { checkSettings, checkStack } from "./stack-checks";
import { checkWritten, remediate } from "./written-checks";

export type PackPolicy = ResourceValidationPolicy | StackValidationPolicy;

const NO_OPTIONS = z.strictObject({});

/** Makes the policy of a rule. Its metadata comes from the rule alone. */
export function policyOf(rule: Rule, previews: Previews): PackPolicy {
  const schema = rule.options ?? NO_OPTIONS;
  const common = {
    name: rule.id,
    description: rule.title,
    displayName: rule.id,
    enforcementLevel: rule.enforcement,
    severity: rule.severity,
    url: rulePage(rule.id),
    remediationSteps: rule.remedy,
    tags: ["ec2", "lock-out", ...rule.closes],
    ...(rule.framework && { framework: { ...rule.framework } }),
    ...(rule.options && { configSchema: toConfigSchema(rule.options) }),
  };
  const options = (args: WithConfig): unknown => parseOptions(rule.id, schema, args.getConfig());
  if (rule.judges === "launch")
    return {
      ...common,
      validateResource: firstLook(rule, previews, options),
      validateStack: caughtStack(common, previews, (args, session, say) =>
        checkStack(rule, session, options(args), args, say),
      ),
    };
  return {
    ...common,
    validateResource: caught(common, previews, (args, session, say) => {
      session.activate(rule, options(args));
      return checkWritten(rule, session, args, say);
    }),
    ...(rule.judges === "user-data" &&
      rule.mend && {
        remediateResource: (args) => remediate(rule, previews.at(args), args, options(args)),
      }),
  };
}

const SETTINGS = {
  name: "settings",
  description: "What all rules of the pack share: images, account settings, live look-ups",
} as const;

/**
 * The policy that carries what all rules share, remembers what was written, and tells what could not be asked and what was
 * accepted.
 */
export function settingsPolicy(previews: Previews): PackPolicy {
  return {
    ...SETTINGS,
    displayName: SETTINGS.name,
    enforcementLevel: "advisory",
    severity: "low",
    url: rulePage(SETTINGS.name),
    tags: ["ec2", "lock-out"],
    configSchema: toConfigSchema(settingsSchema),
    validateResource: caught(SETTINGS, previews, (args, session) => {
      if (isRoot(args) || (args.type === STACK && !session.isConfigured()))
        session.configure(parseOptions(SETTINGS.name, settingsSchema, args.getConfig()));
      session.remember(args);
    }),
    validateStack: caughtStack(SETTINGS, previews, (args, session, say) =>
      checkSettings(SETTINGS.name, session, args, say),
    ),
  };
}

type WithConfig = Pick<ResourceValidationArgs, "getConfig">;

/**
 * What a rule about the whole stack does before the stack is known. At the stack's own resource, which comes first, it
 * reads its options: the engine checks their types, and lets unknown ones pass. @pulumi/policy then passes over all other
 * resources unread, by the mark; but where `settings` is switched off somebody has to remember what was written, and the
 * first rule to notice takes off its mark.
 */
function firstLook(
  rule: LaunchRule,
  previews: Previews,
  options: (args: WithConfig) => unknown,
): ResourceValidation {
  const look: ResourceValidation & { __pulumiType: string } = Object.assign(
    caught({ name: rule.id, description: rule.title }, previews, (args, session) => {
      if (args.type === STACK && !session.isActive(rule.id)) {
        session.activate(rule, options(args));
        look.__pulumiType = session.needsMemory() ? "" : STACK;
      }
      if (look.__pulumiType === "") session.remember(args);
    }),
    { __pulumiType: STACK },
  );
  return look;
}
