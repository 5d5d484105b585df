const NAMES: ReadonlySet<string> = new Set(
  "root daemon bin sys sync games man lp mail news nobody adm tty disk sudo wheel staff users nogroup operator shadow".split(
    " ",
  ),
);

/** Accounts and groups that every distribution has of its own, or nearly so: the owners that files of the system have. */
export const isSystemAccount = (name: string): boolean => NAMES.has(name);
