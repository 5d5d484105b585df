import type { ProblemCause } from "../decode/problem";
import { mendWithin, type PropertyText } from "./property-text";

// A byte order mark, and what cloud-init does not take off before it looks for a header.
const BEFORE_HEADER = /^[\uFEFF\s]+(?=#!|#cloud-)/u;

const MENDS: Partial<Readonly<Record<ProblemCause, (property: PropertyText) => PropertyText | undefined>>> = {
  "not-base64": (property) => ({ ...property, text: Buffer.from(property.text).toString("base64") }),
  "double-base64": ({ text, encoding }) => ({
    encoding,
    text: Buffer.from(text, "base64").toString("utf8"),
  }),
  "leading-whitespace-shebang": (property) => mendWithin(property, withoutLead),
  "unrecognised-format": (property) => mendWithin(property, withoutLead),
  bom: (property) => mendWithin(property, withoutLead),
};

const withoutLead = (text: string): string | undefined => {
  const mended = text.replace(BEFORE_HEADER, "");
  return mended === text ? undefined : mended;
};

/**
 * The same user data in the encoding and with the beginning that its property and cloud-init ask for.
 *
 * @param causes What was found wrong with it. Only those that have one certain way out are mended; whether all of it is
 * well afterwards is the caller's to ask again.
 * @returns `undefined` where nothing could be mended.
 */
export function mendEncoding(
  property: PropertyText,
  causes: readonly ProblemCause[],
): PropertyText | undefined {
  let mended: PropertyText | undefined;
  for (const cause of new Set(causes)) mended = MENDS[cause]?.(mended ?? property) ?? mended;
  return mended;
}
