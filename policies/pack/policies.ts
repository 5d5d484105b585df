import type {
  PolicyConfigSchema,
  ReportViolation,
  ResourceValidationArgs,
  ResourceValidationPolicy,
  StackValidationArgs,
  StackValidationPolicy,
} from "@pulumi/policy";
import { z } from "zod";
import { describeFailure, runRule } from "../judging/run-rule";
import { parseOptions, settingsSchema } from "../judging/settings";
import type { LaunchRule, ResourceRule, Rule, UserDataRule } from "../rules/rule";
import { rulePage } from "../rules/pages";
import { refOf } from "../launch/stack";
import type { Session } from "./session";
import { findingsOf, tell } from "./telling";

export type PackPolicy = ResourceValidationPolicy | StackValidationPolicy;

const NO_OPTIONS = z.strictObject({});

/** Makes the policy of a rule. Its metadata comes from the rule alone. */
export function policyOf(rule: Rule, session: Session): PackPolicy {
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
  switch (rule.judges) {
    case "user-data":
      return {
        ...common,
        validateResource: (args, report) => checkUserData(rule, session, args, options(args), report),
        ...(rule.mend && { remediateResource: (args) => remediate(rule, session, args, options(args)) }),
      };
    case "resource":
      return {
        ...common,
        validateResource: (args, report) => checkResource(rule, session, args, options(args), report),
      };
    case "launch":
      return {
        ...common,
        validateResource: firstLook(session, (args) => void session.active.set(rule, options(args))),
        validateStack: (args, report) => checkStack(rule, session, args, options(args), report),
      };
  }
}

/** The policy that carries what all rules share, remembers what was written, and tells what could not be asked. */
export function settingsPolicy(session: Session): PackPolicy {
  return {
    name: "settings",
    description: "What all rules of the pack share: images, account settings, live look-ups",
    displayName: "settings",
    enforcementLevel: "advisory",
    severity: "low",
    url: rulePage("settings"),
    tags: ["ec2", "lock-out"],
    configSchema: toConfigSchema(settingsSchema),
    validateResource: (args: ResourceValidationArgs) => {
      if (args.type === STACK) session.configure(parseOptions("settings", settingsSchema, args.getConfig()));
      session.remember(args);
    },
    validateStack: async (args: StackValidationArgs, report: ReportViolation) => {
      const { problems, subjects } = await session.judgeStack(args.resources);
      if (session.exempts()) {
        // Their own turn comes later: which exemptions are of use shows only once each was heard.
        for (const [rule, options] of session.active)
          for (const { resource } of findingsOf(rule, subjects, options, session))
            session.exempted(rule.id, resource);
      }
      // Pulumi wants every finding of a stack at some resource.
      const stack = args.resources.find(({ type }) => type === STACK) ?? args.resources[0];
      for (const { message, urn } of [...problems, ...session.exemptionProblems()])
        report(message, urn ?? stack?.urn);
    },
  };
}

type WithConfig = Pick<ResourceValidationArgs, "getConfig">;

const STACK = "pulumi:pulumi:Stack";

/**
 * What a rule about the whole stack does before the stack is known. At the stack's own resource, which comes first, it
 * reads its options: the engine checks their types, and lets unknown ones pass. @pulumi/policy then passes over all other
 * resources unread, by the mark; but where `settings` is switched off somebody has to remember what was written, and the
 * first rule to notice takes off its mark.
 */
function firstLook(
  session: Session,
  readOptions: (args: ResourceValidationArgs) => void,
): (args: ResourceValidationArgs) => void {
  const look = Object.assign(
    (args: ResourceValidationArgs) => {
      if (args.type === STACK) {
        readOptions(args);
        if (session.needsMemory()) look.__pulumiType = "";
      }
      if (look.__pulumiType === "") session.remember(args);
    },
    { __pulumiType: STACK },
  );
  return look;
}

async function checkUserData(
  rule: UserDataRule,
  session: Session,
  args: ResourceValidationArgs,
  options: unknown,
  report: ReportViolation,
): Promise<void> {
  const subjects = (await readable(rule, report, () => session.analyse(args))) ?? [];
  const told = new Set<string>();
  for (const subject of subjects) {
    const { resource } = subject.launch;
    for (const finding of runRule(rule, subject, options)) {
      // The launches of a fleet are often alike.
      if (!told.has(finding.message)) tell(rule, { finding, resource }, session, report);
      told.add(finding.message);
    }
  }
}

/** Writes mended user data where it stood; a secret stays one, since @pulumi/policy keeps what is written over a secret. */
function remediate(
  rule: UserDataRule,
  session: Session,
  args: ResourceValidationArgs,
  options: unknown,
): Record<string, unknown> | undefined {
  const mended = session.mend(rule, options, args);
  // Deeper properties are those of a type that holds several launches.
  /* eslint-disable input/no-foreign-look-up -- a property of the type's own, by the name that our table has for it */
  if (mended === undefined || typeof args.props[mended.property] !== "string") return undefined;
  args.props[mended.property] = mended.text;
  /* eslint-enable input/no-foreign-look-up */
  return args.props;
}

async function checkResource(
  rule: ResourceRule,
  session: Session,
  args: ResourceValidationArgs,
  options: unknown,
  report: ReportViolation,
): Promise<void> {
  const resource = await readable(rule, report, () => session.seen(args));
  if (resource === undefined || !rule.types.includes(resource.type)) return;
  for (const finding of runRule(rule, { judges: "resource", resource }, options))
    tell(rule, { finding, resource: refOf(resource) }, session, report);
}

/** What is read of a resource; where it cannot be read, that is reported and there is nothing. */
async function readable<T>(
  rule: Rule,
  report: ReportViolation,
  read: () => T | Promise<T>,
): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    report(describeFailure(rule.id, error));
    return undefined;
  }
}

async function checkStack(
  rule: LaunchRule,
  session: Session,
  args: StackValidationArgs,
  options: unknown,
  report: ReportViolation,
): Promise<void> {
  const { subjects } = await session.judgeStack(args.resources);
  for (const placed of findingsOf(rule, subjects, options, session)) tell(rule, placed, session, report);
}

// Pulumi takes the properties of an object schema, and says itself which value has a wrong type. Keys that are no option
// are left to us at every level, and so are those that are missing: Pulumi would not say which one was meant.
function toConfigSchema(schema: z.ZodObject): PolicyConfigSchema {
  const { properties = {} } = z.toJSONSchema(schema, {
    target: "draft-7",
    io: "input",
    override: ({ jsonSchema }) => {
      if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
      delete jsonSchema.required;
    },
  });
  return { properties: properties as PolicyConfigSchema["properties"] };
}
