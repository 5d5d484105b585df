import { usualLoginUsers } from "../image/families";
import { imageKinds } from "../image/kinds";
import type { Image } from "../image/recognise";

const PUBLISHED: ReadonlySet<string> = new Set([
  "root",
  ...usualLoginUsers,
  ...imageKinds.map(({ loginUser }) => loginUser),
]);

/**
 * The name of an account, where it is one that images bring or that the settings say: those may be told. What the user data
 * calls an account may be anything, a secret in the wrong place among it, and is `undefined` here.
 */
export function toldAccount(account: string, { loginUser }: Pick<Image, "loginUser">): string | undefined {
  const isImages = loginUser.state === "known" && loginUser.value === account;
  return isImages || PUBLISHED.has(account) ? account : undefined;
}
