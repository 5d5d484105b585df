import { ownValue } from "../../facts/own";

/** Whose file it is; the number of the account may be unknown. */
export interface Owner {
  readonly user: string;
  readonly home: string;
  readonly uid?: number;
}

/**
 * A path of AuthorizedKeysFile for an account: %h, %u, %U and %% expanded, a relative path below the home
 * (expand_authorized_keys() of auth.c). Undefined where sshd knows no such token or the number is not known.
 */
export function authorizedKeysPath(written: string, { user, home, uid }: Owner): string | undefined {
  const values: Readonly<Record<string, string | undefined>> = {
    h: home,
    u: user,
    U: uid === undefined ? undefined : String(uid),
    "%": "%",
  };
  const tokens = written.match(/%.?/gsu) ?? [];
  if (tokens.some((token) => ownValue(values, token.slice(1)) === undefined)) return undefined;
  const path = written.replace(/%(.)/gsu, (_all, token: string) => ownValue(values, token) ?? "");
  return path.startsWith("/") ? path : `${home}/${path}`;
}
