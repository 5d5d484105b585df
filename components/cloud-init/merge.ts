import { encodeUserData, USER_DATA_LIMIT, type EncodedUserData } from "./encode";
import { writeMime, type MimeMessage, type MimePart } from "./mime";
import { assertNone, type InputProblem } from "./problem";

/** One of several user data: any text that cloud-init takes for user data by itself. */
export interface UserDataPart {
  readonly text: string;
  /** The name by which cloud-init and messages know it; letters, digits, `.`, `_` and `-`. */
  readonly filename?: string;
}

export interface MergeOptions {
  /** Whether what is over EC2's limit may be compressed; `false` for services that read user data themselves (EKS). */
  readonly gzip?: boolean;
}

export interface MergedUserData extends EncodedUserData {
  /** The MIME message, before compression. */
  readonly text: string;
}

/**
 * Joins user data of any of cloud-init's formats to one: each keeps its format and its order, as a part of a MIME
 * message. cloud-configs merge as each of them says (`merge_how`); by cloud-init's default a later list replaces an
 * earlier one.
 *
 * @throws InputProblemsError when it is more than EC2 takes, with the size of each part
 */
export function mergeUserData(
  parts: readonly (string | UserDataPart)[],
  options: MergeOptions = {},
): MergedUserData {
  const all = parts.map((part) => (typeof part === "string" ? { text: part } : part));
  const text = writeMime(all.map(mimePart));
  const merged = { ...encodeUserData(text, options), text };
  assertNone(
    sizeProblems(
      merged,
      all.map((part, index) => ({ name: part.filename ?? `part ${String(index + 1)}`, text: part.text })),
    ),
  );
  return merged;
}

/**
 * A user data as a part: what is a MIME message already stays one, and of anything else cloud-init tells the format by its
 * first line, as if it stood alone.
 */
export function mimePart({ text, filename }: UserDataPart): MimePart | MimeMessage {
  if (isMessage(text)) return { message: text };
  return { contentType: "text/plain", text, ...(filename !== undefined && { filename }) };
}

// cloudinit.user_data.convert_string
const isMessage = (text: string): boolean =>
  Buffer.from(text, "utf8").toString("latin1", 0, 4096).toLowerCase().includes("mime-version:");

/** Whether the outcome is more than EC2 takes; `contents` are named with their own sizes. */
export function sizeProblems(
  { bytes, gzipped }: EncodedUserData,
  contents: readonly { readonly name: string; readonly text: string }[],
): readonly InputProblem[] {
  if (bytes <= USER_DATA_LIMIT) return [];
  const sizes = contents.map(({ name, text }) => `${name} ${count(Buffer.byteLength(text))}`).join(", ");
  return [
    {
      property: "userData",
      reason: `the user data is ${count(bytes)} bytes${gzipped ? " compressed" : ""}, and EC2 takes ${count(USER_DATA_LIMIT)}; uncompressed: ${sizes}`,
      remedy: "Build what is large into the image, or fetch it at boot",
    },
  ];
}

const count = (bytes: number): string => bytes.toLocaleString("en-US");
