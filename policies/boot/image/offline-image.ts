import { imageKinds } from "./kinds";
import type { ImageKind } from "./families";

/**
 * Ids of images that the offline provider "found". A policy pack never sees a look-up, only the id that it gave: so that a
 * preview without AWS still knows what it starts from, the offline provider's ids say which kind of image was asked for.
 * The mark is long enough that no id of AWS's has it by chance.
 */
const MARK = "ami-0ff11e1a7c4";
const OTHER = "ff";

/**
 * An image id of the offline provider.
 *
 * @param kind What the search asked for, if that is a published kind of image.
 * @param seed At least four hex digits that tell this image from others of its kind.
 */
export function offlineImageId(kind: ImageKind | undefined, seed: string): string {
  const at = kind === undefined ? -1 : imageKinds.indexOf(kind);
  const code = at === -1 ? OTHER : at.toString(16).padStart(2, "0");
  return `${MARK}${code}${seed.slice(0, 4)}`;
}

/** The kind of image behind an id of the offline provider; `undefined` for any other id. */
export function offlineImageKind(id: string): ImageKind | undefined {
  if (!id.startsWith(MARK)) return undefined;
  const code = id.slice(MARK.length, MARK.length + OTHER.length);
  return code === OTHER ? undefined : imageKinds[Number.parseInt(code, 16)];
}
