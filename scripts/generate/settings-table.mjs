import { z } from "zod";
import { cell } from "./blocks.mjs";

/** @param {any} schema @returns {string} a table of the options that all rules share */
export function settingsTable(schema) {
  const { properties } = z.toJSONSchema(schema, { io: "input" });
  return [
    "| Option | Type | Default | What it says |",
    "| --- | --- | --- | --- |",
    ...Object.entries(properties).map(([name, option]) => {
      const value = option.default === undefined ? "nobody says" : `\`${JSON.stringify(option.default)}\``;
      const values = option.items?.enum
        ? ` One of ${option.items.enum.map((each) => `\`${each}\``).join(", ")}.`
        : "";
      return `| \`${name}\` | ${option.type} | ${value} | ${cell(`${option.description ?? ""}${values}`)} |`;
    }),
  ].join("\n");
}
