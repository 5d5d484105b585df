import { OFFLINE_IMAGE } from "../../facts/offline";
import { imageKinds } from "./kinds";
import type { ImageKind } from "./families";

/**
 * Ids of images that the offline provider "found". A policy pack never sees a look-up, only the id that it gave: so that a
 * preview without AWS still knows what it starts from, the offline provider's ids say which kind of image was asked for.
 */
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
  return `${OFFLINE_IMAGE}${code}${seed.slice(0, 4)}`;
}

/**
 * The kind of image behind an id of the offline provider; `undefined` for any other id. Anybody can write such an id: that
 * the offline provider gave it is for the caller to know.
 */
export function offlineImageKind(id: string): ImageKind | undefined {
  if (!id.startsWith(OFFLINE_IMAGE)) return undefined;
  const code = id.slice(OFFLINE_IMAGE.length, OFFLINE_IMAGE.length + OTHER.length);
  return code === OTHER ? undefined : imageKinds[Number.parseInt(code, 16)];
}
