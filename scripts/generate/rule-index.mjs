/** @param {readonly string[]} ids @returns {string} the module that lists every rule */
export function ruleIndex(ids) {
  const names = ids.map((id) => ({ id, name: id.replace(/-(\w)/gu, (_, letter) => letter.toUpperCase()) }));
  return [
    "// Made by `npm run gen` from the files of this folder; do not edit.",
    ...names.map(({ id, name }) => `import ${name} from "./${id}";`),
    'import type { Rule } from "./rule";',
    "",
    "/** Every rule of the pack, by id. */",
    `export const rules: readonly Rule[] = [${names.map(({ name }) => name).join(", ")}];`,
  ].join("\n");
}
