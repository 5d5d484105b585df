/**
 * Replaces a generated block within a page that people write.
 *
 * @param {string} page @param {string} name @param {string} text
 * @returns {string} the page with the block between its two markers
 */
export function withBlock(page, name, text) {
  const begin = `<!-- begin ${name}: made by \`npm run gen\` -->`;
  const end = `<!-- end ${name} -->`;
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from === -1 || to === -1) throw new Error(`A page lacks the markers ${begin} and ${end}`);
  return `${page.slice(0, from)}${begin}\n\n${text.trim()}\n\n${page.slice(to)}`;
}

/** @param {string} text @returns {string} safe within a cell of a Markdown table */
export const cell = (text) => text.replaceAll("|", "\\|").replaceAll("\n", " ");
