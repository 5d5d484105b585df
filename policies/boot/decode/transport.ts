import { partSource, type Place } from "../../facts/place";
import { lookAtBase64 } from "./base64";
import { typeFromBeginning } from "./content-type";
import { isGzip } from "./gzip";
import { error, warning, type Problem } from "./problem";
import { decodeUtf8 } from "./python";

/** The bytes that an instance gets from the metadata service, or why there are none. */
export interface Transported {
  /** Absent: the provider or EC2 refuses the launch. */
  readonly bytes?: Buffer;
  /** Raw bytes, as EC2 counts them. */
  readonly size: number;
  readonly problems: readonly Problem[];
  /** True where the bytes are base64 of something cloud-init would know, and the release decides whether it is read. */
  readonly perhapsDecoded: boolean;
}

/** EC2's limit on user data before base64 (Amazon EC2 user guide, "Instance user data"). */
export const MAX_BYTES = 16_384;

/**
 * From the property's text to the instance. `plain` is the AWS provider's rule: text that is base64 already is passed on
 * as it is, any other is encoded. `base64` has to be base64. cloud-init since 23.3 takes off one more layer.
 */
export function transport(
  input: { readonly text: string; readonly encoding: "plain" | "base64" },
  cloudInit: "19" | "22" | "23+" | undefined,
): Transported {
  const { text, encoding } = input;
  const look = lookAtBase64(text);
  if (encoding === "base64" && look.foreignAt !== -1) {
    const message = "must be base64 and is not: the launch is refused (Invalid BASE64 encoding of user data)";
    const size = Buffer.byteLength(text);
    return refusedWith(error("not-base64", wholeText(text, look.foreignAt), message), size);
  }
  const encoded = encoding === "base64" || look.strict;
  const size = encoded ? look.bytes : Buffer.byteLength(text);
  if (size > MAX_BYTES) {
    const message = `${String(size)} bytes where EC2 takes ${String(MAX_BYTES)} at most: the launch is refused; gzip may make it fit`;
    return refusedWith(error("too-large", undefined, message), size);
  }
  const bytes = Buffer.from(text, encoded ? "base64" : "utf8");
  return { size, ...oncemore(bytes, cloudInit) };
}

const wholeText = (text: string, offset: number): Place =>
  partSource(text, { part: 1, parts: 1 }).placeAt(offset);

const refusedWith = (problem: Problem, size: number): Transported => ({
  size,
  problems: [problem],
  perhapsDecoded: false,
});

function oncemore(bytes: Buffer, cloudInit: "19" | "22" | "23+" | undefined): Omit<Transported, "size"> {
  const text = bytes.toString("latin1");
  const look = lookAtBase64(text);
  const inner = look.foreignAt === -1 ? Buffer.from(text, "base64") : undefined;
  if (inner === undefined || !isKnown(inner)) return { bytes, problems: [], perhapsDecoded: false };
  if (cloudInit === "23+" && look.unbroken) {
    const message =
      "base64 twice: cloud-init before 23.3 would ignore it, this image's takes both layers off";
    return { bytes: inner, problems: [warning("double-base64", undefined, message)], perhapsDecoded: false };
  }
  const message = look.unbroken
    ? "base64 twice: cloud-init before 23.3 takes one layer off and ignores the rest"
    : "base64 twice: cloud-init takes one layer off and ignores the rest";
  const perhapsDecoded = cloudInit === undefined && look.unbroken;
  return { bytes, problems: [error("double-base64", undefined, message)], perhapsDecoded };
}

/** Whether cloud-init would know what to do with the bytes. */
function isKnown(bytes: Buffer): boolean {
  if (isGzip(bytes)) return true;
  const { text, valid } = decodeUtf8(bytes);
  return valid && (typeFromBeginning(text) !== undefined || /^(?:mime-version|content-type):/i.test(text));
}
