import type { Translation } from "./field";
import { identityTranslations } from "./identity";
import { launchTranslations } from "./launches";
import { networkTranslations } from "./network";
import { securityGroupTranslations } from "./security-groups";

const translations: ReadonlyMap<string, Translation> = new Map(
  Object.entries({
    ...launchTranslations,
    ...securityGroupTranslations,
    ...networkTranslations,
    ...identityTranslations,
  }),
);

/** How a resource of Pulumi's `aws-native` provider is written with the classic one; `undefined` for any other. */
export const translationOf = (type: string): Translation | undefined => translations.get(type);

/** The classic provider's type token for a native one; any other token itself. */
export const classicType = (type: string): string => translations.get(type)?.type ?? type;
