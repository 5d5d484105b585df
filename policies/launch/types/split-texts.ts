import { UNKNOWN, type PropertyValue } from "../resource";

/** The texts of a list whose elements may hold several, with commas between; what is unknown stays so. */
export function splitTexts(values: readonly PropertyValue[]): readonly PropertyValue[] {
  return values.flatMap((value): readonly PropertyValue[] => {
    if (value === UNKNOWN) return [UNKNOWN];
    if (typeof value !== "string") return [];
    return value.split(",").flatMap((text) => (text.trim() === "" ? [] : [text.trim()]));
  });
}
