import type { PolicyConfigSchema } from "@pulumi/policy";
import { z } from "zod";

/**
 * A policy's options as Pulumi wants to know them: it takes the properties of an object schema, and says itself which value
 * has a wrong type. Keys that are no option are left to us at every level, and so are those that are missing: Pulumi would
 * not say which one was meant.
 */
export function toConfigSchema(schema: z.ZodObject): PolicyConfigSchema {
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
