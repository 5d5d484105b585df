import { closest } from "fastest-levenshtein";
import { z } from "zod";
import { ownValue } from "../facts/own";
import { imageFamilies } from "../boot/image/families";
import { harmless, shown } from "../facts/shown";
import { exemptionSchema } from "./exemption-schema";

const imageSchema = z.strictObject({
  family: z.enum(imageFamilies),
  release: z.string().min(1).optional(),
  loginUser: z.string().min(1).optional(),
  agent: z.boolean().optional(),
  instanceConnect: z.boolean().optional(),
});

/** What all rules share; configured on the policy `settings`, since Pulumi has no configuration for a whole pack. */
export const settingsSchema = z.strictObject({
  live: z
    .boolean()
    .default(false)
    .describe("Ask AWS (read-only) about what launches name and the program does not make."),
  liveTimeoutSeconds: z
    .number()
    .positive()
    .max(300)
    .default(10)
    .describe("Time limit for all look-ups of a preview together, in seconds."),
  images: z
    .record(z.string(), imageSchema)
    .default({})
    .describe("What an image is: an AMI id, or a glob on the image's name, to its family and login user."),
  serialConsole: z.boolean().optional().describe("Whether EC2 serial console access is on in the account."),
  defaultHostManagement: z
    .boolean()
    .optional()
    .describe("Whether Systems Manager's default host management is on in the account."),
  defaultSecurityGroupSsh: z
    .boolean()
    .optional()
    .describe("Whether the VPC's default security group lets port 22 in."),
  exempt: z
    .array(exemptionSchema)
    .default([])
    .describe("Findings that are accepted, each with a reason; `until` is the last day on which it holds."),
  onFailure: z
    .enum(["mandatory", "advisory"])
    .default("mandatory")
    .describe(
      "Whether a launch that could not be judged, for a bug of Latchkey's, is stopped as by a verdict (`mandatory`) or only told (`advisory`).",
    ),
});

export type Settings = z.infer<typeof settingsSchema>;

export const defaultSettings: Settings = settingsSchema.parse({});

/** A policy's options as they were configured cannot be used. Its message is harmless to whoever reads it. */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";

  constructor(message: string) {
    const said = harmless(message);
    super(said);
    // Pulumi prints the stack of what a policy throws; where in this pack it was thrown helps nobody.
    this.stack = `${this.name}: ${said}`;
  }
}

/**
 * Reads the options of one policy.
 *
 * @param policy The policy's name, for the path in the message.
 * @throws ConfigurationError naming the path of each bad key, and the nearest valid name for an unknown one.
 */
export function parseOptions<T>(policy: string, schema: z.ZodType<T>, options: unknown): T {
  const parsed = schema.safeParse(options);
  if (parsed.success) return parsed.data;
  throw new ConfigurationError(
    parsed.error.issues.map((issue) => describeIssue(policy, schema, issue)).join("\n"),
  );
}

function describeIssue(policy: string, schema: z.ZodType, issue: z.core.$ZodIssue): string {
  const path = [policy, ...issue.path.map((step) => shown(String(step)))].join(".");
  if (issue.code === "unrecognized_keys") {
    return issue.keys
      .map((key) => `${path}.${shown(key)} is no option${suggest(key, keysAt(schema, issue.path))}`)
      .join("\n");
  }
  if (issue.code === "invalid_value") return `${path} must be one of ${issue.values.map(String).join(", ")}`;
  if (issue.code === "invalid_type") return `${path} must be of type ${issue.expected}`;
  return `${path}: ${issue.message}`;
}

/** What is longer is nobody's slip. */
const LONGEST_WORD = 64;

function suggest(key: string, valid: readonly string[]): string {
  if (valid.length === 0) return "; the policy has none";
  // `user` is nearer to `agent` by letters, and means `loginUser`.
  const part = key.toLowerCase();
  const meant =
    valid.find((name) => part.length > 2 && name.toLowerCase().includes(part)) ??
    closest(key.slice(0, LONGEST_WORD), [...valid]);
  return `; did you mean ${meant}? The options are ${valid.join(", ")}`;
}

/** The names that are valid at a path of a schema made of objects and records. */
function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): readonly string[] {
  let at: z.core.$ZodType | undefined = schema;
  for (const step of path) {
    at = unwrap(at);
    if (at instanceof z.ZodObject) at = ownValue(at.shape as Record<string, z.core.$ZodType>, String(step));
    else if (at instanceof z.ZodRecord) at = at.valueType;
    else return [];
  }
  const object = unwrap(at);
  return object instanceof z.ZodObject ? Object.keys(object.shape) : [];
}

function unwrap(schema: z.core.$ZodType | undefined): z.core.$ZodType | undefined {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodOptional) return unwrap(schema.unwrap());
  return schema;
}
