const BEGIN = "# begin latchkey";
const END = "# end latchkey";

/**
 * The main file of sshd's configuration with the pins in it, for a release that includes no files: before the first
 * Match, else at the end, since what is set outside of Match may not stand below one.
 */
export function withBlock(text: string, pins: string): string {
  const lines = withoutBlock(text).split("\n");
  const block = [BEGIN, ...pins.trimEnd().split("\n"), "Match all", END];
  const at = lines.findIndex((line) => /^[ \t]*"?match"?(?:[ \t=]|$)/iu.test(line));
  const end = lines.at(-1) === "" ? lines.length - 1 : lines.length;
  const before = at === -1 ? end : at;
  return [...lines.slice(0, before), ...block, ...lines.slice(before)].join("\n");
}

/** The same without them. */
export function withoutBlock(text: string): string {
  const lines = text.split("\n");
  const from = lines.findIndex((line) => line.startsWith(BEGIN));
  const to = lines.findIndex((line, at) => at > from && line.startsWith(END));
  return from === -1 || to === -1 ? text : [...lines.slice(0, from), ...lines.slice(to + 1)].join("\n");
}
