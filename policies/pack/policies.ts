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
import { valueOf } from "../facts/fact";
import type { Finding, LaunchRule, LaunchSubject, Rule, UserDataRule, UserDataSubject } from "../rules/rule";
import { rulePage } from "../rules/pages";
import type { Session } from "./session";

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
  return rule.judges === "user-data"
    ? {
        ...common,
        validateResource: (args, report) => checkResource(rule, session, args, options(args), report),
      }
    : {
        ...common,
        validateResource: firstLook(session, (args) => void options(args)),
        validateStack: (args, report) => checkStack(rule, session, args, options(args), report),
      };
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
      const { problems } = await session.judgeStack(args.resources);
      // Pulumi wants every finding of a stack at some resource.
      const stack = args.resources.find(({ type }) => type === STACK) ?? args.resources[0];
      for (const { message, urn } of problems) report(message, urn ?? stack?.urn);
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

async function checkResource(
  rule: UserDataRule,
  session: Session,
  args: ResourceValidationArgs,
  options: unknown,
  report: ReportViolation,
): Promise<void> {
  let subject: UserDataSubject | undefined;
  try {
    subject = await session.analyse(args);
  } catch (error) {
    report(describeFailure(rule.id, error));
  }
  if (subject === undefined) return;
  for (const finding of runRule(rule, subject, options)) report(render(finding, rule));
}

async function checkStack(
  rule: LaunchRule,
  session: Session,
  args: StackValidationArgs,
  options: unknown,
  report: ReportViolation,
): Promise<void> {
  const { subjects } = await session.judgeStack(args.resources);
  const told = new Set<string>();
  for (const subject of subjects) {
    for (const finding of runRule(rule, subject, options)) {
      const urn = finding.resource?.urn ?? subject.launch.resource.urn;
      const key = rule.once === "region" ? regionOf(subject) : `${urn} ${finding.message}`;
      if (told.has(key)) continue;
      told.add(key);
      report(render(finding, rule), urn);
    }
  }
}

const regionOf = ({ launch }: LaunchSubject): string => valueOf(launch.region) ?? "";

/** The way out always last. */
const render = ({ message }: Finding, { remedy, informs }: Rule): string =>
  informs === true ? message : `${message}\n${remedy}`;

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
