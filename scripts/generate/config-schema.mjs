import { z } from "zod";

const LEVELS = { enum: ["advisory", "mandatory", "remediate", "disabled"] };

/**
 * @param {readonly any[]} rules @param {any} settingsSchema
 * @returns {object} JSON schema of the file that `--policy-pack-config` takes, for editors
 */
export function configSchema(rules, settingsSchema) {
  const policies = [{ id: "settings", title: "What all rules share", options: settingsSchema }, ...rules];
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Configuration of the Latchkey policy pack",
    type: "object",
    additionalProperties: false,
    properties: {
      all: { ...LEVELS, description: "Level of every policy, `settings` included" },
      ...Object.fromEntries(policies.map((policy) => [policy.id, policySchema(policy)])),
    },
  };
}

function policySchema({ title, options }) {
  const own =
    options === undefined ? {} : z.toJSONSchema(options, { target: "draft-7", io: "input" }).properties;
  return {
    description: title,
    anyOf: [
      LEVELS,
      { type: "object", additionalProperties: false, properties: { enforcementLevel: LEVELS, ...own } },
    ],
  };
}
