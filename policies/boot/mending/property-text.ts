import { isUtf8 } from "node:buffer";
import { lookAtBase64 } from "../decode/base64";

/** User data as a property holds it. */
export interface PropertyText {
  readonly text: string;
  readonly encoding: "plain" | "base64";
}

/** A change of the text that an instance gets; `undefined` where there is nothing to change, or no certain way. */
export type Mend = (readable: string) => string | undefined;

/**
 * Changes the readable text within a property and writes it back as the property had it: encoded where it was encoded.
 * `undefined` where nothing changes, and for what is no text (gzip), which is left alone.
 */
export function mendWithin(property: PropertyText, mend: Mend): PropertyText | undefined {
  const encoded = property.encoding === "base64" || lookAtBase64(property.text).strict;
  if (!encoded) {
    const text = mend(property.text);
    return text === undefined ? undefined : { ...property, text };
  }
  const bytes = Buffer.from(property.text, "base64");
  if (!isUtf8(bytes)) return undefined;
  const text = mend(bytes.toString("utf8"));
  return text === undefined ? undefined : { ...property, text: Buffer.from(text).toString("base64") };
}
