/** Where the product lives; the pages of the rules are in its repository. */
export const HOMEPAGE = "https://github.com/latchkey-pulumi/latchkey";

/** The page of a rule, or of another policy of the pack. */
export const rulePage = (id: string): string => `${HOMEPAGE}/blob/main/docs/rules/${id}.md`;
