/**
 * Whether a text fits a pattern with the wildcards of EC2's filters: `*` stands for any characters, `?` for one. All
 * else is literal, brackets too, which image names may hold ("Deep Learning Base AMI (Ubuntu 22.04)"): that is why no
 * glob library is used.
 */
export function fitsPattern(text: string, pattern: string): boolean {
  const source = pattern
    .replace(/[\\^$.|+()[\]{}]/g, "\\$&")
    .replaceAll("*", "[^]*")
    .replaceAll("?", "[^]");
  return new RegExp(`^${source}$`).test(text);
}
